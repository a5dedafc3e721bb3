/** Key sets in one file. */

import { setImmediate } from "node:timers/promises";
import { types } from "node:util";

import native from "#native";

import type { FieldveilError } from "./errors.cjs";
import { guard, guardAsync, parseError } from "./failures.cjs";
import { pathOf } from "./files.cjs";
import { exactly, parse, stringify } from "./objects.cjs";
import { type Context, list, of, Options, STREAM, type Subject, VALUE } from "./options.cjs";
import { handleOf, type Provider, Ready } from "./providers.cjs";
import { isReadable, through, Worked } from "./stream.cjs";

/** What a key set is for; a set serves one purpose. */
export type Purpose = "data" | "deterministic" | "index" | "pseudonym" | "subject";

/** The state of one version of a key set. */
export type State = "pending" | "primary" | "retired" | "disabled" | "destroyed";

export interface CreateOptions {
  /** Seconds that a version must have been pending before it is promoted; 3600 unless said. */
  readonly minPending?: number;
}

export interface OpenOptions {
  /** The lowest epoch that is accepted. */
  readonly minEpoch?: number;
}

const CREATE = new Options("Keyring.create", { minPending: of("number") });
const OPEN = new Options("Keyring.open", { minEpoch: of("number") });
const ADD_SET = new Options("addSet", { suite: of("string") });
const PROMOTE = new Options("promote", { now: of("boolean") });
const DESTROY = new Options("destroy", { usage: list, force: of("boolean") });
const REWRAP = new Options("rewrap", { add: list, remove: list, newRingKey: of("boolean") });

/** Providers, one after the other or as a list, and options behind them. */
export type Given<O> = (Provider | readonly Provider[] | O)[];

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

/** What a stream is bound to. */
export interface StreamOptions {
  readonly context?: Context;
}

/** How a ring stands in this process. */
export interface KeyringStatus {
  readonly id: string;
  readonly epoch: number;
  readonly loadedAt: string;
  /** Each set and the id of its primary version. */
  readonly primaries: Readonly<Record<string, number>>;
  /** Why the last reload failed, if it did. */
  readonly lastError: FieldveilError | null;
}

/** One key set of a ring. */
export interface KeySet {
  readonly name: string;
  readonly purpose: Purpose;
  readonly suite: string;
  /** Its versions, oldest first. */
  readonly versions: readonly {
    readonly id: number;
    readonly state: State;
    readonly created: string;
    readonly promoted: string | null;
    /** What finds its tokens by `LIKE` in a text column. */
    readonly patterns: readonly string[];
  }[];
}

/**
 * Key sets in one file. Opening may wait for a provider, so it is asynchronous; everything after it is not.
 *
 * @example
 * const keyring = await Keyring.open("ring.json", Key.fromFile("kek"));
 */
export class Keyring {
  /** @internal */
  readonly handle: native.NativeKeyring;

  private constructor(handle: native.NativeKeyring) {
    this.handle = handle;
  }

  /** Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet. */
  static async create(path: string | URL, ...given: Given<CreateOptions>): Promise<Keyring> {
    const { providers, options } = sorted<CreateOptions>(given, CREATE);
    return new Keyring(await guardAsync(() => native.NativeKeyring.create(pathOf(path), providers, options.minPending)));
  }

  /** Opens the ring of a file with the first provider that can. Only reads. */
  static async open(path: string | URL, ...given: Given<OpenOptions>): Promise<Keyring> {
    const { providers, options } = sorted<OpenOptions>(given, OPEN);
    return new Keyring(await guardAsync(() => native.NativeKeyring.open(pathOf(path), providers, options.minEpoch)));
  }

  /** Opens a ring from its document. It can be used and looked at; there is no file to save to. */
  static async parse(document: Uint8Array | string, ...given: Given<OpenOptions>): Promise<Keyring> {
    const { providers, options } = sorted<OpenOptions>(given, OPEN);
    const bytes = typeof document === "string" ? Buffer.from(document) : document;
    return new Keyring(await guardAsync(() => native.NativeKeyring.parse(bytes, providers, options.minEpoch)));
  }

  /** Opens the ring that `FIELDVEIL_KEYRING` names, with the key of the environment. */
  static async fromEnv(options: OpenOptions = {}): Promise<Keyring> {
    const { minEpoch } = (OPEN.read(options) ?? {}) as OpenOptions;
    return new Keyring(await guardAsync(() => native.NativeKeyring.fromEnv(minEpoch)));
  }

  /** The document of the ring as it is loaded: what its file holds. */
  document(): string {
    return this.handle.document();
  }

  /** Begins to change the ring; given a function, saves what it has changed once it is done. */
  edit(): KeyringEdit;
  edit<T>(change: (ring: KeyringEdit) => Promise<T>): Promise<T>;
  edit<T>(change: (ring: KeyringEdit) => T): T;
  edit<T>(change?: (ring: KeyringEdit) => T | Promise<T>): KeyringEdit | T | Promise<T> {
    const edit = new KeyringEdit(guard(() => this.handle.edit()));
    if (change === undefined) return edit;
    const done = change(edit);
    const saved = (answer: T): T => (edit.save(), answer);
    return done instanceof Promise ? done.then(saved) : saved(done);
  }

  /** Reads the file again. Calls that are under way keep the state that they began with; observers hear of it first. */
  async reload(): Promise<void> {
    // A turn of the loop, in which the observers that were woken on another thread are told.
    await guardAsync(() => this.handle.reload()).finally(() => setImmediate());
  }

  /** Reads the file again whenever the ring is used and that many seconds have passed; 0 ends it. */
  reloadEvery(seconds: number): void {
    this.handle.reloadEvery(Math.round(seconds * 1000));
  }

  /**
   * Encrypts one value: text, bytes, or anything else as exact JSON. Returns a token.
   *
   * @example
   * const token = keyring.encryptValue("pii", "maria@example.org", { binding: ["users", "email"] });
   */
  encryptValue(set: string, value: unknown, options: ValueOptions): string {
    const native = bound(options);
    return guard(() => this.handle.encryptValue(set, valueOf(value), native));
  }

  /** Decrypts one value, as the kind that it was. */
  decryptValue(token: string, options: ValueOptions): unknown {
    const native = bound(options);
    const value = guard(() => this.handle.decryptValue(token, native));
    return typeof value === "string" || types.isUint8Array(value) ? value : parse(value.json);
  }

  /** The token under the primary version of its set; the same token if it is of it already. */
  reencryptValue(token: string, options: ValueOptions): string {
    const native = bound(options);
    return guard(() => this.handle.reencryptValue(token, native));
  }

  /** Encrypts a stream of any size: a transform, or from a reader into a writer. */
  encryptStream(set: string, options?: StreamOptions): Worked<number>;
  encryptStream(set: string, reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: StreamOptions): Promise<number>;
  encryptStream(set: string, ...given: unknown[]): Worked<number> | Promise<number> {
    return streamed(given, (context) => native.NativeStream.encrypt(this.handle, set, context));
  }

  /** Decrypts a stream: only verified chunks come out, and success is told only at its end. */
  decryptStream(options?: StreamOptions): Worked<number>;
  decryptStream(reader: NodeJS.ReadableStream, writer: NodeJS.WritableStream, options?: StreamOptions): Promise<number>;
  decryptStream(...given: unknown[]): Worked<number> | Promise<number> {
    return streamed(given, (context) => native.NativeStream.decrypt(this.handle, context));
  }

  /** Makes a key for the data of one subject; returns its stored form, whose deletion erases all that it sealed. */
  newSubjectKey(set: string, name: string): string {
    return guard(() => this.handle.newSubjectKey(set, name));
  }

  /** The same subject key under the primary version of its set. */
  rewrapSubjectKey(name: string, key: string): string {
    return guard(() => this.handle.rewrapSubjectKey(name, key));
  }

  /** How the ring stands in this process. */
  status(): KeyringStatus {
    const { lastError, ...status } = JSON.parse(this.handle.status()) as KeyringStatus & { lastError: string | null };
    return { ...status, lastError: lastError === null ? null : (parseError(lastError) ?? null) };
  }

  /** The key sets and their versions. */
  sets(): KeySet[] {
    return JSON.parse(this.handle.sets()) as KeySet[];
  }

  /** The rows of `wraps`: what `rewrap` counts, from 0. */
  wraps(): string[] {
    return this.handle.wraps();
  }
}

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
    guard(() => this.#native.retire(set, id));
  }

  /** Lets a retired version refuse from now on. */
  disable(set: string, id: number): void {
    guard(() => this.#native.disable(set, id));
  }

  /** Lets a disabled version read again. */
  enable(set: string, id: number): void {
    guard(() => this.#native.enable(set, id));
  }

  /** Destroys a version that usage reports show to be unused, or any with `force`. */
  destroy(set: string, id: number, options: { usage?: readonly string[]; force?: boolean } = {}): void {
    const { usage, force } = (DESTROY.read(options) ?? {}) as { usage?: string[]; force?: boolean };
    guard(() => this.#native.destroy(set, id, usage ?? [], force ?? false));
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

type Pairs = Record<string, string>;

function streamed(given: unknown[], open: (context: Pairs | undefined) => native.NativeStream): Worked<number> | Promise<number> {
  const [reader, writer, options] = given;
  const worked = (said: unknown) => {
    const context = STREAM.read(said as object)?.["context"] as Pairs | undefined;
    return new Worked(guard(() => open(context)), Number);
  };
  return isReadable(reader) ? through(reader, worked(options), writer as NodeJS.WritableStream) : worked(reader);
}

/** Text, bytes, or anything else as exact JSON. */
function valueOf(value: unknown): string | Buffer | { json: string } {
  if (typeof value === "string") return exactly(value);
  return types.isUint8Array(value) ? Buffer.from(value) : { json: stringify(value) };
}

function bound(options: ValueOptions): native.NativeValueOptions {
  if (options?.binding === undefined) throw new TypeError("`binding` says what the value is bound to; none is `null`");
  return VALUE.read(options) as unknown as native.NativeValueOptions;
}

function sorted<O extends object>(given: readonly unknown[], known: Options): { providers: native.NativeProvider[]; options: O } {
  given = given.flat(); // a list of providers is as good as one after the other
  const last = given.at(-1);
  const options = typeof last === "object" && last !== null && !(last instanceof Ready) && !("name" in last || "wrap" in last || "unwrap" in last) ? last : undefined;
  const providers = (options === undefined ? given : given.slice(0, -1)).map((one) => handleOf(one as Provider));
  return { providers, options: (known.read(options) ?? {}) as O };
}
