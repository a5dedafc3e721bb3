/** Data masking and field encryption: one policy, the same bytes in every language. */

export type { Answer, Document, Many } from "./documents.cjs";
export * from "./errors.cjs";
export { inspect, type TokenInfo } from "./inspect.cjs";
export { Keyring, KeyringEdit } from "./keyring.cjs";
export type {
  CreateOptions,
  KeyringStatus,
  KeySet,
  OpenOptions,
  Purpose,
  State,
  StreamOptions,
  ValueOptions,
} from "./keyring.cjs";
export type { Audit, Context, DecryptOptions, EncryptOptions, MaskOptions, Subject, VerbOptions } from "./options.cjs";
export { Policy } from "./policy.cjs";
export { Hpke, Key, Passphrase } from "./providers.cjs";
export type { KeyProvider, Provider } from "./providers.cjs";
export type { Report, Reported } from "./report.cjs";
export { Veil } from "./veil.cjs";
export type { Scalar, VeilOptions } from "./veil.cjs";
export type { CustomFunction, Event, Observer } from "./watch.cjs";
