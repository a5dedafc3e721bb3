/** What the native module throws, as the classes of errors. */

import { errorClasses, type FieldveilError, InternalError } from "./errors.cjs";

/** The error whose JSON text the native module wrote; nothing where the text is none. */
export function parseError(text: string): FieldveilError | undefined {
  if (!text.startsWith('{"fieldveil":')) return undefined;
  const { fieldveil, text: message, place } = JSON.parse(text) as { fieldveil: string; text: string; place: Record<string, unknown> };
  const known = Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
  return new (errorClasses[fieldveil] ?? InternalError)(message, known);
}

/** What the native module says of an argument that it cannot read; its message repeats the value, so it is not passed on. */
const ARGUMENT = /^(InvalidArg|[A-Z][a-z]+Expected)$/;

/** What the native module threw, as the class of its code; anything else as it is. */
export function restore(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code } = thrown as { code?: unknown };
  if (typeof code === "string" && ARGUMENT.test(code)) return new TypeError(`an argument is of the wrong type (${code})`);
  return parseError(thrown.message) ?? thrown;
}

/** Calls the native module and throws in the classes above. */
export function guard<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw restore(thrown);
  }
}

/** The same for what it promises. */
export async function guardAsync<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw restore(thrown);
  }
}
