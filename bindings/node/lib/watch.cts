/** Watching, and the application's functions: what a Veil tells, and what it asks, while it works. */

import native from "#native";

/** One thing that was done, or failed. It holds no byte of a payload, a context or a key. */
export interface Event {
  /** `revealed` follows `masked` where a view showed plaintexts of tokens; `reloaded` is of a keyring. */
  readonly action: "masked" | "encrypted" | "decrypted" | "reencrypted" | "revealed" | "reloaded";
  /** How many places were worked on, or plaintexts revealed. */
  readonly count: number;
  /** Which key versions sealed or opened, and how often. */
  readonly keys: readonly { readonly set: string; readonly id: number; readonly count: number }[];
  readonly view: string | null;
  /** The code of the error; null if it was done. */
  readonly outcome: string | null;
  /** Who asked, and why, as `audit` said. */
  readonly actor: string | null;
  readonly reason: string | null;
  /** The id of the ring that was read again, and the epoch that it is at now. */
  readonly ring: string | null;
  readonly epoch: number | null;
}

/**
 * Hears of everything that a Veil does: of a call before it returns, of an asynchronous one before its promise
 * settles. What it throws is swallowed: it cannot break a call.
 */
export type Observer = (event: Event) => void;

/** A function that the operator `custom` calls by its name. What it throws, and what is no string, redacts the value. */
export type CustomFunction = (text: string) => string;

/** The observer of one Veil. */
export class Watch {
  readonly #events = new native.NativeEvents();

  constructor(private readonly observer: Observer) {}

  /** Hears of what that Veil does. */
  of(veil: native.NativeVeil): void {
    veil.observe(this.#events, () => this.tell(true));
  }

  /** Tells what has happened since the last time. */
  tell(woken = false): void {
    for (const event of this.#events.take(woken)) {
      try {
        const said = this.observer(JSON.parse(event) as Event) as unknown;
        if (said instanceof Promise) said.catch(() => {}); // as little as what it throws
      } catch {
        // An observer must not take the call with it.
      }
    }
  }
}

/** Registers functions with a Veil. */
export function customize(veil: native.NativeVeil, functions: Readonly<Record<string, CustomFunction>>): void {
  const named = new Map(Object.entries(functions));
  for (const [name, one] of named) {
    if (typeof one !== "function") throw new TypeError(`\`custom.${name}\` is a function from text to text`);
  }
  if (named.size > 0) veil.customize([...named.keys()], (name, text) => shown(named.get(name), text));
}

function shown(one: CustomFunction | undefined, text: string): string | undefined {
  try {
    const said: unknown = one?.(text);
    if (said instanceof Promise) said.catch(() => {});
    return typeof said === "string" ? said : undefined;
  } catch {
    return undefined;
  }
}
