/** What the adapters of databases share: how a column is encrypted, and its cells. */

import { TamperedError, UnsupportedValueError } from "./errors.cjs";
import { inspect } from "./inspect.cjs";
import type { Keyring } from "./keyring.cjs";
import type { Context } from "./options.cjs";
import type { Scalar, Veil } from "./veil.cjs";

/** Pairs, or a function that gives those of the statement at hand. */
export type ContextOf = Context | (() => Context);

/** Where and how equality is searched. */
export interface Index {
  /** The policy and the keyring with the index set. */
  readonly veil: Veil;
  /** The class of the policy whose `store` has the `index`. */
  readonly class: string;
  /** The name, in the program, of the column that holds the index. */
  readonly column: string;
  /** What the index is scoped by, if the policy lists a scope. */
  readonly context?: ContextOf;
}

/** How a column is encrypted. */
export interface Encrypted {
  readonly keyring: Keyring;
  /** The name of a `data` set. */
  readonly set: string;
  /** What the tokens are bound to: table and column. It stays when either is renamed. */
  readonly binding: readonly [table: string, column: string];
  readonly context?: ContextOf;
  /** Without it the column cannot be searched. */
  readonly index?: Index;
  /** The column still holds plaintext: both are read, both are searched, tokens are written. */
  readonly migrating?: boolean;
}

/** The token of a value; NULL stays NULL. */
export function tokenOf(how: Encrypted, value: unknown): string | null {
  if (value === null) return null;
  return how.keyring.encryptValue(how.set, value, { binding: how.binding, context: pairs(how.context) });
}

/** What the index column holds beside a value: NULL for NULL, nothing where the normalizers leave nothing. */
export function termOf(index: Index, value: unknown): string | null {
  if (value === null) return null;
  return index.veil.blindIndex(index.class, value as Scalar, { context: pairs(index.context) }) ?? "";
}

/** What the index column may hold for a value: one term for each live version of its set, the primary's first. */
export function termsOf(index: Index, value: Scalar): string[] {
  return index.veil.searchTerms(index.class, value, { context: pairs(index.context) });
}

/** The index of a column. */
export function indexOf(how: Encrypted): Index {
  if (how.index !== undefined) return how.index;
  throw new UnsupportedValueError("the encrypted column has no index; give it an `index` to search by equality");
}

/** A term of fewer characters, four bits each, stands beside other values as well. */
const WHOLE = 16;

/**
 * The terms of values whose index finds them and nothing else.
 *
 * @throws UnsupportedValueError for an index of fewer than 64 bits: what it finds has to be compared again after
 * decryption, and `matching` does that.
 */
export function wholeTermsOf(index: Index, values: readonly Scalar[]): string[] {
  const terms = values.flatMap((value) => termsOf(index, value));
  if (terms.every((term) => term.length >= WHOLE)) return terms;
  throw new UnsupportedValueError("the index has fewer than 64 bits and finds other rows as well; search by `matching`");
}

/** What is searched for: NULL equals nothing. */
export function searched(value: Scalar | readonly Scalar[]): Scalar[] {
  return (Array.isArray(value) ? (value as Scalar[]) : [value as Scalar]).filter((one) => one !== null);
}

/** Whether a cell holds one of the values, compared after decryption. */
export function holdsAny(how: Encrypted, values: readonly Scalar[], stored: string | null): boolean {
  const { veil, class: name } = indexOf(how);
  try {
    const found = stored === null ? null : plainOf(how, stored);
    return found !== null && values.some((value) => veil.isSame(name, value, found as Scalar));
  } catch (error) {
    if (error instanceof TamperedError) return false; // of another context than the statement's: not one of its rows
    throw error;
  }
}

/** The value of a cell that is not NULL. */
export function opened(how: Encrypted, stored: string): unknown {
  if (how.migrating === true && !isToken(stored)) return stored;
  return how.keyring.decryptValue(stored, { binding: how.binding, context: pairs(how.context) });
}

/** What the tokens of a column's set begin with: a cell that is not NULL and begins otherwise is plaintext. */
export function beginnings(how: Encrypted): string[] {
  const versions = how.keyring.sets().find(({ name }) => name === how.set)?.versions ?? [];
  return versions.flatMap(({ patterns }) => patterns).map((pattern) => pattern.replaceAll("%", ""));
}

/** The plain value of a cell that may hold either form. */
export function plainOf(how: Encrypted, stored: string): unknown {
  return isToken(stored) ? opened(how, stored) : stored;
}

/** Whether a text is a token, by its form. */
export function isToken(text: string): boolean {
  if (!/^fv[0-9]+\./.test(text)) return false;
  try {
    inspect(text);
    return true;
  } catch {
    return false;
  }
}

function pairs(context: ContextOf | undefined): Context {
  return (typeof context === "function" ? context() : context) ?? {};
}
