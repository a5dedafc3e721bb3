/** Looking at a token from outside. */

import native from "#native";

import { guard } from "./failures.cjs";

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
