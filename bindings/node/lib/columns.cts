/** What the adapters of databases share: how a column is encrypted, and its cells. */

import { UnsupportedValueError } from "./errors.cjs";
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

/**
 * What the index column may hold for a value: one term for each live version of its set, the primary's first.
 *
 * @throws UnsupportedValueError for an index of fewer than 64 bits: what it finds would have to be compared again
 * after decryption, and no adapter stands there.
 */
export function termsOf(index: Index, value: Scalar): string[] {
  const terms = index.veil.searchTerms(index.class, value, { context: pairs(index.context) });
  if (terms.every((term) => term.length >= 16)) return terms;
  throw new UnsupportedValueError("the index has fewer than 64 bits and finds other rows as well; give it `bits: 64`");
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
