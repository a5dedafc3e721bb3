/** Who opens a ring: a passphrase, a key, a key pair, or whatever the application has. */

import { types } from "node:util";

import native from "#native";

import { ProviderKeyLostError } from "./errors.cjs";
import { guard } from "./failures.cjs";
import { pathOf } from "./files.cjs";

/** The application's own provider: a key-management service, a hardware module. Both calls may be asynchronous. */
export interface KeyProvider {
  /** The name that finds the provider's row in the ring file, such as `aws-kms:alias/app`. */
  readonly name: string;
  /** Wraps the 32 bytes of a ring key under `{"fv-ring": id}`. */
  wrap(key: Uint8Array, context: Readonly<Record<string, string>>): Uint8Array | Promise<Uint8Array>;
  /** Gives back the 32 bytes that were wrapped. */
  unwrap(wrapped: Uint8Array, context: Readonly<Record<string, string>>): Uint8Array | Promise<Uint8Array>;
}

/** What wraps and unwraps a ring. */
export type Provider = Passphrase | Key | Hpke | KeyProvider;

/** A provider that is ready in the core. */
export class Ready {
  /** @internal */
  constructor(readonly handle: native.NativeProvider) {}

  /** Nothing of the secret is shown. */
  toJSON(): string {
    return "[REDACTED]";
  }
}

/** A passphrase, through Argon2id. */
class PassphraseProvider extends Ready {
  static override readonly name = "Passphrase";

  constructor(text: string) {
    super(guard(() => native.NativeProvider.passphrase(text)));
  }
}

/** A key-encryption key of 32 bytes. */
class KeyProviderOfBytes extends Ready {
  static override readonly name = "Key";

  constructor(bytes: Uint8Array) {
    super(guard(() => native.NativeProvider.key(bytes)));
  }

  /** The key in a file: raw, hex, base64 or base64url. */
  static fromFile(path: string | URL): Key {
    const handle = guard(() => native.NativeProvider.keyFile(pathOf(path)));
    return Object.setPrototypeOf(new Ready(handle), KeyProviderOfBytes.prototype) as Key;
  }
}

/** A class that may be called with or without `new`. */
type Callable<C extends abstract new (...given: never) => unknown> = C & ((...given: ConstructorParameters<C>) => InstanceType<C>);

function callable<C extends new (...given: never) => unknown>(kind: C): Callable<C> {
  return new Proxy(kind, { apply: (target, _, given) => Reflect.construct(target, given) as unknown }) as Callable<C>;
}

/** A passphrase, through Argon2id. */
export const Passphrase = callable(PassphraseProvider);
export type Passphrase = PassphraseProvider;

/** A key-encryption key of 32 bytes. */
export const Key = callable(KeyProviderOfBytes);
export type Key = KeyProviderOfBytes;

/** HPKE (RFC 9180): a public key makes rings, the private key opens them. */
export class Hpke extends Ready {
  private constructor(handle: native.NativeProvider) {
    super(handle);
  }

  /** Whoever holds only this can make rings, and cannot open them. */
  static public(name: string, key: Uint8Array): Hpke {
    return new Hpke(guard(() => native.NativeProvider.hpkePublic(name, key)));
  }

  /** Opens the rings that were made for its public key. */
  static private(key: Uint8Array): Hpke {
    return new Hpke(guard(() => native.NativeProvider.hpkePrivate(key)));
  }
}

/** A provider in its native form. */
export function handleOf(provider: Provider): native.NativeProvider {
  if (provider instanceof Ready) return provider.handle;
  if (typeof provider?.name !== "string" || typeof provider.wrap !== "function" || typeof provider.unwrap !== "function") {
    throw new TypeError("a provider has `name`, `wrap` and `unwrap`");
  }
  return native.NativeProvider.host(provider.name, (verb, question, bytes, ring) => {
    void answer(provider, verb, question, bytes, ring);
  });
}

async function answer(provider: KeyProvider, verb: "wrap" | "unwrap", question: number, bytes: Buffer, ring: string): Promise<void> {
  try {
    const given: unknown = await provider[verb](bytes, { "fv-ring": ring });
    if (!types.isUint8Array(given)) throw new TypeError(`\`${verb}\` answers with a Uint8Array`);
    native.answerProvider(question, given);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    native.answerProvider(question, undefined, reason, thrown instanceof ProviderKeyLostError);
  }
}
