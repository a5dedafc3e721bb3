/** Key sets in one file. */

import { setImmediate } from "node:timers/promises";
import { types } from "node:util";

import native from "#native";

import { KeyringEdit, type Purpose } from "./edit.cjs";
import type { FieldveilError } from "./errors.cjs";
import { guard, guardAsync, parseError } from "./failures.cjs";
import { pathOf } from "./files.cjs";
import { parse } from "./objects.cjs";
import { type Context, Options, STREAM, whole } from "./options.cjs";
import { handleOf, type Provider, Ready } from "./providers.cjs";
import { isReadable, through, Worked } from "./stream.cjs";
import { bound, type ValueOptions, valueOf } from "./values.cjs";

export { KeyringEdit, type Purpose } from "./edit.cjs";
export type { ValueOptions } from "./values.cjs";

/** The state of one version of a key set. */
export type State = "pending" | "primary" | "retired" | "disabled" | "destroyed";

export interface CreateOptions {
  /** Seconds that a version must have been pending before it is promoted; 3600 unless said. */
  readonly minPending?: number;
}

export interface OpenOptions {
  /** The lowest epoch that is accepted. */
  readonly minEpoch?: number;
}

const CREATE = new Options("Keyring.create", { minPending: whole(Number.MAX_SAFE_INTEGER) });
const OPEN = new Options("Keyring.open", { minEpoch: whole(Number.MAX_SAFE_INTEGER) });

/** Providers, one after the other or as a list, and options behind them. */
export type Given<O> = (Provider | readonly Provider[] | O)[];

/** What a stream is bound to. */
export interface StreamOptions {
  readonly context?: Context;
}

/** How a ring stands in this process. */
export interface KeyringStatus {
  readonly id: string;
  readonly epoch: number;
  readonly loadedAt: string;
  /** Each set and the id of its primary version. */
  readonly primaries: Readonly<Record<string, number>>;
  /** Why the last reload failed, if it did. */
  readonly lastError: FieldveilError | null;
}

/** One key set of a ring. */
export interface KeySet {
  readonly name: string;
  readonly purpose: Purpose;
  readonly suite: string;
  /** Its versions, oldest first. */
  readonly versions: readonly {
    readonly id: number;
    readonly state: State;
    readonly created: string;
    readonly promoted: string | null;
    /** What finds its tokens by `LIKE` in a text column. */
    readonly patterns: readonly string[];
  }[];
}

/**
 * Key sets in one file. Opening may wait for a provider, so it is asynchronous; everything after it is not.
 *
 * @example
 * const keyring = await Keyring.open("ring.json", Key.fromFile("kek"));
 */
export class Keyring {
  /** @internal */
  readonly handle: native.NativeKeyring;
  readonly #seal: ReturnType<native.NativeKeyring["sealer"]>;
  readonly #open: ReturnType<native.NativeKeyring["opener"]>;

  private constructor(handle: native.NativeKeyring) {
    this.handle = handle;
    this.#seal = handle.sealer();
    this.#open = handle.opener();
  }

  /** Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet. */
  static async create(path: string | URL, ...given: Given<CreateOptions>): Promise<Keyring> {
    const { providers, options } = sorted<CreateOptions>(given, CREATE);
    return new Keyring(await guardAsync(() => native.NativeKeyring.create(pathOf(path), providers, options.minPending)));
  }

  /** Opens the ring of a file with the first provider that can. Only reads. */
  static async open(path: string | URL, ...given: Given<OpenOptions>): Promise<Keyring> {
    const { providers, options } = sorted<OpenOptions>(given, OPEN);
    return new Keyring(await guardAsync(() => native.NativeKeyring.open(pathOf(path), providers, options.minEpoch)));
  }

  /** Opens a ring from its document. It can be used and looked at; there is no file to save to. */
  static async parse(document: Uint8Array | string, ...given: Given<OpenOptions>): Promise<Keyring> {
    const { providers, options } = sorted<OpenOptions>(given, OPEN);
    const bytes = typeof document === "string" ? Buffer.from(document) : document;
    return new Keyring(await guardAsync(() => native.NativeKeyring.parse(bytes, providers, options.minEpoch)));
  }

  /** Opens the ring that `FIELDVEIL_KEYRING` names, with the key of the environment. */
  static async fromEnv(options: OpenOptions = {}): Promise<Keyring> {
    const { minEpoch } = (OPEN.read(options) ?? {}) as OpenOptions;
    return new Keyring(await guardAsync(() => native.NativeKeyring.fromEnv(minEpoch)));
  }

  /** The document of the ring as it is loaded: what its file holds. */
  document(): string {
    return this.handle.document();
  }

  /** Begins to change the ring; given a function, saves what it has changed once it is done. */
  edit(): KeyringEdit;
  edit<T>(change: (ring: KeyringEdit) => Promise<T>): Promise<T>;
  edit<T>(change: (ring: KeyringEdit) => T): T;
  edit<T>(change?: (ring: KeyringEdit) => T | Promise<T>): KeyringEdit | T | Promise<T> {
    const edit = new KeyringEdit(guard(() => this.handle.edit()));
    if (change === undefined) return edit;
    const done = change(edit);
    const saved = (answer: T): T => (edit.save(), answer);
    return done instanceof Promise ? done.then(saved) : saved(done);
  }

  /** Reads the file again. Calls that are under way keep the state that they began with; observers hear of it first. */
  async reload(): Promise<void> {
    // A turn of the loop, in which the observers that were woken on another thread are told.
    await guardAsync(() => this.handle.reload()).finally(() => setImmediate());
  }

  /** Reads the file again whenever the ring is used and that many seconds have passed; 0 ends it. */
  reloadEvery(seconds: number): void {
    this.handle.reloadEvery(whole()(Math.round(seconds * 1000), "seconds, in thousandths,") as number);
  }

  /**
   * Encrypts one value: text, bytes, or anything else as exact JSON. Returns a token.
   *
   * @example
   * const token = keyring.encryptValue("pii", "maria@example.org", { binding: ["users", "email"] });
   */
  encryptValue(set: string, value: unknown, options: ValueOptions): string {
    const { binding, rest } = bound(options);
    return guard(() => this.#seal(set, valueOf(value), binding, rest));
  }

  /** Decrypts one value, as the kind that it was. */
  decryptValue(token: string, options: ValueOptions): unknown {
    const { binding, rest } = bound(options);
    const value = guard(() => this.#open(token, binding, rest));
    return typeof value === "string" || types.isUint8Array(value) ? value : parse(value.json);
  }

  /** The token under the primary version of its set; the same token if it is of it already. */
  reencryptValue(token: string, options: ValueOptions): string {
    const { binding, rest } = bound(options);
    return guard(() => this.handle.reencryptValue(token, binding, rest));
  }

  /** Encrypts a stream of any size: a transform, or from a reader into a writer. */
  encryptStream(set: string, options?: StreamOptions): Worked<number>;
  encryptStream(set: string, reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: StreamOptions): Promise<number>;
  encryptStream(set: string, ...given: unknown[]): Worked<number> | Promise<number> {
    return streamed(given, (context) => native.NativeStream.encrypt(this.handle, set, context));
  }

  /** Decrypts a stream: only verified chunks come out, and success is told only at its end. */
  decryptStream(options?: StreamOptions): Worked<number>;
  decryptStream(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: StreamOptions): Promise<number>;
  decryptStream(...given: unknown[]): Worked<number> | Promise<number> {
    return streamed(given, (context) => native.NativeStream.decrypt(this.handle, context));
  }

  /** Makes a key for the data of one subject; returns its stored form, whose deletion erases all that it sealed. */
  newSubjectKey(set: string, name: string): string {
    return guard(() => this.handle.newSubjectKey(set, name));
  }

  /** The same subject key under the primary version of its set. */
  rewrapSubjectKey(name: string, key: string): string {
    return guard(() => this.handle.rewrapSubjectKey(name, key));
  }

  /** How the ring stands in this process. */
  status(): KeyringStatus {
    const { lastError, ...status } = JSON.parse(this.handle.status()) as KeyringStatus & { lastError: string | null };
    return { ...status, lastError: lastError === null ? null : (parseError(lastError) ?? null) };
  }

  /** The key sets and their versions. */
  sets(): KeySet[] {
    return JSON.parse(this.handle.sets()) as KeySet[];
  }

  /** The rows of `wraps`: what `rewrap` counts, from 0. */
  wraps(): string[] {
    return this.handle.wraps();
  }
}

type Pairs = Record<string, string>;

function streamed(given: unknown[], open: (context: Pairs | undefined) => native.NativeStream): Worked<number> | Promise<number> {
  const [reader, writer, options] = given;
  const worked = (said: unknown) => {
    const context = STREAM.read(said as object)?.["context"] as Pairs | undefined;
    return new Worked(guard(() => open(context)), Number);
  };
  return isReadable(reader) ? through(reader, worked(options), writer as NodeJS.WritableStream) : worked(reader);
}

function sorted<O extends object>(given: readonly unknown[], known: Options): { providers: native.NativeProvider[]; options: O } {
  given = given.flat(); // a list of providers is as good as one after the other
  const last = given.at(-1);
  const options = typeof last === "object" && last !== null && !(last instanceof Ready) && !("name" in last || "wrap" in last || "unwrap" in last) ? last : undefined;
  const providers = (options === undefined ? given : given.slice(0, -1)).map((one) => handleOf(one as Provider));
  return { providers, options: (known.read(options) ?? {}) as O };
}
