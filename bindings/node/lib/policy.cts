/** Which fields are sensitive and what happens to them. */

import native from "#native";

import { guard } from "./failures.cjs";
import { pathOf } from "./files.cjs";

/** A policy: compiled once, immutable. */
export class Policy {
  /** @internal */
  readonly handle: native.NativePolicy;

  private constructor(handle: native.NativePolicy) {
    this.handle = handle;
  }

  /**
   * Reads a policy from a file.
   * @throws InvalidPolicyError, InvalidPathError with line and column; IoError.
   */
  static load(path: string | URL): Policy {
    return new Policy(guard(() => native.NativePolicy.load(pathOf(path))));
  }

  /**
   * Reads a policy from YAML or JSON text.
   * @throws InvalidPolicyError, InvalidPathError with line and column.
   */
  static parse(text: string): Policy {
    return new Policy(guard(() => native.NativePolicy.parse(text)));
  }

  /** The identity of the policy: the SHA-256 of its text, in hex. */
  get sha256(): string {
    return this.handle.sha256;
  }
}
