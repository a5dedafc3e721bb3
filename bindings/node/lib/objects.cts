/** JavaScript values as exact JSON text, and back: nothing is rounded, nothing is dropped in silence. */

import { types } from "node:util";

import { LimitExceededError, UnsupportedValueError } from "./errors.cjs";

/** Deeper than any policy lets a document be. */
const DEEPEST = 1000;

/**
 * The JSON text of a value, with the members that `JSON.stringify` would write, in its order.
 *
 * Beyond `JSON.stringify`: a `BigInt` is written with all its digits, `-0` keeps its sign, a `Map` with string keys
 * is an object and a `Set` an array. NaN, infinities, cycles, promises and raw memory are refused, not written as
 * `null` or `{}`.
 *
 * @throws UnsupportedValueError for a value without an exact JSON form.
 */
export function stringify(value: unknown): string {
  const text = isPlain(value, 0) ? JSON.stringify(value) : write(value, "", new Set());
  if (text === undefined) throw new UnsupportedValueError("the document has no JSON form; pass an object, array or scalar");
  return text;
}

/** Whether `JSON.stringify` writes a value exactly: it is many times as fast as what looks at each kind. */
function isPlain(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? Number.isSafeInteger(value) && !Object.is(value, -0) : Number.isFinite(value);
    case "bigint":
      return false;
    case "object":
      return value === null || (depth < DEEPEST && isPlainContainer(value, depth + 1));
    default:
      return true;
  }
}

function isPlainContainer(value: object, depth: number): boolean {
  if ((value as { toJSON?: unknown }).toJSON !== undefined) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) if (!isPlain((value as Record<string, unknown>)[name], depth)) return false;
  return true;
}

function write(value: unknown, name: string, open: Set<object>): string | undefined {
  if (value !== null && typeof value === "object") value = plain(value, name);
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return String(value);
    case "bigint":
      return value.toString();
    case "number":
      return number(value);
    case "object":
      return value === null ? "null" : container(value, open);
    default:
      return undefined; // undefined, functions and symbols: left out, as JSON.stringify does
  }
}

/** `toJSON`, as everybody expects it of `Date` and of classes of their own; boxed scalars as their value. */
function plain(value: object, name: string): unknown {
  const own = (value as { toJSON?: unknown }).toJSON;
  if (typeof own === "function") return unboxed(own.call(value, name));
  return unboxed(value);
}

function unboxed(value: unknown): unknown {
  if (types.isBoxedPrimitive(value)) return value.valueOf();
  if (types.isMap(value)) return named(value);
  if (types.isSet(value)) return [...value];
  return value;
}

function named(map: ReadonlyMap<unknown, unknown>): object {
  for (const name of map.keys()) {
    if (typeof name !== "string") throw new UnsupportedValueError("a key of a `Map` is no string; convert it before the call");
  }
  return Object.assign(Object.create(null) as object, Object.fromEntries(map as Map<string, unknown>));
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new UnsupportedValueError("JSON has no NaN and no infinity; replace it before the call");
  if (Object.is(value, -0)) return "-0";
  // Digits alone beyond 2^53 are a BigInt's: so each comes back as what it was.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

function container(value: object, open: Set<object>): string {
  if (open.has(value)) throw new UnsupportedValueError("the document holds itself; JSON has no cycles");
  if (open.size === DEEPEST) throw new LimitExceededError("the document is nested deeper than 1000; pass it as text or bytes");
  if (types.isPromise(value)) throw new UnsupportedValueError("the document holds a promise; await it before the call");
  if (types.isAnyArrayBuffer(value) || types.isDataView(value)) {
    throw new UnsupportedValueError("the document holds raw memory; pass a `Uint8Array` of it, or text");
  }
  open.add(value);
  const text = Array.isArray(value) ? `[${elements(value, open).join(",")}]` : `{${members(value as Record<string, unknown>, open).join(",")}}`;
  open.delete(value);
  return text;
}

/** Holes and what has no JSON form are `null`, as JSON.stringify writes them. */
function elements(value: readonly unknown[], open: Set<object>): string[] {
  return Array.from(value, (item, index) => write(item, String(index), open) ?? "null");
}

function members(value: Record<string, unknown>, open: Set<object>): string[] {
  const written: string[] = [];
  for (const name of Object.keys(value)) {
    const text = write(value[name], name, open);
    if (text !== undefined) written.push(`${JSON.stringify(name)}:${text}`);
  }
  return written;
}

/** A text that is stored as it is: what no language could write back is refused. */
export function exactly(text: string): string {
  if (text.isWellFormed()) return text;
  throw new UnsupportedValueError("the text holds a lone surrogate; no other language could write it");
}

/** Where a number stands that a double may not hold: sixteen digits or more, or an exponent. Texts may match as well; that only costs time. */
const RISKY = /[:,[\s]-?[0-9][0-9.]*(?:[eE]|[0-9.]{15})/;

/** The strings and the numbers of a JSON text that is known to be valid. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][-+.0-9eE]*/g;

/**
 * The value of a JSON text that is known to be valid: an integer beyond 2^53 is a `BigInt`.
 *
 * @throws UnsupportedValueError for a fraction or exponent that no double equals.
 */
export function parse(text: string): unknown {
  if ((text.startsWith("{") || text.startsWith("[")) && !RISKY.test(text)) return JSON.parse(text);
  for (const [token] of text.matchAll(TOKENS)) {
    if (token[0] !== '"' && !isExact(token)) return new Exact(text).value();
  }
  return JSON.parse(text);
}

/** A reader of JSON text that is known to be valid, for texts with integers beyond 2^53. */
class Exact {
  private at = 0;
  private readonly token = /\s*(?:("[^"\\]*(?:\\.[^"\\]*)*")|(-?[0-9][-+.0-9eE]*)|(true|false|null)|([[\]{},:]))\s*/y;

  constructor(private readonly text: string) {}

  value(): unknown {
    const [, quoted, digits, word, mark] = this.next();
    if (quoted !== undefined) return JSON.parse(quoted);
    if (digits !== undefined) return numeral(digits);
    if (word !== undefined) return JSON.parse(word);
    return mark === "{" ? this.object() : this.array();
  }

  private next(): RegExpExecArray {
    this.token.lastIndex = this.at;
    const found = this.token.exec(this.text);
    if (found === null) throw new UnsupportedValueError("the result is no JSON text");
    this.at = this.token.lastIndex;
    return found;
  }

  private peek(mark: string): boolean {
    if (this.text[this.at] !== mark) return false;
    this.next();
    return true;
  }

  private object(): unknown {
    const object: Record<string, unknown> = {};
    if (this.peek("}")) return object;
    do {
      const name = JSON.parse(this.next()[1] ?? '""') as string;
      this.next();
      // Not an assignment: a member called `__proto__` is data.
      Object.defineProperty(object, name, { value: this.value(), enumerable: true, configurable: true, writable: true });
    } while (this.next()[4] === ",");
    return object;
  }

  private array(): unknown {
    const array: unknown[] = [];
    if (this.peek("]")) return array;
    do array.push(this.value());
    while (this.next()[4] === ",");
    return array;
  }
}

function numeral(text: string): number | bigint {
  if (isExact(text)) return Number(text);
  if (INTEGER.test(text)) return BigInt(text);
  throw new UnsupportedValueError("a number of the document has no exact form in JavaScript; work on the text or the bytes instead");
}

const INTEGER = /^-?[0-9]+$/;

/** Whether the number that is written is a `number` here: the very one that comes out when it is written again. */
function isExact(text: string): boolean {
  const value = Number(text);
  if (INTEGER.test(text)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && canonical(text) === canonical(number(value));
}

/** Sign, digits without zeros at either end, and the power of ten of the last digit. */
function canonical(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  const significant = digits.replace(/0+$/, "");
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  const bare = significant.replace(/^0+/, "");
  const sign = text.startsWith("-") ? "-" : "";
  return bare === "" ? `${sign}0` : `${sign}${bare}e${power}`;
}
