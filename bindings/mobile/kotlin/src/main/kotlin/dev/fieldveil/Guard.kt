package dev.fieldveil

import dev.fieldveil.internal.InternalException
import dev.fieldveil.internal.NativeException
import dev.fieldveil.internal.NativeFailure

/** Calls the native library; what it refuses is thrown as the class of its code. */
internal inline fun <T> guard(call: () -> T): T =
    try {
        call()
    } catch (refused: NativeException.Failed) {
        throw refused.failure.toException()
    } catch (malformed: CharacterCodingException) {
        // In a context, a name, a value: what is no document is encoded on the way.
        throw FieldveilException.UnsupportedValue("a text holds a lone surrogate, which UTF-8 does not have")
    } catch (panic: InternalException) {
        throw FieldveilException.Internal("the native library failed; please report this")
    }

/** The exception of a failure's code. */
internal fun NativeFailure.toException(): FieldveilException {
    val place = ErrorPlace(
        path = path,
        index = index?.toInt(),
        line = line?.toLong(),
        position = position?.let { Position(it.offset.toLong(), it.line.toLong(), it.column.toLong()) },
    )
    return when (code) {
        "invalid_policy" -> FieldveilException.InvalidPolicy(message, place)
        "invalid_path" -> FieldveilException.InvalidPath(message, place)
        "unknown_view" -> FieldveilException.UnknownView(message, place)
        "invalid_context" -> FieldveilException.InvalidContext(message, place)
        "invalid_json" -> FieldveilException.InvalidJson(message, place)
        "invalid_token" -> FieldveilException.InvalidToken(message, place)
        "missing_field" -> FieldveilException.MissingField(message, place)
        "limit_exceeded" -> FieldveilException.LimitExceeded(message, place)
        "already_encrypted" -> FieldveilException.AlreadyEncrypted(message, place)
        "unsupported_version" -> FieldveilException.UnsupportedVersion(message, place)
        "unsupported_value" -> FieldveilException.UnsupportedValue(message, place)
        "unknown_key_set" -> FieldveilException.UnknownKeySet(message, place)
        "unknown_key" -> FieldveilException.UnknownKey(message, place)
        "key_not_usable" -> FieldveilException.KeyNotUsable(message, place)
        "wrong_passphrase" -> FieldveilException.WrongPassphrase(message, place)
        "invalid_keyring" -> FieldveilException.InvalidKeyring(message, place)
        "keyring_changed" -> FieldveilException.KeyringChanged(message, place)
        "keyring_rolled_back" -> FieldveilException.KeyringRolledBack(message, place)
        "missing_subject" -> FieldveilException.MissingSubject(message, place)
        "provider_failed" -> FieldveilException.ProviderFailed(message, place)
        "provider_key_lost" -> FieldveilException.ProviderKeyLost(message, place)
        "wrong_key" -> FieldveilException.WrongKey(message, place)
        "tampered" -> FieldveilException.Tampered(message, place)
        "not_encrypted" -> FieldveilException.NotEncrypted(message, place)
        "io" -> FieldveilException.Io(message, place)
        else -> FieldveilException.Internal(message, place)
    }
}
