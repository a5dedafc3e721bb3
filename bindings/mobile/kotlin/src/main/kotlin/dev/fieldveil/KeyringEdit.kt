package dev.fieldveil

import dev.fieldveil.internal.NativeKeyringEdit
import dev.fieldveil.internal.NativePurpose

/** What a key set is for; a set serves one purpose. */
public enum class Purpose {
    /** Values, records and streams. */
    DATA,

    /** Values that are equal when their plaintexts are. */
    DETERMINISTIC,

    /** Blind indexes to search by. */
    INDEX,

    /** Stand-ins that are the same for the same value, and keyed date shifts. */
    PSEUDONYM,

    /** Subject keys, each of which seals the data of one person. */
    SUBJECT,
}

/** Changes to a ring, saved as a whole by [Keyring.edit]. Ids are what tokens carry. */
public class KeyringEdit internal constructor(private val native: NativeKeyringEdit) {
    /** Adds a key set; its first version is primary at once. Returns that version's id. */
    public fun addSet(name: String, purpose: Purpose, suite: String? = null): Long =
        guard { native.addSet(name, NativePurpose.entries[purpose.ordinal], suite) }.toLong()

    /** Adds a pending version, which reads and does not write yet; returns its id. */
    public fun rotate(set: String): Long = guard { native.rotate(set) }.toLong()

    /** Makes the pending version primary; [now] overrides the ring's `minPending`. */
    public fun promote(set: String, now: Boolean = false): Long = guard { native.promote(set, now) }.toLong()

    /** Gives up a pending version. */
    public fun retire(set: String, id: Long): Unit = guard { native.retire(set, id.toUInt()) }

    /** Lets a retired version refuse from now on. */
    public fun disable(set: String, id: Long): Unit = guard { native.disable(set, id.toUInt()) }

    /** Lets a disabled version read again. */
    public fun enable(set: String, id: Long): Unit = guard { native.enable(set, id.toUInt()) }

    /** Destroys a version that usage reports show to be unused, or any with [force]. */
    public fun destroy(set: String, id: Long, usage: List<String> = emptyList(), force: Boolean = false): Unit =
        guard { native.destroy(set, id.toUInt(), usage, force) }

    /**
     * Adds providers and removes rows of `wraps`, counted from 0.
     *
     * Removing one that somebody may still hold needs [newRingKey], and new versions of the data sets.
     */
    public fun rewrap(vararg add: Provider, remove: List<Int> = emptyList(), newRingKey: Boolean = false): Unit =
        guard { native.rewrap(add.map { it.native() }, remove.map { it.toUInt() }, newRingKey) }
}
