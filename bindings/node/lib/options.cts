/** What a call may say beside the document: read once, refused where it is not understood, in the native form. */

import { types } from "node:util";

import type native from "#native";

import { InvalidContextError, UnsupportedValueError } from "./errors.cjs";

/** Name-value pairs that a ciphertext is bound to; an integer counts as its digits. */
export type Context = Readonly<Record<string, string | number | bigint>>;

/** Who asks, and why; for the observer. */
export interface Audit {
  readonly actor?: string;
  readonly reason?: string;
}

/** One person, whose data is sealed under a key of their own: `key` is the stored form of the subject's key. */
export type Subject = { readonly name: string; readonly key: string } | readonly [name: string, key: string];

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

/** Reads one option into its native form. */
type Read = (value: unknown, name: string) => unknown;

/** The options of one call, by name. */
export class Options {
  readonly #known: ReadonlyMap<string, Read>;

  constructor(
    private readonly call: string,
    known: Record<string, Read>,
  ) {
    this.#known = new Map(Object.entries(known));
  }

  /**
   * The options in their native form; the very object that came where nothing is to be changed.
   *
   * @throws TypeError for an option that the call does not have, or of another type.
   */
  read(given: object | null | undefined): Record<string, unknown> | undefined {
    if (given === undefined || given === null) return undefined;
    if (typeof given !== "object") throw new TypeError(`the options of \`${this.call}\` are an object`);
    const options = given as Record<string, unknown>;
    let changed: Record<string, unknown> | undefined;
    for (const name of Object.keys(options)) {
      const read = this.#known.get(name);
      if (read === undefined) throw this.#unknown(name);
      const value = options[name];
      const native = value === undefined || value === null ? undefined : read(value, name);
      if (native !== value) (changed ??= { ...options })[name] = native;
    }
    return changed ?? options;
  }

  #unknown(name: string): TypeError {
    const known = [...this.#known.keys()].map((one) => `\`${one}\``).join(", ");
    return new TypeError(`\`${this.call}\` has no option \`${name}\`; it has ${known || "none"}`);
  }
}

/** A type by `typeof`. */
export const of = (type: "string" | "boolean" | "number" | "function" | "object"): Read => (value, name) => {
  if (typeof value === type) return value;
  throw new TypeError(`\`${name}\` is of the type ${type}`);
};

/** A list. */
export const list: Read = (value, name) => {
  if (Array.isArray(value)) return value;
  throw new TypeError(`\`${name}\` is an array`);
};

/** The most that an id, an index or a count is. */
const MOST = 0xffff_ffff;

/** A whole number: the native module would make one of anything, `NaN` a zero and -1 the largest of all. */
export const whole = (most = MOST): Read => (value, name) => {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most) return value;
  throw new TypeError(`\`${name}\` is a whole number from 0 to ${String(most)}`);
};

/** A list of them. */
export const wholes: Read = (value, name) => (list(value, name) as unknown[]).map((one) => whole()(one, name));

/** The steps of a binding: names and indexes. */
const binding: Read = (value, name) => {
  for (const step of list(value, name) as unknown[]) {
    if (typeof step !== "string") whole()(step, `an index in ${name}`);
    else if (!step.isWellFormed()) throw new UnsupportedValueError("a binding holds a lone surrogate; no other language could write it");
  }
  return value;
};

/** One of a few words. */
export const word = (...words: string[]): Read => (value, name) => {
  if (words.includes(value as string)) return value;
  throw new TypeError(`\`${name}\` is ${words.map((one) => `\`${one}\``).join(" or ")}`);
};

/** Anything: whoever takes it looks at it. */
export const any: Read = (value) => value;

/** The pairs of a context. */
export const context: Read = (value, name) => {
  if (typeof value !== "object" || Array.isArray(value)) throw new TypeError(`\`${name}\` is an object of names and values`);
  const given = (types.isMap(value) ? Object.fromEntries(value as Map<string, unknown>) : value) as Record<string, unknown>;
  let changed: Record<string, unknown> | undefined;
  for (const [pair, said] of Object.entries(given)) {
    if (!pair.isWellFormed() || (typeof said === "string" && !said.isWellFormed())) {
      throw new InvalidContextError("a context pair holds a lone surrogate; no other language could write it");
    }
    if (typeof said !== "string") (changed ??= { ...given })[pair] = integer(said);
  }
  return changed ?? given;
};

function integer(value: unknown): string {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  throw new TypeError("the value of a context pair is a string or an integer");
}

const subject: Read = (value, name) => {
  const { name: who, key } = (Array.isArray(value) ? { name: value[0], key: value[1] } : value) as Record<string, unknown>;
  if (typeof who === "string" && typeof key === "string") return { name: who, key };
  throw new TypeError(`\`${name}\` is { name, key } or [name, key]`);
};

const AUDIT = new Options("audit", { actor: of("string"), reason: of("string") });
const audit: Read = (value) => AUDIT.read(value as object);

const common = { context, subject, audit };

/** The verbs by their native numbers: their names, their options, and those that a batch of them has. */
export const VERBS = ([
  ["mask", { view: of("string"), ...common }],
  ["encrypt", { ...common, existing: word("error", "keep", "seal") }],
  ["decrypt", { ...common, partial: of("boolean") }],
  ["reencrypt", common],
] as [string, Record<string, Read>][]).map(([name, known]) => ({
  one: new Options(name, known),
  many: new Options(`${name}Many`, { ...known, context: any, errors: word("raise", "return") }),
}));

/** The options of one document. */
export function optionsOf(verb: number, given: object | undefined): native.NativeOptions | undefined {
  return VERBS[verb]?.one.read(given);
}

export const SEARCH = new Options("searchTerms", { context, path: of("string") });
export const LOOK_UP = new Options("blindIndex and pseudonym", { context });
export const MESSAGE = new Options("maskMessage", { view: of("string") });
export const VALUE = new Options("encryptValue", { context, binding, subject, pad: whole() });
export const STREAM = new Options("encryptStream", { context });
