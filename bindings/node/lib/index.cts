/** Data masking and field encryption: one policy, the same bytes in every language. */

export * from "./errors.cjs";
export { Hpke, Key, Keyring, KeyringEdit, Passphrase } from "./keyring.cjs";
export type { CreateOptions, KeyProvider, KeyringStatus, KeySet, OpenOptions, Provider, Purpose, State } from "./keyring.cjs";
