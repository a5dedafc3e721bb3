/**
 * Drizzle over PostgreSQL: value tokens in a text column, equality through a blind index beside it.
 *
 * A row is written through `sealed`, found through `matches`, and read as it is. A plain value that would be written
 * or compared (`insert`, `set`, `eq`, `inArray`, `gt`) is refused. What Drizzle never shows to a column's type cannot
 * be: `like`, `orderBy` and SQL of one's own see the tokens, and find nothing by them.
 */

import { and, getTableColumns, inArray, isNotNull, isNull, isSQLWrapper, or, type SQL, sql } from "drizzle-orm";
import { customType, getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";

import {
  beginnings, type Encrypted, holdsAny, type Index, indexOf, opened, plainOf, searched, termOf, termsOf, tokenOf, wholeTermsOf,
} from "./columns.cjs";
import { UnsupportedValueError } from "./errors.cjs";
import type { Scalar } from "./veil.cjs";

export type { ContextOf, Encrypted, Index } from "./columns.cjs";

/** What `sealed` has made of a value: nothing else is written into the columns of this adapter. */
class Sealed {
  constructor(readonly text: string) {}
}

/** Asks a column how it is encrypted; a column that is not lets it pass. */
const HOW = Symbol("fieldveil.how");

/**
 * An encrypted column: any value that has a JSON form, NULL stays NULL.
 *
 * @example
 * const users = pgTable("users", {
 *   id: serial().primaryKey(),
 *   email: encrypted("email", { keyring, set: "pii", binding: ["users", "email"], index }),
 *   emailIndex: blindIndex("email_index"),
 * });
 */
export function encrypted<T = string, N extends string = string>(name: N, how: Encrypted) {
  return customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => (value === (HOW as T) ? (how as unknown as string) : textOf(value, name)),
    fromDriver: (stored) => opened(how, stored) as T,
  })(name);
}

/** The companion of an encrypted column with an index: filled by `sealed`, searched by `matches`. */
export function blindIndex<N extends string>(name: N) {
  return customType<{ data: string; driverData: string }>({ dataType: () => "text", toDriver: (value) => textOf(value, name) })(name);
}

type Row<T extends PgTable> = { readonly [K in keyof T["$inferInsert"]]?: T["$inferInsert"][K] | SQL };

/**
 * A row, or rows, as `values` and `set` take them: the values of encrypted columns as tokens, their index beside them.
 *
 * @example
 * await db.insert(users).values(sealed(users, { email: "maria@example.org" }));
 * @throws UnsupportedValueError for an expression or a placeholder, whose value would come to the database in clear.
 */
export function sealed<T extends PgTable, R extends Row<T>>(table: T, row: R): R;
export function sealed<T extends PgTable, R extends Row<T>>(table: T, rows: readonly R[]): R[];
export function sealed(table: PgTable, given: object | readonly object[]): object | object[] {
  if (Array.isArray(given)) return given.map((row: object) => sealed(table, row));
  const row: Record<string, unknown> = { ...given };
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    const how = howOf(column);
    if (how !== undefined && row[name] !== undefined) Object.assign(row, cells(how, name, row[name]));
  }
  return row;
}

/**
 * Rows whose encrypted column equals a value, or one of several; for NULL use Drizzle's own `isNull`.
 *
 * @example
 * await db.select().from(users).where(matches(users.email, "maria@example.org"));
 * @throws UnsupportedValueError for a column without an index, or with one of fewer than 64 bits, which finds other
 * rows as well: search that by `matching`.
 */
export function matches(column: PgColumn, value: Scalar | readonly Scalar[]): SQL {
  const values = searched(value);
  return found(column, values, wholeTermsOf(indexOf(demanded(column)), values));
}

/**
 * The same for an index of any length: what it finds is decrypted and compared again, by a query of its own before.
 *
 * In a transaction that is not repeatable, a row that somebody writes anew in between is missed; none is found wrongly.
 *
 * @example
 * await db.select().from(users).where(await matching(db, users.email, "maria@example.org"));
 * @throws UnsupportedValueError for a column without an index.
 */
export async function matching(db: Database, column: PgColumn, value: Scalar | readonly Scalar[]): Promise<SQL> {
  const [how, values] = [demanded(column), searched(value)];
  const index = indexOf(how);
  const bare = sql<string>`${column}`;
  const candidates = found(column, values, values.flatMap((one) => termsOf(index, one)));
  const rows = (await db.selectDistinct({ cell: bare }).from(column.table).where(candidates)) as { cell: string | null }[];
  const cells = rows.map(({ cell }) => cell).filter((cell) => holdsAny(how, values, cell));
  return cells.length === 0 ? sql`false` : inArray(bare, cells);
}

/** The rows whose index holds one of these terms and, while the column is being brought over, plaintext. */
function found(column: PgColumn, values: readonly Scalar[], terms: readonly string[]): SQL {
  const how = demanded(column);
  const by = terms.length === 0 ? sql`false` : inArray(sql`${companion(column, indexOf(how))}`, [...terms]);
  if (how.migrating !== true || values.length === 0) return by;
  return or(by, inArray(sql`${column}`, values.map(String)))!;
}

/** What the companion column may hold for a value: one term for each live version of its set, the primary's first. */
export function searchTerms(column: PgColumn, value: Scalar): string[] {
  const { index } = demanded(column);
  return index === undefined ? [] : termsOf(index, value);
}

/** A database of Drizzle's, or a transaction. */
export interface Database {
  select(fields: Record<string, unknown>): any;
  selectDistinct(fields: Record<string, unknown>): any;
  update(table: any): any;
}

/** How many rows of a column still hold plaintext, or a token without its index. */
export async function remaining(db: Database, column: PgColumn): Promise<number> {
  const [row] = (await db.select({ rows: sql<string>`count(*)` }).from(column.table).where(unfinished(column))) as { rows: string }[];
  return Number(row?.rows ?? 0);
}

/**
 * Encrypts the next rows of a column that still hold plaintext, and fills their index; returns how many.
 *
 * Call it until it returns 0. A row that somebody changes in between is left to the next call: a value is replaced
 * only if it is still what was read.
 */
export async function backfill(db: Database, column: PgColumn, options: { readonly batch?: number } = {}): Promise<number> {
  const [table, how] = [column.table as PgTable, demanded(column)];
  const keys = primaryKey(table);
  const bare = sql<string>`${column}`;
  const read = Object.fromEntries(keys.map(([name, key]) => [name, sql`${key}`]));
  const rows = (await db.select({ ...read, fieldveil: bare }).from(table).where(unfinished(column)).limit(options.batch ?? 500)) as Record<string, string>[];
  let done = 0;
  for (const { fieldveil: stored, ...key } of rows) {
    const plain = plainOf(how, stored!);
    const same = keys.map(([name, one]) => sql`${one} = ${key[name]}`);
    const changed = db.update(table).set(cells(how, nameOf(table, column), plain)).where(and(...same, sql`${bare} = ${stored}`));
    done += ((await changed.returning({ one: sql`1` })) as unknown[]).length;
  }
  return done;
}

function unfinished(column: PgColumn): SQL {
  const how = demanded(column);
  const tokens = beginnings(how).map((beginning) => sql`starts_with(${column}, ${beginning})`);
  const plaintext = sql`not (${or(...tokens) ?? sql`false`})`;
  return and(isNotNull(column), how.index === undefined ? plaintext : or(plaintext, isNull(companion(column, how.index))))!;
}

/** A column's cell and, if it has one, its companion's. */
function cells(how: Encrypted, name: string, value: unknown): Record<string, unknown> {
  // A placeholder of a prepared statement and an alias too: they are objects, and would be sealed in the value's place.
  if (isSQLWrapper(value)) throw new UnsupportedValueError("the column is encrypted; write a value, not an expression");
  const { index } = how;
  const cell = { [name]: inSealed(tokenOf(how, value)) };
  return index === undefined ? cell : { ...cell, [index.column]: inSealed(termOf(index, value)) };
}

function inSealed(text: string | null): Sealed | null {
  return text === null ? null : new Sealed(text);
}

function textOf(value: unknown, name: string): string {
  if (value instanceof Sealed) return value.text;
  throw new UnsupportedValueError(`the column \`${name}\` is encrypted; write it by \`sealed\`, search it by \`matches\``);
}

function howOf(column: PgColumn): Encrypted | undefined {
  if (column.columnType !== "PgCustomColumn") return undefined;
  try {
    const how = column.mapToDriverValue(HOW) as unknown;
    return typeof how === "object" && how !== null && "keyring" in how ? (how as Encrypted) : undefined;
  } catch {
    return undefined; // somebody else's type, which does not take the question
  }
}

function demanded(column: PgColumn): Encrypted {
  const how = howOf(column);
  if (how === undefined) throw new UnsupportedValueError("the column is not made by `encrypted`");
  return how;
}

function companion(column: PgColumn, index: Index): PgColumn {
  const found = getTableColumns(column.table as PgTable)[index.column];
  if (found === undefined) throw new UnsupportedValueError(`the table has no column \`${index.column}\`; make it by \`blindIndex\``);
  return found;
}

function primaryKey(table: PgTable): [string, PgColumn][] {
  const { primaryKeys } = getTableConfig(table);
  const composite = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
  const keys = Object.entries(getTableColumns(table)).filter(([, column]) => column.primary || composite.has(column.name));
  if (keys.length === 0) throw new UnsupportedValueError("the table has no primary key to find its rows again by");
  return keys;
}

function nameOf(table: PgTable, column: PgColumn): string {
  return Object.entries(getTableColumns(table)).find(([, one]) => one.name === column.name)?.[0] ?? column.name;
}
