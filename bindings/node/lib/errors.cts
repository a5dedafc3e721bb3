/** One error for every verb: a code that is the same in every language, and a class for each code. */

/** Where in a text something stands: bytes from 0, line and column from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** What an error says beside its message. */
export interface ErrorPlace {
  /** The path of the rule that was being applied, as the policy writes it. */
  readonly path?: string | undefined;
  /** The index of the record in its batch. */
  readonly index?: number | undefined;
  /** The number of the line, when the input was JSON lines. */
  readonly line?: number | undefined;
  /** Where in the document or policy the fault stands. */
  readonly position?: Position | undefined;
}

/** What every call of this package throws. No message holds a byte of a payload, a plaintext or a key. */
export class FieldveilError extends Error implements ErrorPlace {
  /** The stable name, the same string in every language. */
  readonly code: string;
  declare readonly path?: string | undefined;
  declare readonly index?: number | undefined;
  declare readonly line?: number | undefined;
  declare readonly position?: Position | undefined;

  constructor(code: string, message: string, place: ErrorPlace = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    Object.assign(this, place);
  }
}

function of(code: string) {
  return class extends FieldveilError {
    constructor(message: string, place?: ErrorPlace) {
      super(code, message, place);
    }
  };
}

/** The policy is not a valid policy document. */
export class InvalidPolicyError extends of("invalid_policy") {}
/** A JSONPath in the policy is not valid, or not one that may stand there. */
export class InvalidPathError extends of("invalid_path") {}
/** The policy has no view of that name. */
export class UnknownViewError extends of("unknown_view") {}
/** A context pair is empty, reserved, doubled, missing or contradicts the record. */
export class InvalidContextError extends of("invalid_context") {}
/** The document is not one valid JSON text in UTF-8. */
export class InvalidJsonError extends of("invalid_json") {}
/** A string at a token's place has a token's mark but not its form. */
export class InvalidTokenError extends of("invalid_token") {}
/** A required rule, or a context path, selected nothing in the record. */
export class MissingFieldError extends of("missing_field") {}
/** A limit of size, depth or number was exceeded. */
export class LimitExceededError extends of("limit_exceeded") {}
/** The record holds a header or a token where plaintext is expected. */
export class AlreadyEncryptedError extends of("already_encrypted") {}
/** The token was written by a format or suite that this version does not know. */
export class UnsupportedVersionError extends of("unsupported_version") {}
/** A value that an operator or JavaScript cannot carry. */
export class UnsupportedValueError extends of("unsupported_value") {}
/** No ring that was given has a key set of that name. */
export class UnknownKeySetError extends of("unknown_key_set") {}
/** No ring that was given has the key id that the token names. */
export class UnknownKeyError extends of("unknown_key") {}
/** The key exists, but its state, purpose, set or suite forbids this use. */
export class KeyNotUsableError extends of("key_not_usable") {}
/** The passphrase or key-encryption key does not open this ring. */
export class WrongPassphraseError extends of("wrong_passphrase") {}
/** The keyring file is malformed, altered or inconsistent. */
export class InvalidKeyringError extends of("invalid_keyring") {}
/** The keyring file was changed by somebody else since it was read. */
export class KeyringChangedError extends of("keyring_changed") {}
/** The keyring file is older than the one that was seen already. */
export class KeyringRolledBackError extends of("keyring_rolled_back") {}
/** The policy encrypts under a subject's key and the call names no subject. */
export class MissingSubjectError extends of("missing_subject") {}
/** The application's provider could not wrap or unwrap. */
export class ProviderFailedError extends of("provider_failed") {}
/** The platform has lost or invalidated the provider's key. */
export class ProviderKeyLostError extends of("provider_key_lost") {}
/** The token was sealed under another key than the one of its id. */
export class WrongKeyError extends of("wrong_key") {}
/** The token, its place, its record or its context was altered. */
export class TamperedError extends of("tampered") {}
/** A place that must hold a token holds plaintext. */
export class NotEncryptedError extends of("not_encrypted") {}
/** The operating system refused to read or write. */
export class IoError extends of("io") {}
/** A fault of this library. Please report it. */
export class InternalError extends of("internal") {}

/** The class of each code, in the order of the reference. */
export const errorClasses: Readonly<Record<string, new (message: string, place?: ErrorPlace) => FieldveilError>> = {
  invalid_policy: InvalidPolicyError,
  invalid_path: InvalidPathError,
  unknown_view: UnknownViewError,
  invalid_context: InvalidContextError,
  invalid_json: InvalidJsonError,
  invalid_token: InvalidTokenError,
  missing_field: MissingFieldError,
  limit_exceeded: LimitExceededError,
  already_encrypted: AlreadyEncryptedError,
  unsupported_version: UnsupportedVersionError,
  unsupported_value: UnsupportedValueError,
  unknown_key_set: UnknownKeySetError,
  unknown_key: UnknownKeyError,
  key_not_usable: KeyNotUsableError,
  wrong_passphrase: WrongPassphraseError,
  invalid_keyring: InvalidKeyringError,
  keyring_changed: KeyringChangedError,
  keyring_rolled_back: KeyringRolledBackError,
  missing_subject: MissingSubjectError,
  provider_failed: ProviderFailedError,
  provider_key_lost: ProviderKeyLostError,
  wrong_key: WrongKeyError,
  tampered: TamperedError,
  not_encrypted: NotEncryptedError,
  io: IoError,
  internal: InternalError,
};
