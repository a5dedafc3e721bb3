/** Policy and Veil: what is sensitive, and the verbs that hide it. */

import native from "#native";

import { FieldveilError, guard, guardAsync, InternalError, InvalidJsonError, parseError, restore } from "./errors.cjs";
import { Keyring } from "./keyring.cjs";
import { parse, stringify } from "./objects.cjs";
import type { Report } from "./report.cjs";
import { isReadable, through, Worked } from "./stream.cjs";

/** Name-value pairs that a ciphertext is bound to. */
export type Context = Readonly<Record<string, string>>;

/** Who asks, and why; for the observer. */
export interface Audit {
  readonly actor?: string;
  readonly reason?: string;
}

/** One person, whose data is sealed under a key of their own. */
export interface Subject {
  readonly name: string;
  /** The stored form of the subject's key. */
  readonly key: string;
}

/** What every verb may be told. */
export interface VerbOptions {
  readonly context?: Context;
  readonly subject?: Subject;
  readonly audit?: Audit;
}

export interface MaskOptions extends VerbOptions {
  /** The view of the policy; `default` unless said. */
  readonly view?: string;
}

export interface EncryptOptions extends VerbOptions {
  /** What to do with a string that is a token already; `error` unless said. */
  readonly existing?: "error" | "keep" | "seal";
}

export interface DecryptOptions extends VerbOptions {
  /** Let fields be missing and plaintext pass. Every token that is there is still authenticated. */
  readonly partial?: boolean;
}

/** A batch: one context for all records, or one each. */
export type Many<O extends VerbOptions> = Omit<O, "context"> & {
  readonly context?: Context | readonly Context[];
  /** `raise` (the default) throws the first error with its `index`; `return` puts each error in its record's place. */
  readonly errors?: "raise" | "return";
};

/** A document: bytes (the fast way), JSON text, or a plain object. The answer is of the same kind. */
export type Document = Uint8Array | string | object;

/** The kind of the answer. */
export type Answer<D extends Document> = D extends string ? string : D extends Uint8Array ? Buffer : D;

/** What a veil is made with, beside its policy. */
export interface VeilOptions {
  /** One ring or several to seal and open with. */
  readonly keyring?: Keyring | readonly Keyring[];
}

const MASK = 0;
const ENCRYPT = 1;
const DECRYPT = 2;
const REENCRYPT = 3;

/** Which fields are sensitive and what happens to them: compiled once, immutable. */
export class Policy {
  /** @internal */
  readonly handle: native.NativePolicy;

  private constructor(handle: native.NativePolicy) {
    this.handle = handle;
  }

  /**
   * Reads a policy from a file.
   * @throws InvalidPolicyError, InvalidPathError with line and column; IoError.
   */
  static load(path: string): Policy {
    return new Policy(guard(() => native.NativePolicy.load(path)));
  }

  /**
   * Reads a policy from YAML or JSON text.
   * @throws InvalidPolicyError, InvalidPathError with line and column.
   */
  static parse(text: string): Policy {
    return new Policy(guard(() => native.NativePolicy.parse(text)));
  }

  /** The identity of the policy: the SHA-256 of its text, in hex. */
  get sha256(): string {
    return this.handle.sha256;
  }
}

/**
 * A policy with the keys to work under it. Immutable; a call uses one snapshot of the keyrings.
 *
 * @example
 * const veil = new Veil(Policy.parse(text), { keyring });
 * const stored = veil.encrypt({ email: "maria@example.org" }, { context: { tenant: "acme" } });
 */
export class Veil {
  readonly #native: native.NativeVeil;

  /** A veil over a policy; without a keyring it masks. */
  constructor(policy: Policy, options: VeilOptions | Keyring | readonly Keyring[] = {}) {
    const keyring = options instanceof Keyring || Array.isArray(options) ? options : ((options as VeilOptions).keyring ?? []);
    const rings = (keyring instanceof Keyring ? [keyring] : keyring) as readonly Keyring[];
    this.#native = guard(() => new native.NativeVeil(policy.handle, rings.map((ring) => ring.handle)));
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
  maskWithReport<D extends Document>(document: D, options?: MaskOptions): { document: Answer<D>; report: Report } {
    return this.#report(MASK, document, options);
  }

  /** As `encrypt`, with what was done. */
  encryptWithReport<D extends Document>(document: D, options?: EncryptOptions): { document: Answer<D>; report: Report } {
    return this.#report(ENCRYPT, document, options);
  }

  /** As `decrypt`, with what was done. */
  decryptWithReport<D extends Document>(document: D, options?: DecryptOptions): { document: Answer<D>; report: Report } {
    return this.#report(DECRYPT, document, options);
  }

  /** As `reencrypt`, with what was done. */
  reencryptWithReport<D extends Document>(document: D, options?: VerbOptions): { document: Answer<D>; report: Report } {
    return this.#report(REENCRYPT, document, options);
  }

  /** `mask` over many documents, in their order. */
  maskMany<D extends Document>(documents: readonly D[], options: Many<MaskOptions> & { errors: "return" }): (Answer<D> | FieldveilError)[];
  maskMany<D extends Document>(documents: readonly D[], options?: Many<MaskOptions>): Answer<D>[];
  maskMany<D extends Document>(documents: readonly D[], options: Many<MaskOptions> = {}): (Answer<D> | FieldveilError)[] {
    return this.#many(MASK, documents, options);
  }

  /** `encrypt` over many documents, in their order. */
  encryptMany<D extends Document>(documents: readonly D[], options: Many<EncryptOptions> & { errors: "return" }): (Answer<D> | FieldveilError)[];
  encryptMany<D extends Document>(documents: readonly D[], options?: Many<EncryptOptions>): Answer<D>[];
  encryptMany<D extends Document>(documents: readonly D[], options: Many<EncryptOptions> = {}): (Answer<D> | FieldveilError)[] {
    return this.#many(ENCRYPT, documents, options);
  }

  /** `decrypt` over many documents, in their order. */
  decryptMany<D extends Document>(documents: readonly D[], options: Many<DecryptOptions> & { errors: "return" }): (Answer<D> | FieldveilError)[];
  decryptMany<D extends Document>(documents: readonly D[], options?: Many<DecryptOptions>): Answer<D>[];
  decryptMany<D extends Document>(documents: readonly D[], options: Many<DecryptOptions> = {}): (Answer<D> | FieldveilError)[] {
    return this.#many(DECRYPT, documents, options);
  }

  /** `reencrypt` over many documents, in their order. */
  reencryptMany<D extends Document>(documents: readonly D[], options: Many<VerbOptions> & { errors: "return" }): (Answer<D> | FieldveilError)[];
  reencryptMany<D extends Document>(documents: readonly D[], options?: Many<VerbOptions>): Answer<D>[];
  reencryptMany<D extends Document>(documents: readonly D[], options: Many<VerbOptions> = {}): (Answer<D> | FieldveilError)[] {
    return this.#many(REENCRYPT, documents, options);
  }

  /** `maskMany` on the thread pool: the event loop keeps turning. */
  maskManyAsync<D extends Document>(documents: readonly D[], options: Many<MaskOptions> = {}): Promise<(Answer<D> | FieldveilError)[]> {
    return this.#manyAsync(MASK, documents, options);
  }

  /** `encryptMany` on the thread pool. */
  encryptManyAsync<D extends Document>(documents: readonly D[], options: Many<EncryptOptions> = {}): Promise<(Answer<D> | FieldveilError)[]> {
    return this.#manyAsync(ENCRYPT, documents, options);
  }

  /** `decryptMany` on the thread pool. */
  decryptManyAsync<D extends Document>(documents: readonly D[], options: Many<DecryptOptions> = {}): Promise<(Answer<D> | FieldveilError)[]> {
    return this.#manyAsync(DECRYPT, documents, options);
  }

  /** `reencryptMany` on the thread pool. */
  reencryptManyAsync<D extends Document>(documents: readonly D[], options: Many<VerbOptions> = {}): Promise<(Answer<D> | FieldveilError)[]> {
    return this.#manyAsync(REENCRYPT, documents, options);
  }

  /** `mask` over JSON lines; a bad line becomes `{"fieldveil_error":…}`. A transform, or from a reader into a writer. */
  maskLines(options?: MaskOptions): Worked<Report>;
  maskLines(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: MaskOptions): Promise<Report>;
  maskLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(MASK, given);
  }

  /** `encrypt` over JSON lines; stops at the first bad one, with its `line`. */
  encryptLines(options?: EncryptOptions): Worked<Report>;
  encryptLines(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: EncryptOptions): Promise<Report>;
  encryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(ENCRYPT, given);
  }

  /** `decrypt` over JSON lines; stops at the first bad one, with its `line`. */
  decryptLines(options?: DecryptOptions): Worked<Report>;
  decryptLines(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: DecryptOptions): Promise<Report>;
  decryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(DECRYPT, given);
  }

  /** `reencrypt` over JSON lines; stops at the first bad one, with its `line`. */
  reencryptLines(options?: VerbOptions): Worked<Report>;
  reencryptLines(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: VerbOptions): Promise<Report>;
  reencryptLines(...given: unknown[]): Worked<Report> | Promise<Report> {
    return this.#lines(REENCRYPT, given);
  }

  /** The search terms of a value: one for each primary, retired and pending version of its index set, primary first. */
  searchTerms(className: string, value: string, options: { context?: Context; path?: string } = {}): string[] {
    return guard(() => this.#native.searchTerms(className, value, options.context, options.path));
  }

  /** The blind index that is stored beside a value; none where the normalized value is empty. */
  blindIndex(className: string, value: string, options: { context?: Context } = {}): string | undefined {
    return guard(() => this.#native.blindIndex(className, value, options.context)) ?? undefined;
  }

  /** The pseudonym that the class shows of a value. */
  pseudonym(className: string, value: string, options: { context?: Context } = {}): string {
    return guard(() => this.#native.pseudonym(className, value, options.context));
  }

  /** The detectors over a plain text. */
  maskText(text: string): string {
    return guard(() => this.#native.maskText(text));
  }

  #run<D extends Document>(verb: number, document: D, options?: native.NativeOptions): Answer<D> {
    try {
      if (typeof document === "string") return this.#native.runText(verb, wellFormed(document), options) as Answer<D>;
      if (document instanceof Uint8Array) return this.#native.run(verb, document, options) as Answer<D>;
      return parse(this.#native.runText(verb, stringify(document), options)) as Answer<D>;
    } catch (thrown) {
      throw restore(thrown);
    }
  }

  #report<D extends Document>(verb: number, document: D, options?: native.NativeOptions): { document: Answer<D>; report: Report } {
    const done = guard(() => this.#native.runWithReport(verb, bytes(document), options));
    return { document: like(document, done.document), report: JSON.parse(done.report) as Report };
  }

  #many<D extends Document>(verb: number, documents: readonly D[], options: Many<VerbOptions>): (Answer<D> | FieldveilError)[] {
    const { sound, places, failed } = prepared(documents);
    const answers = guard(() => this.#native.runMany(verb, sound, ...each(options, places)));
    return settled(documents, answers, places, failed, options.errors);
  }

  #lines(verb: number, given: unknown[]): Worked<Report> | Promise<Report> {
    const read = (said: string): Report => JSON.parse(said) as Report;
    const open = (options?: native.NativeOptions) => new Worked(guard(() => native.NativeStream.lines(this.#native, verb, options)), read);
    const [reader, writer, options] = given as [NodeJS.ReadableStream | native.NativeOptions | undefined, NodeJS.WritableStream, native.NativeOptions?];
    return isReadable(reader) ? through(reader, open(options), writer) : open(reader);
  }

  async #manyAsync<D extends Document>(verb: number, documents: readonly D[], options: Many<VerbOptions>): Promise<(Answer<D> | FieldveilError)[]> {
    const { sound, places, failed } = prepared(documents);
    const answers = await guardAsync(() => this.#native.runManyAsync(verb, sound, ...each(options, places)));
    return settled(documents, answers, places, failed, options.errors);
  }
}



function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new InvalidJsonError("the text holds a lone surrogate; write it as an escape");
}

function bytes(document: Document): Uint8Array {
  if (document instanceof Uint8Array) return document;
  return Buffer.from(typeof document === "string" ? wellFormed(document) : stringify(document));
}

function like<D extends Document>(document: D, answer: Buffer): Answer<D> {
  if (document instanceof Uint8Array) return answer as Answer<D>;
  const text = answer.toString("utf8");
  return (typeof document === "string" ? text : parse(text)) as Answer<D>;
}

interface Prepared {
  sound: Uint8Array[];
  places: number[];
  failed: Map<number, FieldveilError>;
}

/** The documents as bytes; one that has no JSON form fails in its own place. */
function prepared(documents: readonly Document[]): Prepared {
  const [sound, places, failed]: [Uint8Array[], number[], Map<number, FieldveilError>] = [[], [], new Map()];
  documents.forEach((document, index) => {
    try {
      sound.push(bytes(document));
      places.push(index);
    } catch (error) {
      if (!(error instanceof FieldveilError)) throw error;
      failed.set(index, Object.assign(error, { index }));
    }
  });
  return { sound, places, failed };
}

/** The options of all records, and the context of each where they differ. */
function each(options: Many<VerbOptions>, places: readonly number[]): [native.NativeOptions, Context[]] {
  const { errors: _, context, ...rest } = options;
  if (!Array.isArray(context)) return [context === undefined ? rest : { ...rest, context: context as Context }, []];
  return [rest, places.map((place) => (context as Context[])[place] ?? {})];
}

function settled<D extends Document>(
  documents: readonly D[],
  answers: readonly (Buffer | string)[],
  places: readonly number[],
  failed: Map<number, FieldveilError>,
  errors: "raise" | "return" = "raise",
): (Answer<D> | FieldveilError)[] {
  const settled: (Answer<D> | FieldveilError)[] = [];
  for (const [index, error] of failed) settled[index] = error;
  answers.forEach((answer, at) => {
    const index = places[at]!;
    settled[index] = answer instanceof Uint8Array ? like(documents[index]!, answer) : failure(answer, index);
  });
  const first = errors === "raise" ? settled.find((one) => one instanceof FieldveilError) : undefined;
  if (first !== undefined) throw first;
  return settled;
}

function failure(answer: string, index: number): FieldveilError {
  return Object.assign(parseError(answer) ?? new InternalError(answer), { index });
}
