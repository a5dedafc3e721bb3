package dev.fieldveil

/**
 * What every call of this package throws: one class for each code.
 *
 * No message holds a byte of a payload, a plaintext, a key or a passphrase.
 *
 * @property code the stable name, the same string in every language
 * @property place what the error says beside its message
 */
public sealed class FieldveilException(
    public val code: String,
    message: String,
    public val place: ErrorPlace,
) : RuntimeException(message) {
    /** The path of the rule that was being applied, as the policy writes it. */
    public val path: String? get() = place.path

    /** The index of the record in its batch, from 0. */
    public val index: Int? get() = place.index

    /** The number of the line, from 1, when the input was JSON lines. */
    public val line: Long? get() = place.line

    /** Where in the document or policy the fault stands. */
    public val position: Position? get() = place.position

    /** The policy is not a valid policy document. */
    public class InvalidPolicy(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_policy", message, place)

    /** A JSONPath in the policy is not valid, or not one that may stand there. */
    public class InvalidPath(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_path", message, place)

    /** The policy has no view of that name. */
    public class UnknownView(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("unknown_view", message, place)

    /** A context pair is empty, reserved, doubled, missing or contradicts the record. */
    public class InvalidContext(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_context", message, place)

    /** The document is not one valid JSON text in UTF-8. */
    public class InvalidJson(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_json", message, place)

    /** A string at a token's place has a token's mark but not its form. */
    public class InvalidToken(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_token", message, place)

    /** A required rule, or a context path, selected nothing in the record. */
    public class MissingField(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("missing_field", message, place)

    /** A limit of size, depth or number was exceeded. */
    public class LimitExceeded(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("limit_exceeded", message, place)

    /** The record holds a header or a token where plaintext is expected. */
    public class AlreadyEncrypted(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("already_encrypted", message, place)

    /** The token was written by a format or suite that this version does not know. */
    public class UnsupportedVersion(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("unsupported_version", message, place)

    /** A value that an operator or Kotlin cannot carry. */
    public class UnsupportedValue(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("unsupported_value", message, place)

    /** No ring that was given has a key set of that name. */
    public class UnknownKeySet(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("unknown_key_set", message, place)

    /** No ring that was given has the key id that the token names. */
    public class UnknownKey(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("unknown_key", message, place)

    /** The key exists, but its state, purpose, set or suite forbids this use. */
    public class KeyNotUsable(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("key_not_usable", message, place)

    /** The passphrase or key-encryption key does not open this ring. */
    public class WrongPassphrase(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("wrong_passphrase", message, place)

    /** The keyring file is malformed, altered or inconsistent. */
    public class InvalidKeyring(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("invalid_keyring", message, place)

    /** The keyring file was changed by somebody else since it was read. */
    public class KeyringChanged(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("keyring_changed", message, place)

    /** The keyring file is older than the one that was seen already. */
    public class KeyringRolledBack(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("keyring_rolled_back", message, place)

    /** The policy encrypts under a subject's key and the call names no subject. */
    public class MissingSubject(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("missing_subject", message, place)

    /** The application's provider could not wrap or unwrap. */
    public class ProviderFailed(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("provider_failed", message, place)

    /** The platform has lost or invalidated the provider's key; a [KeyWrapper] throws this to say so. */
    public class ProviderKeyLost(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("provider_key_lost", message, place)

    /** The token was sealed under another key than the one of its id. */
    public class WrongKey(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("wrong_key", message, place)

    /** The token, its place, its record or its context was altered. */
    public class Tampered(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("tampered", message, place)

    /** A place that must hold a token holds plaintext. */
    public class NotEncrypted(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("not_encrypted", message, place)

    /** The operating system refused to read or write. */
    public class Io(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("io", message, place)

    /** A fault of this library. Please report it. */
    public class Internal(message: String, place: ErrorPlace = ErrorPlace()) : FieldveilException("internal", message, place)
}

/** What an error says beside its message. */
public data class ErrorPlace(
    val path: String? = null,
    val index: Int? = null,
    val line: Long? = null,
    val position: Position? = null,
)

/**
 * Where in a text something stands.
 *
 * @property offset bytes from the beginning of the text, from 0
 * @property line line, from 1
 * @property column column in Unicode scalar values, from 1
 */
public data class Position(val offset: Long, val line: Long, val column: Long)
