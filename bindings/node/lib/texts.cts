/** What a log is given before there is a line: texts, what is put into them, and errors. */

import type { Veil } from "./veil.cjs";

/** How log lines are masked. */
export interface LineOptions {
  /** The view of the policy; `default` unless said. */
  readonly view?: string;
  /** Hears of every line that could not be masked; the line itself is never passed. */
  readonly onFailure?: (error: unknown) => void;
}

/** The text that stands in the place of one that could not be masked. */
export const TEXT_PLACEHOLDER = "[REDACTED: could not be masked]";

/** Tells the application of a failure; what it throws itself must not stop the log. */
export function tell(options: LineOptions, error: unknown): void {
  try {
    options.onFailure?.(error);
  } catch {
    // It has been told.
  }
}

/** Masks what a logger is called with. It never throws, never changes what it is given, and passes nothing that it could not mask. */
export class Texts {
  readonly #view: { readonly view: string };

  constructor(
    private readonly veil: Veil,
    private readonly options: LineOptions,
  ) {
    this.#view = { view: options.view ?? "default" };
  }

  /** A text: the documents in it by the rules, the rest by the detectors. */
  text(text: string): string {
    return this.tried(() => this.veil.maskMessage(text, this.#view), TEXT_PLACEHOLDER);
  }

  /** What is put into a message. A number in which something is found is shown as the text that stands for it. */
  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number" || typeof value === "bigint") {
      const shown = this.text(String(value));
      return shown === String(value) ? value : shown;
    }
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Error) return this.error(value);
    return this.tried<unknown>(() => this.veil.mask(value, this.#view), TEXT_PLACEHOLDER);
  }

  /** An object that becomes members of a line, which are masked there: here the errors in it are. */
  members(given: object | null): unknown {
    if (given instanceof Error) return this.error(given);
    return this.tried<unknown>(() => {
      const errors = Object.entries(given ?? {}).filter((member): member is [string, Error] => member[1] instanceof Error);
      return errors.length === 0 ? given : copyOf(given!, Object.fromEntries(errors.map(([name, error]) => [name, this.error(error)])));
    }, TEXT_PLACEHOLDER);
  }

  /** An error like the one that was given, with masked texts, and so the errors that it was caused by. */
  error(error: Error): unknown {
    return this.tried<unknown>(() => this.#error(error, new Set()), TEXT_PLACEHOLDER);
  }

  tried<T>(mask: () => T, otherwise: T): T {
    try {
      return mask();
    } catch (error) {
      tell(this.options, error);
      return otherwise;
    }
  }

  #error(error: Error, open: Set<Error>): unknown {
    if (open.has(error)) return TEXT_PLACEHOLDER; // it was caused by itself
    const shown = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shown);
      return value instanceof Error ? this.#error(value, new Set(open).add(error)) : this.value(value);
    };
    const texts = ["message", "stack", "cause", "errors"].filter((name) => name in error);
    return copyOf(error, Object.fromEntries(texts.map((name) => [name, shown((error as unknown as Record<string, unknown>)[name])])));
  }
}

/** An object of the same class with some members in the place of its own. */
function copyOf(given: object, members: Readonly<Record<string, unknown>>): object {
  const own: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(given);
  for (const [name, value] of Object.entries(members)) {
    own[name] = { value, writable: true, configurable: true, enumerable: own[name]?.enumerable ?? false };
  }
  return Object.create(Object.getPrototypeOf(given) as object | null, own) as object;
}
