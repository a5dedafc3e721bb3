/** What a call did, in numbers and rule ids: never a value. */
export interface Report {
  /** The SHA-256 of the policy, in hex. */
  readonly policy: string;
  /** The view that was shown; null for the other verbs. */
  readonly view: string | null;
  readonly records: number;
  readonly bad_lines: number;
  /** How often each rule took a place, in the order of the policy. */
  readonly rules: readonly { readonly id: string; readonly hits: number }[];
  /** The ids of the rules that took no place, though they could have: look for a typing mistake. */
  readonly unmatched: readonly string[];
  readonly classes: Readonly<Record<string, number>>;
  /** Why values were redacted. */
  readonly redacted: Readonly<Record<"by_policy" | "locked" | "no_key" | "wrong_key" | "tampered" | "operator", number>>;
  readonly plaintext: number;
}

/** A document and its report: `const { document, report } = …`, or in that order `const [document, report] = …`. */
export class Reported<D> {
  constructor(
    readonly document: D,
    readonly report: Report,
  ) {}

  *[Symbol.iterator](): Generator<D | Report, void, undefined> {
    yield this.document;
    yield this.report;
  }
}
