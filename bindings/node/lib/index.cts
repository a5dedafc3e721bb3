/** Data masking and field encryption: one policy, the same bytes in every language. */

import native from "#native";

import { guard } from "./errors.cjs";

export * from "./errors.cjs";
export { Hpke, Key, Keyring, KeyringEdit, Passphrase } from "./keyring.cjs";
export type {
  CreateOptions,
  KeyProvider,
  KeyringStatus,
  KeySet,
  OpenOptions,
  Provider,
  Purpose,
  State,
  StreamOptions,
  ValueOptions,
} from "./keyring.cjs";
export type { Report } from "./report.cjs";
export { Policy, Veil } from "./veil.cjs";
export type {
  Answer,
  Audit,
  Context,
  DecryptOptions,
  Document,
  EncryptOptions,
  Many,
  MaskOptions,
  Subject,
  VeilOptions,
  VerbOptions,
} from "./veil.cjs";

/** What a token says of itself. None of it is authenticated. */
export interface TokenInfo {
  /** The suite, in two hexadecimal digits. */
  readonly suite: string;
  readonly kind: string;
  readonly cipher: string;
  /** The id of its key; of a record field its ordinal. */
  readonly id: number;
  readonly bytes: number;
  /** The bytes that are sealed in it. */
  readonly payload: number;
  /** How many fields a header speaks for. */
  readonly fields: number | null;
}

/** Looks at a token, without a key. */
export function inspect(token: string): TokenInfo {
  return JSON.parse(guard(() => native.inspect(token))) as TokenInfo;
}
