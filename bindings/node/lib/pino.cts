/** pino: the finished line goes in, a valid masked line comes out; before that, if wished, the texts of a call. */

import { Policy } from "./policy.cjs";
import { type LineOptions, tell, Texts } from "./texts.cjs";
import type { Veil } from "./veil.cjs";

export { type LineOptions, tell, TEXT_PLACEHOLDER } from "./texts.cjs";

/** What is written in the place of a line that could not be masked. */
export const PLACEHOLDER = '{"level":50,"msg":"[REDACTED: the line could not be masked]"}\n';

/**
 * The `hooks` of a pino logger, 9.6 or newer: an older one asks none of its hooks for the finished line, and writes it as it is.
 *
 * @example
 * const logger = pino({ hooks: maskLines(veil, { view: "logs" }) });
 */
export function maskLines(veil: Veil, options: LineOptions = {}): { streamWrite: (line: string) => string } {
  const mask = { view: options.view ?? "default" };
  return {
    streamWrite(line) {
      try {
        return veil.mask(line, mask);
      } catch (error) {
        tell(options, error);
        return PLACEHOLDER;
      }
    },
  };
}

/** A method of a pino logger, of any of its forms. */
type Log = (...args: any[]) => void;

/**
 * More `hooks` of a pino logger: messages and their arguments, before a line is made of them. A document that stands in
 * a text goes by the view's rules, the rest by the detectors; in the finished line it would be one member's text. So it
 * is with the texts of errors, of which pino makes both message and members.
 *
 * @example
 * const logger = pino({ hooks: { ...maskLines(veil), ...maskMessages(veil) } });
 */
export function maskMessages(veil: Veil, options: LineOptions = {}): { logMethod: (this: unknown, args: readonly unknown[], method: Log) => void } {
  const texts = new Texts(veil, options);
  return {
    logMethod(args, method) {
      const [first, ...rest] = args;
      // An object that comes first becomes members of the line.
      const shown = typeof first === "object" ? texts.members(first) : texts.value(first);
      method.apply(this, args.length === 0 ? [] : [shown, ...rest.map((value) => texts.value(value))]);
    },
  };
}

/** pino's own `redact`: an array of paths, or an object with a censor. */
export type Redact = readonly string[] | { readonly paths: readonly string[]; readonly censor?: string; readonly remove?: boolean };

/**
 * The policy that does what pino's own `redact` was asked to do, for moving over.
 *
 * @throws InvalidPathError for a path that pino would not accept either.
 */
export function policyOf(redact: Redact): Policy {
  const { paths, censor = "[Redacted]", remove = false } = "paths" in redact ? redact : { paths: redact };
  const show = remove ? "remove" : { redact: censor };
  return Policy.parse(JSON.stringify({ version: 1, rules: paths.map((path) => ({ path: jsonPath(path), show })) }));
}

/** One of pino's paths (`a.b[*].c`, `*.password`, `["x-y"].z`) as a JSONPath. */
export function jsonPath(path: string): string {
  // What stands in quotes stays: a dot in it is no separator.
  const step = /\["[^"]*"\]|\['[^']*'\]|\[([^[\]"']+)\]|(?:^|\.)([^.[\]]+)/g;
  return `$${path.replace(step, (all, within?: string, name = within) => (name === undefined ? all : stepTo(name)))}`;
}

function stepTo(name: string): string {
  if (name === "*") return "[*]";
  const quoted = JSON.stringify(name);
  // To pino a number is the name of a member or the index of an element, whichever is there.
  return /^(0|[1-9][0-9]*)$/.test(name) ? `[${quoted}, ${name}]` : `[${quoted}]`;
}
