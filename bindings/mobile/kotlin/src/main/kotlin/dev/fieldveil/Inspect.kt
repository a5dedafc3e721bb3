/** Looking at tokens without a key. */
@file:JvmName("Inspect")

package dev.fieldveil

/**
 * What a token says of itself. None of it is authenticated.
 *
 * @property suite the suite, in two hexadecimal digits
 * @property kind `value`, `record header`, `record field`, `deterministic value` or `stream`
 * @property cipher the cipher, as a keyring names it
 * @property id the id of its key; the ordinal of a record field, whose key the header names
 * @property bytes its bytes, prefix and all
 * @property payload the bytes that are sealed in it; none in a header
 * @property fields how many fields a header speaks for
 */
public data class TokenInfo(
    val suite: String,
    val kind: String,
    val cipher: String,
    val id: Long,
    val bytes: Long,
    val payload: Long,
    val fields: Long?,
)

/** Looks at a token: its suite, key id and sizes, without a key. */
public fun inspect(token: String): TokenInfo = guard {
    dev.fieldveil.internal.inspect(token).run {
        TokenInfo(suite, kind, cipher, id.toLong(), bytes.toLong(), payload.toLong(), fields?.toLong())
    }
}

/** Every error code, in the order of the reference. */
public fun errorCodes(): List<String> = dev.fieldveil.internal.errorCodes()
