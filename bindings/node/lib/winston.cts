/** winston: a format that masks message, metadata and the finished line. */

import { type LineOptions, TEXT_PLACEHOLDER, Texts } from "./texts.cjs";
import type { Veil } from "./veil.cjs";

const LEVEL = Symbol.for("level");
const MESSAGE = Symbol.for("message");
const SPLAT = Symbol.for("splat");

/** The text that stands in the place of what could not be masked. */
export const PLACEHOLDER = TEXT_PLACEHOLDER;

/** winston's `info`. */
export type Info = { level: string; message: unknown; [name: string | symbol]: unknown };

/**
 * A format for `combine`: members go through the view's rules, texts through the detectors. Put it first, and once
 * more behind a format that adds members of its own. It never throws, and never passes what it could not mask.
 *
 * @example
 * createLogger({ format: combine(masked(veil), json()) })
 */
export function masked(veil: Veil, options: LineOptions = {}): { transform: (info: Info) => Info } {
  return { transform: (info) => new Masker(veil, options).info(info) };
}

class Masker {
  readonly #texts: Texts;

  constructor(
    private readonly veil: Veil,
    private readonly options: LineOptions,
  ) {
    this.#texts = new Texts(veil, options);
  }

  info(info: Info): Info {
    const shown = this.#texts.tried(() => this.veil.mask(this.members(info), this.view()), { message: PLACEHOLDER });
    const line: Info = { ...shown, level: info.level, message: this.text(shown["message"]) };
    if ("stack" in line) line["stack"] = this.text(line["stack"]); // it begins with the message of the error
    line[LEVEL] = info[LEVEL];
    if (typeof info[MESSAGE] === "string") line[MESSAGE] = this.text(info[MESSAGE]);
    if (Array.isArray(info[SPLAT])) line[SPLAT] = info[SPLAT].map((value) => this.value(value));
    return line;
  }

  private view(): { view: string } {
    return { view: this.options.view ?? "default" };
  }

  /** A text, or a finished line: the documents in it by the rules, the rest by the detectors. */
  private text(value: unknown): unknown {
    return typeof value === "string" ? this.#texts.text(value) : value;
  }

  private value(value: unknown): unknown {
    if (value === null || typeof value !== "object") return this.#texts.value(value);
    return this.#texts.tried(() => this.veil.mask(this.members(value), this.view()), PLACEHOLDER as unknown);
  }

  /** The members of an object, and of an error those that it hides, its texts through the detectors. */
  private members(value: object): Record<string, unknown> {
    const own = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member instanceof Error ? this.members(member) : member]));
    return value instanceof Error ? { name: value.name, ...own, message: this.text(value.message), stack: this.text(value.stack) } : own;
  }
}
