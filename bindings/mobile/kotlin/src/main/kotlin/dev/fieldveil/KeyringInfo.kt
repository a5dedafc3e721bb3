package dev.fieldveil

import dev.fieldveil.internal.NativeKeySet
import dev.fieldveil.internal.NativeKeyringStatus

/**
 * How a ring stands in this process.
 *
 * @property id the ring's id
 * @property epoch the epoch that is served
 * @property loadedAt when that state was read, RFC 3339
 * @property primaries each set and the id of its primary version
 * @property lastError why the last reload failed, if it did
 */
public data class KeyringStatus(
    val id: String,
    val epoch: Long,
    val loadedAt: String,
    val primaries: Map<String, Long>,
    val lastError: FieldveilException?,
)

/** One key set: its name, what it is for, its suite as the file writes it, and its versions, oldest first. */
public data class KeySet(val name: String, val purpose: Purpose, val suite: String, val versions: List<KeyVersion>)

/**
 * One version of a key set.
 *
 * @property id the id that its tokens carry
 * @property state `pending`, `primary`, `retired`, `disabled` or `destroyed`
 * @property created when it was made, RFC 3339
 * @property promoted when it became primary, if it ever did
 * @property patterns what finds its tokens by `LIKE` in a text column
 */
public data class KeyVersion(
    val id: Long,
    val state: String,
    val created: String,
    val promoted: String?,
    val patterns: List<String>,
)

internal fun NativeKeyringStatus.toStatus(): KeyringStatus =
    KeyringStatus(id, epoch.toLong(), loadedAt, primaries.mapValues { it.value.toLong() }, lastError?.toException())

internal fun NativeKeySet.toKeySet(): KeySet =
    KeySet(
        name = name,
        purpose = Purpose.valueOf(purpose.uppercase()),
        suite = suite,
        versions = versions.map { KeyVersion(it.id.toLong(), it.state, it.created, it.promoted, it.patterns) },
    )
