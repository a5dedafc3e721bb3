/**
 * Prisma 7: a client extension that keeps chosen text columns as tokens, and finds them by a blind index beside them.
 *
 * It looks at every argument of a query. Where an encrypted field stands that it cannot handle (another comparison, an
 * order, a nested write) the query is refused: nothing is passed on in the hope that it holds no plaintext.
 */

import { beginnings, type Encrypted, holdsAny, indexOf, opened, plainOf, searched, termOf, termsOf, tokenOf, wholeTermsOf } from "./columns.cjs";
import { UnsupportedValueError } from "./errors.cjs";
import type { Scalar } from "./veil.cjs";

export type { ContextOf, Encrypted, Index } from "./columns.cjs";

/** The encrypted fields of one model, by their names. */
export type Fields = Readonly<Record<string, Encrypted>>;

type Arguments = Record<string, unknown>;
type Call = { model: string; operation: string; args: Arguments; query: (args: Arguments) => Promise<unknown> };

/**
 * The extension, by the names of models.
 *
 * @example
 * const prisma = new PrismaClient({ adapter }).$extends(
 *   encryptedFields({ User: { email: { keyring, set: "pii", binding: ["users", "email"], index } } }),
 * );
 * await prisma.user.findMany({ where: { email: "maria@example.org" } });
 */
export function encryptedFields<const M extends Readonly<Record<string, Fields>>>(models: M) {
  const guarded = new Map(Object.entries(models).map(([model, fields]) => [model, new Guard(fields, models)]));
  const any = new Guard({}, models);
  return {
    name: "fieldveil",
    result: Object.fromEntries(Object.entries(models).map(([model, fields]) => [lowered(model), readers(fields)])) as Readers<M>,
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }: Call) => query((guarded.get(model) ?? any).checked(operation, args ?? {})),
      },
    },
  };
}

/** A model of the client that is not extended, such as `client.user`: what moves a column has to see its cells as they are. */
export interface Model {
  count(args: any): PromiseLike<number>;
  findMany(args: any): PromiseLike<any[]>;
  updateMany(args: any): PromiseLike<{ count: number }>;
}

/**
 * The condition for records whose field is one of these values, for an index of any length: what it finds is decrypted
 * and compared again, by a query of its own before. `model` is of the client that is not extended.
 *
 * A record that somebody writes anew in between is missed; none is found wrongly.
 *
 * @example
 * await prisma.user.findMany({ where: await matching(client.user, "email", how, "maria@example.org") });
 * @throws UnsupportedValueError for a field without an index.
 */
export async function matching(
  model: Pick<Model, "findMany">,
  field: string,
  how: Encrypted,
  value: Scalar | readonly Scalar[],
  options: { readonly id?: string } = {},
): Promise<Record<string, { in: unknown[] }>> {
  const { id = "id" } = options;
  const [index, values] = [indexOf(how), searched(value)];
  const terms = values.flatMap((one) => termsOf(index, one));
  const plaintext = how.migrating === true ? [{ [field]: { in: values.map(String) } }] : [];
  const either = [{ [index.column]: { in: terms } }, ...plaintext];
  const rows = await model.findMany({ where: { OR: either }, select: { [id]: true, [field]: true } });
  return { [id]: { in: rows.filter((row) => holdsAny(how, values, row[field])).map((row) => row[id]) } };
}

/** How many records of a field still hold plaintext, or a token without its index. */
export async function remaining(model: Model, field: string, how: Encrypted): Promise<number> {
  return await model.count({ where: unfinished(field, how) });
}

/**
 * Encrypts the next records of a field that still hold plaintext, and fills their index; returns how many.
 *
 * Call it until it returns 0. A record that somebody changes in between is left to the next call: a value is replaced
 * only if it is still what was read.
 *
 * @example
 * while ((await backfill(client.user, "email", how)) > 0);
 */
export async function backfill(
  model: Model,
  field: string,
  how: Encrypted,
  options: { readonly id?: string; readonly batch?: number } = {},
): Promise<number> {
  const { id = "id", batch = 500 } = options;
  const rows = await model.findMany({ where: unfinished(field, how), select: { [id]: true, [field]: true }, take: batch });
  let done = 0;
  for (const { [id]: key, [field]: stored } of rows) {
    const { count } = await model.updateMany({ where: { [id]: key, [field]: stored }, data: cells(how, field, plainOf(how, stored)) });
    done += count;
  }
  return done;
}

function unfinished(field: string, how: Encrypted): Arguments {
  const plaintext = { NOT: { OR: beginnings(how).map((beginning) => ({ [field]: { startsWith: beginning } })) } };
  const either = how.index === undefined ? plaintext : { OR: [plaintext, { [how.index.column]: null }] };
  return { AND: [{ [field]: { not: null } }, either] };
}

/** A field's cell and, if it has one, its index's. */
function cells(how: Encrypted, name: string, value: unknown): Arguments {
  const cell = { [name]: tokenOf(how, value) };
  return how.index === undefined ? cell : { ...cell, [how.index.column]: termOf(how.index, value) };
}

/** What Prisma's types need to know: a field that is read is its value. */
type Readers<M> = { [Name in keyof M & string as Uncapitalize<Name>]: { [Field in keyof M[Name]]: { needs: any; compute(row: any): any } } };

/** Fields that are opened when they are read, in included records as well. */
function readers(fields: Fields): Record<string, unknown> {
  const reader = (name: string, how: Encrypted) => ({
    needs: { [name]: true },
    compute: (row: Record<string, string | null>) => (row[name] === null || row[name] === undefined ? null : opened(how, row[name])),
  });
  return Object.fromEntries(Object.entries(fields).map(([name, how]) => [name, reader(name, how)]));
}

function lowered(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

/** One model's queries. */
class Guard {
  readonly #names: ReadonlySet<string>;

  constructor(
    private readonly fields: Fields,
    models: Readonly<Record<string, Fields>>,
  ) {
    const own = Object.values(models).flatMap((one) => Object.entries(one));
    this.#names = new Set(own.flatMap(([name, how]) => [name, ...(how.index === undefined ? [] : [how.index.column])]));
  }

  /** The arguments with tokens for values and terms for comparisons. */
  checked(operation: string, args: Arguments): Arguments {
    const { where, data, create, update, select, include, omit, ...rest } = args;
    this.#refuse(rest, "sorted, grouped or aggregated by", true);
    const unique = /^(findUnique|findUniqueOrThrow|update|upsert|delete)$/.test(operation);
    const changed: Arguments = { ...args };
    if (where !== undefined) changed["where"] = this.#where(where as Arguments, unique);
    for (const name of ["data", "create", "update"]) if (args[name] !== undefined) changed[name] = this.#data(args[name]);
    // What is read of other records may be narrowed by a `where` of theirs.
    for (const shape of [select, include]) this.#shape(shape);
    return changed;
  }

  #data(data: unknown): unknown {
    if (Array.isArray(data)) return data.map((row) => this.#data(row));
    const row: Arguments = { ...(data as Arguments) };
    for (const [name, given] of Object.entries(row)) {
      const how = this.fields[name];
      if (how !== undefined) Object.assign(row, this.#cells(how, name, given));
      else if (this.#names.has(name) && this.#isIndex(name)) throw refused(name, "is filled by what it is the index of");
      else this.#refuse(given, "written in a nested write to");
    }
    return row;
  }

  #cells(how: Encrypted, name: string, given: unknown): Arguments {
    if (given === undefined) return {};
    return cells(how, name, isSet(given) ? given.set : given);
  }

  #isIndex(name: string): boolean {
    return Object.values(this.fields).some((how) => how.index?.column === name);
  }

  #where(where: Arguments, unique: boolean): Arguments {
    const kept: Arguments = {};
    const added: Arguments[] = [];
    for (const [name, given] of Object.entries(where)) {
      const how = this.fields[name];
      if (name === "AND" || name === "OR" || name === "NOT") kept[name] = this.#branches(given);
      else if (how === undefined) this.#refuse((kept[name] = given), "compared in a related record by");
      else if (unique) throw refused(name, "cannot find one record; use `findFirst`");
      else if (given !== undefined) added.push(matches(how, name, given));
    }
    return added.length === 0 ? kept : { AND: [kept, ...added] };
  }

  #branches(given: unknown): unknown {
    return Array.isArray(given) ? given.map((one) => this.#where(one as Arguments, false)) : this.#where(given as Arguments, false);
  }

  #shape(shape: unknown): void {
    for (const nested of Object.values((shape ?? {}) as Arguments)) {
      if (typeof nested !== "object" || nested === null) continue;
      const { select, include, omit, ...rest } = nested as Arguments;
      this.#refuse(rest, "compared in a related record by");
      for (const deeper of [select, include]) this.#shape(deeper);
    }
  }

  /** No member of that name may stand anywhere in there; in lists of fields, no such word. */
  #refuse(value: unknown, how: string, words = false): void {
    if (words && typeof value === "string" && this.#names.has(value)) throw refused(value, `is encrypted; it cannot be ${how}`);
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (this.#names.has(name)) throw refused(name, `is encrypted; it cannot be ${how}`);
      this.#refuse(member, how, words);
    }
  }
}

/** The comparison of an encrypted field: equality, IN, NULL and not NULL. */
function matches(how: Encrypted, name: string, given: unknown): Arguments {
  if (given === null) return { [name]: null };
  const operators = typeof given === "object" ? Object.keys(given) : [];
  if (typeof given !== "object") return found(how, name, [given as Scalar]);
  const { equals, in: list, not } = given as { equals?: Scalar; in?: Scalar[]; not?: unknown };
  if (operators.length === 1 && equals !== undefined) return equals === null ? { [name]: null } : found(how, name, [equals]);
  if (operators.length === 1 && Array.isArray(list)) return found(how, name, list);
  if (operators.length === 1 && not === null) return { [name]: { not: null } };
  throw refused(name, "is encrypted; it can be compared by `equals`, `in` and with null");
}

function found(how: Encrypted, name: string, values: readonly Scalar[]): Arguments {
  if (how.index === undefined) throw refused(name, "has no index; give it an `index` to search by equality");
  const present = searched(values);
  const terms = { [how.index.column]: { in: wholeTermsOf(how.index, present) } };
  return how.migrating === true ? { OR: [terms, { [name]: { in: present.map(String) } }] } : terms;
}

function isSet(given: unknown): given is { set: unknown } {
  return typeof given === "object" && given !== null && "set" in given && Object.keys(given).length === 1;
}

function refused(name: string, why: string): UnsupportedValueError {
  return new UnsupportedValueError(`\`${name}\` ${why}`);
}
