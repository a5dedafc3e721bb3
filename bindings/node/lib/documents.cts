/** Documents in the kinds that come, as what the core works on, and back; one at a time and in batches. */

import { types } from "node:util";

import type native from "#native";

import { FieldveilError, InternalError, InvalidJsonError, UnsupportedValueError } from "./errors.cjs";
import { parseError } from "./failures.cjs";
import { parse, stringify } from "./objects.cjs";
import { type Context, context, VERBS, type VerbOptions } from "./options.cjs";

/** A document: bytes (the fast way), JSON text, or a plain object. The answer is of the same kind. */
export type Document = Uint8Array | string | object;

/** The kind of the answer. */
export type Answer<D extends Document> = D extends string ? string : D extends Uint8Array ? Buffer : D;

/** A batch: one context for all records, or one each. */
export type Many<O extends VerbOptions> = Omit<O, "context"> & {
  readonly context?: Context | readonly Context[];
  /** `raise` (the default) throws the first error with its `index`; `return` puts each error in its record's place. */
  readonly errors?: "raise" | "return";
};

/** A text that every language can write. */
export function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new InvalidJsonError("the text holds a lone surrogate; write it as an escape");
}

/** A document as bytes. */
export function bytes(document: Document): Uint8Array {
  if (types.isUint8Array(document)) return document;
  return Buffer.from(typeof document === "string" ? wellFormed(document) : stringify(document));
}

/** An answer in the kind of its document. */
export function like<D extends Document>(document: D, answer: Buffer): Answer<D> {
  if (types.isUint8Array(document)) return answer as Answer<D>;
  const text = answer.toString("utf8");
  return (typeof document === "string" ? text : parse(text)) as Answer<D>;
}

/** Many documents on their way through the core. */
export class Batch<D extends Document> {
  /** Those that have a JSON form, one behind the other: a copy, since the caller may write to its buffers meanwhile. */
  readonly joined: Buffer;
  readonly lengths: number[];
  readonly options: native.NativeOptions;
  /** The context of each; empty where one serves all. */
  readonly contexts: Record<string, string>[];
  readonly #places: number[] = [];
  readonly #settled: (Answer<D> | FieldveilError)[];
  readonly #raise: boolean;

  constructor(
    verb: number,
    private readonly documents: readonly D[],
    given: Many<VerbOptions> | undefined,
  ) {
    const { errors, context: pairs, ...rest } = VERBS[verb]?.many.read(given) ?? {};
    this.#raise = errors !== "return";
    if (!Array.isArray(documents)) throw new TypeError("the documents of a batch are an array");
    this.#settled = new Array<Answer<D> | FieldveilError>(documents.length);
    const sound: Uint8Array[] = [];
    documents.forEach((document, index) => this.#add(document, index, sound));
    [this.joined, this.lengths] = [Buffer.concat(sound), sound.map(({ length }) => length)];
    if (!Array.isArray(pairs)) {
      [this.options, this.contexts] = [pairs === undefined ? rest : { ...rest, context: read(pairs) }, []];
      return;
    }
    if (pairs.length !== documents.length) throw new RangeError("`context` is one object for all documents, or an array with one each");
    [this.options, this.contexts] = [rest, this.#places.map((place) => read((pairs as unknown[])[place]))];
  }

  #add(document: D, index: number, sound: Uint8Array[]): void {
    try {
      sound.push(bytes(document));
      this.#places.push(index);
    } catch (thrown) {
      const unreadable = () => new UnsupportedValueError("the document could not be read: a getter or a `toJSON` of it threw");
      this.#settled[index] = Object.assign(thrown instanceof FieldveilError ? thrown : unreadable(), { index });
    }
  }

  /** Each document's answer or error, in its place. */
  settle({ documents, lengths, failures }: native.NativeAnswers): (Answer<D> | FieldveilError)[] {
    let end = 0;
    lengths.forEach((length, at) => {
      const start = end;
      end += length;
      // What failed has no answer, and no answer is empty.
      if (length > 0) this.#settled[this.#places[at]!] = this.#one(this.#places[at]!, documents.subarray(start, end));
    });
    for (const { at, error } of failures) {
      const index = this.#places[at]!;
      this.#settled[index] = Object.assign(parseError(error) ?? new InternalError("an answer could not be read; please report this"), { index });
    }
    const first = this.#raise ? this.#settled.find((one) => one instanceof FieldveilError) : undefined;
    if (first !== undefined) throw first;
    return this.#settled;
  }

  #one(index: number, answer: Buffer): Answer<D> | FieldveilError {
    const document = this.documents[index]!;
    // A copy of its own: one answer that is kept does not keep the others.
    if (types.isUint8Array(document)) return Buffer.from(answer) as Answer<D>;
    try {
      return like(document, answer);
    } catch (thrown) {
      if (thrown instanceof FieldveilError) return Object.assign(thrown, { index });
      throw thrown;
    }
  }
}

function read(pairs: unknown): Record<string, string> {
  return pairs === undefined || pairs === null ? {} : (context(pairs, "context") as Record<string, string>);
}
