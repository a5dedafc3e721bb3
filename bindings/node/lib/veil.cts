/** The verbs: what a policy's fields become, under its keys. */

import { types } from "node:util";

import native from "#native";

import { type Answer, Batch, bytes, type Document, like, type Many, wellFormed } from "./documents.cjs";
import { type FieldveilError } from "./errors.cjs";
import { guard, guardAsync, restore } from "./failures.cjs";
import { Keyring } from "./keyring.cjs";
import { exactly, parse, stringify } from "./objects.cjs";
import {
  any,
  type Context,
  type DecryptOptions,
  type EncryptOptions,
  LOOK_UP,
  type MaskOptions,
  MESSAGE,
  of,
  Options,
  optionsOf,
  SEARCH,
  type VerbOptions,
} from "./options.cjs";
import { Policy } from "./policy.cjs";
import { type Report, Reported } from "./report.cjs";
import { room, SMALL } from "./room.cjs";
import { isReadable, through, Worked } from "./stream.cjs";
import { type CustomFunction, customize, type Observer, Watch } from "./watch.cjs";

/** What a veil is made with, beside its policy. */
export interface VeilOptions {
  /** One ring or several to seal and open with. */
  readonly keyring?: Keyring | readonly Keyring[] | null | undefined;
  /** Hears of everything that the veil does, and of the reloads of its rings. */
  readonly observer?: Observer | null | undefined;
  /** Synchronous functions from text to text that the operator `custom` calls by their names. */
  readonly custom?: Readonly<Record<string, CustomFunction>> | null | undefined;
}

const OPTIONS = new Options("new Veil", { keyring: any, observer: of("function"), custom: of("object") });

const MASK = 0;
const ENCRYPT = 1;
const DECRYPT = 2;
const REENCRYPT = 3;

type Reader = NodeJS.ReadableStream;
type Writer = NodeJS.WritableStream;
type Answers<D extends Document> = (Answer<D> | FieldveilError)[];
type Returned<O extends VerbOptions> = Many<O> & { readonly errors: "return" };

/**
 * A policy with the keys to work under it. Immutable; a call uses one snapshot of the keyrings.
 *
 * @example
 * const veil = new Veil(Policy.parse(text), { keyring });
 * const stored = veil.encrypt({ email: "maria@example.org" }, { context: { tenant: "acme" } });
 */
export class Veil {
  readonly #native: native.NativeVeil;
  /** What each verb does to a small document of bytes, and to one of text. */
  readonly #ofBytes: ReturnType<native.NativeVeil["ofBytes"]>[];
  readonly #ofText: ReturnType<native.NativeVeil["ofText"]>[];
  readonly #watch: Watch | undefined;
  /** Whether it calls functions of the application's. */
  readonly #asks: boolean;

  /**
   * A veil over a policy; without a keyring it masks.
   * @throws InvalidKeyringError where two rings have a set of the same name.
   */
  constructor(policy: Policy, options: VeilOptions | Keyring | readonly Keyring[] = {}) {
    if (!(policy instanceof Policy)) throw new TypeError("the first argument is a `Policy`; make one by `Policy.parse` or `Policy.load`");
    const rings = options instanceof Keyring || Array.isArray(options);
    const { keyring, observer, custom } = (rings ? { keyring: options } : (OPTIONS.read(options) ?? {})) as VeilOptions;
    this.#native = guard(() => new native.NativeVeil(policy.handle, handles(keyring)));
    this.#asks = Boolean(custom);
    if (custom) customize(this.#native, custom);
    if (observer) (this.#watch = new Watch(observer)).of(this.#native);
    const verbs = [MASK, ENCRYPT, DECRYPT, REENCRYPT];
    this.#ofBytes = verbs.map((verb) => this.#native.ofBytes(verb));
    this.#ofText = verbs.map((verb) => this.#native.ofText(verb));
  }

  /** What the view's audience may see of a document, plain or stored. */
  mask<D extends Document>(document: D, options?: MaskOptions): Answer<D> {
    return this.#run(MASK, document, options);
  }

  /** The stored form of a plain document. */
  encrypt<D extends Document>(document: D, options?: EncryptOptions): Answer<D> {
    return this.#run(ENCRYPT, document, options);
  }

  /** The plain document again, authenticated as a whole. */
  decrypt<D extends Document>(document: D, options?: DecryptOptions): Answer<D> {
    return this.#run(DECRYPT, document, options);
  }

  /** Every token to its set's primary version; the same bytes if there was nothing to do. */
  reencrypt<D extends Document>(document: D, options?: VerbOptions): Answer<D> {
    return this.#run(REENCRYPT, document, options);
  }

  /** As `mask`, with what was done: counts and rule ids, never a value. */
  maskWithReport<D extends Document>(document: D, options?: MaskOptions): Reported<Answer<D>> {
    return this.#report(MASK, document, options);
  }

  /** As `encrypt`, with what was done. */
  encryptWithReport<D extends Document>(document: D, options?: EncryptOptions): Reported<Answer<D>> {
    return this.#report(ENCRYPT, document, options);
  }

  /** As `decrypt`, with what was done. */
  decryptWithReport<D extends Document>(document: D, options?: DecryptOptions): Reported<Answer<D>> {
    return this.#report(DECRYPT, document, options);
  }

  /** As `reencrypt`, with what was done. */
  reencryptWithReport<D extends Document>(document: D, options?: VerbOptions): Reported<Answer<D>> {
    return this.#report(REENCRYPT, document, options);
  }

  /** `mask` over many documents, on all cores, in their order. */
  maskMany<D extends Document>(documents: readonly D[], options: Returned<MaskOptions>): Answers<D>;
  maskMany<D extends Document>(documents: readonly D[], options?: Many<MaskOptions>): Answer<D>[];
  maskMany<D extends Document>(documents: readonly D[], options?: Many<MaskOptions>): Answers<D> {
    return this.#many(MASK, documents, options);
  }

  /** `encrypt` over many documents, on all cores, in their order. */
  encryptMany<D extends Document>(documents: readonly D[], options: Returned<EncryptOptions>): Answers<D>;
  encryptMany<D extends Document>(documents: readonly D[], options?: Many<EncryptOptions>): Answer<D>[];
  encryptMany<D extends Document>(documents: readonly D[], options?: Many<EncryptOptions>): Answers<D> {
    return this.#many(ENCRYPT, documents, options);
  }

  /** `decrypt` over many documents, on all cores, in their order. */
  decryptMany<D extends Document>(documents: readonly D[], options: Returned<DecryptOptions>): Answers<D>;
  decryptMany<D extends Document>(documents: readonly D[], options?: Many<DecryptOptions>): Answer<D>[];
  decryptMany<D extends Document>(documents: readonly D[], options?: Many<DecryptOptions>): Answers<D> {
    return this.#many(DECRYPT, documents, options);
  }

  /** `reencrypt` over many documents, on all cores, in their order. */
  reencryptMany<D extends Document>(documents: readonly D[], options: Returned<VerbOptions>): Answers<D>;
  reencryptMany<D extends Document>(documents: readonly D[], options?: Many<VerbOptions>): Answer<D>[];
  reencryptMany<D extends Document>(documents: readonly D[], options?: Many<VerbOptions>): Answers<D> {
    return this.#many(REENCRYPT, documents, options);
  }

  /** `maskMany` on the thread pool: the event loop keeps turning. */
  maskManyAsync<D extends Document>(documents: readonly D[], options: Returned<MaskOptions>): Promise<Answers<D>>;
  maskManyAsync<D extends Document>(documents: readonly D[], options?: Many<MaskOptions>): Promise<Answer<D>[]>;
  maskManyAsync<D extends Document>(documents: readonly D[], options?: Many<MaskOptions>): Promise<Answers<D>> {
    return this.#manyAsync(MASK, documents, options);
  }

  /** `encryptMany` on the thread pool. */
  encryptManyAsync<D extends Document>(documents: readonly D[], options: Returned<EncryptOptions>): Promise<Answers<D>>;
  encryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<EncryptOptions>): Promise<Answer<D>[]>;
  encryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<EncryptOptions>): Promise<Answers<D>> {
    return this.#manyAsync(ENCRYPT, documents, options);
  }

  /** `decryptMany` on the thread pool. */
  decryptManyAsync<D extends Document>(documents: readonly D[], options: Returned<DecryptOptions>): Promise<Answers<D>>;
  decryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<DecryptOptions>): Promise<Answer<D>[]>;
  decryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<DecryptOptions>): Promise<Answers<D>> {
    return this.#manyAsync(DECRYPT, documents, options);
  }

  /** `reencryptMany` on the thread pool. */
  reencryptManyAsync<D extends Document>(documents: readonly D[], options: Returned<VerbOptions>): Promise<Answers<D>>;
  reencryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<VerbOptions>): Promise<Answer<D>[]>;
  reencryptManyAsync<D extends Document>(documents: readonly D[], options?: Many<VerbOptions>): Promise<Answers<D>> {
    return this.#manyAsync(REENCRYPT, documents, options);
  }

  /** `mask` over JSON lines; a bad line becomes `{"fieldveil_error":…}`. A transform, or from a reader into a writer. */
  maskLines(options?: MaskOptions): Worked<Report>;
  maskLines(reader: Reader, writer: Writer, options?: MaskOptions): Promise<Report>;
  maskLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(MASK, given);
  }

  /** `encrypt` over JSON lines; stops at the first bad one, with its `line`. */
  encryptLines(options?: EncryptOptions): Worked<Report>;
  encryptLines(reader: Reader, writer: Writer, options?: EncryptOptions): Promise<Report>;
  encryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(ENCRYPT, given);
  }

  /** `decrypt` over JSON lines; stops at the first bad one, with its `line`. */
  decryptLines(options?: DecryptOptions): Worked<Report>;
  decryptLines(reader: Reader, writer: Writer, options?: DecryptOptions): Promise<Report>;
  decryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(DECRYPT, given);
  }

  /** `reencrypt` over JSON lines; stops at the first bad one, with its `line`. */
  reencryptLines(options?: VerbOptions): Worked<Report>;
  reencryptLines(reader: Reader, writer: Writer, options?: VerbOptions): Promise<Report>;
  reencryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(REENCRYPT, given);
  }

  /**
   * The search terms of a value: one for each primary, retired and pending version of its set, primary first.
   * `path` names the place where the class is stored deterministically at several.
   */
  searchTerms(className: string, value: Scalar, options?: { readonly context?: Context; readonly path?: string }): string[] {
    const { context, path } = (SEARCH.read(options) ?? {}) as { context?: Record<string, string>; path?: string };
    return guard(() => this.#native.searchTerms(className, scalar(value), context, path));
  }

  /**
   * Whether a value that an index found is the one that was searched for, alike after the class's `normalize`. An index
   * of fewer than 64 bits finds other values as well: ask this of each after it was decrypted.
   */
  isSame(className: string, searched: Scalar, found: Scalar): boolean {
    return guard(() => this.#native.isSame(className, scalar(searched), scalar(found)));
  }

  /** The blind index that is stored beside a value; none where the normalized value is empty. */
  blindIndex(className: string, value: Scalar, options?: { readonly context?: Context }): string | undefined {
    const context = LOOK_UP.read(options)?.["context"] as Record<string, string> | undefined;
    return guard(() => this.#native.blindIndex(className, scalar(value), context)) ?? undefined;
  }

  /** The pseudonym that the class shows of a value. */
  pseudonym(className: string, value: Scalar, options?: { readonly context?: Context }): string {
    const context = LOOK_UP.read(options)?.["context"] as Record<string, string> | undefined;
    return guard(() => this.#native.pseudonym(className, scalar(value), context));
  }

  /** The detectors over a plain text. */
  maskText(text: string): string {
    return guard(() => this.#native.maskText(text));
  }

  /** A text of a log: the documents in it by a view of the policy, and then as `maskText` does. */
  maskMessage(text: string, options?: { readonly view?: string }): string {
    const view = MESSAGE.read(options)?.["view"] as string | undefined;
    return guard(() => this.#native.maskMessage(text, view));
  }

  #run<D extends Document>(verb: number, document: D, options?: VerbOptions): Answer<D> {
    const native = optionsOf(verb, options);
    try {
      if (typeof document === "string") return this.#ofText[verb]!(wellFormed(document), native) as Answer<D>;
      if (types.isUint8Array(document)) return this.#bytes(verb, document, native) as Answer<D>;
      return parse(this.#ofText[verb]!(stringify(document), native)) as Answer<D>;
    } catch (thrown) {
      throw restore(thrown);
    } finally {
      this.#watch?.tell();
    }
  }

  #bytes(verb: number, document: Uint8Array, options: native.NativeOptions | undefined): Buffer {
    // A function of the application's may call a veil in between, and would be given the same space.
    if (document.length > SMALL || this.#asks) return this.#native.run(verb, document, options);
    const { buffer, at } = room.reserve();
    const answer = this.#ofBytes[verb]!(document, options, buffer, at);
    return typeof answer === "number" ? room.take(answer) : answer;
  }

  #report<D extends Document>(verb: number, document: D, options?: VerbOptions): Reported<Answer<D>> {
    const native = optionsOf(verb, options);
    try {
      const done = guard(() => this.#native.runWithReport(verb, bytes(document), native));
      return new Reported(like(document, done.document), JSON.parse(done.report) as Report);
    } finally {
      this.#watch?.tell();
    }
  }

  #many<D extends Document>(verb: number, documents: readonly D[], options?: Many<VerbOptions>): Answers<D> {
    const batch = new Batch(verb, documents, options);
    try {
      return batch.settle(guard(() => this.#native.runMany(verb, batch.joined, batch.lengths, batch.options, batch.contexts)));
    } finally {
      this.#watch?.tell();
    }
  }

  async #manyAsync<D extends Document>(verb: number, documents: readonly D[], options?: Many<VerbOptions>): Promise<Answers<D>> {
    const batch = new Batch(verb, documents, options);
    try {
      return batch.settle(await guardAsync(() => this.#native.runManyAsync(verb, batch.joined, batch.lengths, batch.options, batch.contexts)));
    } finally {
      this.#watch?.tell();
    }
  }

  #lines(verb: number, given: unknown[]): Worked<Report> | Promise<Report> {
    const read = (said: string): Report => JSON.parse(said) as Report;
    const tell = () => this.#watch?.tell();
    const open = (options: unknown) => {
      const native_ = optionsOf(verb, options as VerbOptions | undefined);
      return new Worked(guard(() => native.NativeStream.lines(this.#native, verb, native_)), read, tell);
    };
    const [reader, writer, options] = given;
    return isReadable(reader) ? through(reader, open(options), writer as Writer) : open(reader);
  }
}

/** What can be looked up: text, or a number, truth value or null as JSON writes it. */
export type Scalar = string | number | bigint | boolean | null;

function scalar(value: Scalar): string | { json: string } {
  return typeof value === "string" ? exactly(value) : { json: stringify(value) };
}

function handles(keyring: VeilOptions["keyring"]): native.NativeKeyring[] {
  const rings = keyring instanceof Keyring ? [keyring] : (keyring ?? []);
  if (!Array.isArray(rings) || !rings.every((ring) => ring instanceof Keyring)) {
    throw new TypeError("`keyring` is a `Keyring` or an array of them; await the promise of `Keyring.open` first");
  }
  return (rings as Keyring[]).map((ring) => ring.handle);
}
