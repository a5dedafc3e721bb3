/** Single values: what they are and what they are bound to. */

import { types } from "node:util";

import type native from "#native";

import { exactly, stringify } from "./objects.cjs";
import { type Context, type Subject, VALUE } from "./options.cjs";

/** What a value is bound to. */
export interface ValueOptions {
  /** Pairs that the value is bound to. */
  readonly context?: Context;
  /** The place that the value is bound to, for a column `["table", "column"]`; `null` for none. */
  readonly binding: readonly (string | number)[] | null;
  /** Whose key seals and opens what belongs to a subject set. */
  readonly subject?: Subject;
  /** Hides the length up to a multiple of 16, 32, 64 or 128. */
  readonly pad?: number;
}

/** Text, bytes, or anything else as exact JSON. */
export function valueOf(value: unknown): string | Buffer | { json: string } {
  if (typeof value === "string") return exactly(value);
  return types.isUint8Array(value) ? Buffer.from(value) : { json: stringify(value) };
}

/** The options of a value as the native module takes them; none is `null` or left out. */
interface Bound {
  readonly binding: (string | number)[] | null;
  /** What most calls do not say. */
  readonly rest: native.NativeBound | undefined;
}

/** The options in their native form. */
export function bound(options: ValueOptions): Bound {
  if (options?.binding === undefined) throw new TypeError("`binding` says what the value is bound to; none is `null`");
  const { binding = null, context, subject, pad } = VALUE.read(options) as Partial<Bound> & native.NativeBound;
  const silent = context === undefined && subject === undefined && pad === undefined;
  return { binding, rest: silent ? undefined : ({ context, subject, pad } as native.NativeBound) };
}
