/** Changes to a ring, saved as one. */

import type native from "#native";

import { guard, guardAsync } from "./failures.cjs";
import { list, of, Options, whole, wholes } from "./options.cjs";
import { handleOf, type Provider } from "./providers.cjs";

/** What a key set is for; a set serves one purpose. */
export type Purpose = "data" | "deterministic" | "index" | "pseudonym" | "subject";

const ADD_SET = new Options("addSet", { suite: of("string") });
const PROMOTE = new Options("promote", { now: of("boolean") });
const DESTROY = new Options("destroy", { usage: list, force: of("boolean") });
const REWRAP = new Options("rewrap", { add: list, remove: wholes, newRingKey: of("boolean") });

/** The id of a version as it is: another number would be cut to that of another version. */
const versionOf = (id: number): number => whole()(id, "id") as number;

/** Changes to a ring that are not saved yet; never saved, they never were. */
export class KeyringEdit {
  readonly #native: native.NativeKeyringEdit;

  /** @internal */
  constructor(handle: native.NativeKeyringEdit) {
    this.#native = handle;
  }

  /** Adds a key set; its first version is primary at once. Returns that version's id. */
  addSet(name: string, purpose: Purpose, options: { readonly suite?: string } | string = {}): number {
    const suite = typeof options === "string" ? options : (ADD_SET.read(options)?.["suite"] as string | undefined);
    return guard(() => this.#native.addSet(name, purpose, suite));
  }

  /** Adds a pending version; returns its id. */
  rotate(set: string): number {
    return guard(() => this.#native.rotate(set));
  }

  /** Makes the pending version primary; `now` overrides the ring's `minPending`. */
  promote(set: string, options: { now?: boolean } = {}): number {
    const now = PROMOTE.read(options)?.["now"] as boolean | undefined;
    return guard(() => this.#native.promote(set, now ?? false));
  }

  /** Gives up a pending version. */
  retire(set: string, id: number): void {
    guard(() => this.#native.retire(set, versionOf(id)));
  }

  /** Lets a retired version refuse from now on. */
  disable(set: string, id: number): void {
    guard(() => this.#native.disable(set, versionOf(id)));
  }

  /** Lets a disabled version read again. */
  enable(set: string, id: number): void {
    guard(() => this.#native.enable(set, versionOf(id)));
  }

  /** Destroys a version that usage reports show to be unused, or any with `force`. */
  destroy(set: string, id: number, options: { usage?: readonly string[]; force?: boolean } = {}): void {
    const { usage, force } = (DESTROY.read(options) ?? {}) as { usage?: string[]; force?: boolean };
    guard(() => this.#native.destroy(set, versionOf(id), usage ?? [], force ?? false));
  }

  /** Adds providers, removes rows of `wraps`, and changes the ring key if that is asked for. */
  rewrap(change: { add?: readonly Provider[]; remove?: readonly number[]; newRingKey?: boolean }): Promise<void> {
    const { add, remove, newRingKey } = (REWRAP.read(change) ?? {}) as { add?: Provider[]; remove?: number[]; newRingKey?: boolean };
    const handles = (add ?? []).map(handleOf);
    return guardAsync(() => this.#native.rewrap(handles, remove ?? [], newRingKey ?? false));
  }

  /** Saves the changes and serves them at once. */
  save(): void {
    guard(() => this.#native.save());
  }
}
