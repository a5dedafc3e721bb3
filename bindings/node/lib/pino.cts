/** pino: the finished line goes in, a valid masked line comes out. */

import { Policy } from "./policy.cjs";
import type { Veil } from "./veil.cjs";

/** How log lines are masked. */
export interface LineOptions {
  /** The view of the policy; `default` unless said. */
  readonly view?: string;
  /** Hears of every line that could not be masked; the line itself is never passed. */
  readonly onFailure?: (error: unknown) => void;
}

/** What is written in the place of a line that could not be masked. */
export const PLACEHOLDER = '{"level":50,"msg":"[REDACTED: the line could not be masked]"}\n';

/**
 * The `hooks` of a pino logger.
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
        options.onFailure?.(error);
        return PLACEHOLDER;
      }
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
  const segments = path.replace(/(^|\.)([^.[\]]+)/g, (_, __, name: string) => (name === "*" ? "[*]" : `[${JSON.stringify(name)}]`));
  return `$${segments}`;
}
