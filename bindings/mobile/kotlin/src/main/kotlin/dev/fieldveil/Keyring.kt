package dev.fieldveil

import dev.fieldveil.internal.NativeKeyring
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.io.File
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.toJavaDuration

/**
 * Key sets in one file, opened by a provider. Safe to share between threads.
 *
 * ```
 * Keyring.open(file, Passphrase(text)).use { ring -> Veil(policy, ring).use { veil -> … } }
 * ```
 *
 * What may ask a provider suspends, and is done where it may wait; each such call has a sister that blocks, for `main`,
 * for scripts and for Java.
 */
public class Keyring private constructor(internal val native: NativeKeyring) : AutoCloseable {
    /** The document of the ring as it is loaded, to be uploaded or copied: its keys are wrapped in it. */
    public fun document(): String = guard { native.document() }

    /** Changes the ring and saves it at the end of [change]; if that throws, nothing is saved. */
    public suspend fun <T> edit(change: KeyringEdit.() -> T): T = withContext(Dispatchers.IO) { editBlocking(change) }

    /** [edit] on this thread. */
    public fun <T> editBlocking(change: KeyringEdit.() -> T): T =
        guard { native.edit() }.use { edit -> KeyringEdit(edit).change().also { guard { edit.save() } } }

    /** Reads the file again; returns whether anything changed. Calls under way keep the state that they began with. */
    public suspend fun reload(): Boolean = withContext(Dispatchers.IO) { reloadBlocking() }

    /** [reload] on this thread. */
    public fun reloadBlocking(): Boolean = guard { native.reload() }

    /** Reads the file again whenever the ring is used and [interval] has passed; zero ends it. There is no thread. */
    public fun reloadEvery(interval: Duration): Unit = guard { native.reloadEvery(interval.toJavaDuration()) }

    /** How the ring stands in this process. */
    public fun status(): KeyringStatus = guard { native.status() }.toStatus()

    /** The key sets and their versions, oldest first. */
    public fun sets(): List<KeySet> = guard { native.sets() }.map { it.toKeySet() }

    /** The rows of `wraps`, each as its provider and name: what [KeyringEdit.rewrap] counts from 0. */
    public fun wraps(): List<String> = guard { native.wraps() }

    /** Lets go of the ring. Its keys are erased from memory once no [Veil] and no [KeyringEdit] holds it. */
    override fun close(): Unit = native.close()

    override fun toString(): String = status().run { "Keyring($id, epoch $epoch)" }

    public companion object {
        /**
         * Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet.
         *
         * @param minPending how long a version must have been pending before it is promoted
         * @throws FieldveilException.Io if a file stands there, [FieldveilException.ProviderFailed] if a provider cannot wrap
         */
        public suspend fun create(file: File, vararg providers: Provider, minPending: Duration = 1.hours): Keyring =
            withContext(Dispatchers.IO) { createBlocking(file, *providers, minPending = minPending) }

        /** [create] on this thread. */
        @JvmStatic
        @JvmOverloads
        public fun createBlocking(file: File, vararg providers: Provider, minPending: Duration = 1.hours): Keyring =
            Keyring(guard { NativeKeyring.create(file.path, providers.map { it.native() }, minPending.inWholeSeconds.toULong()) })

        /**
         * Opens the ring of a file with the first provider that can. Only reads.
         *
         * @param minEpoch the lowest epoch that is accepted: a ring below it was rolled back
         * @throws FieldveilException.WrongPassphrase, [FieldveilException.ProviderFailed], [FieldveilException.InvalidKeyring]
         */
        public suspend fun open(file: File, vararg providers: Provider, minEpoch: Long = 0): Keyring =
            withContext(Dispatchers.IO) { openBlocking(file, *providers, minEpoch = minEpoch) }

        /** [open] on this thread. */
        @JvmStatic
        @JvmOverloads
        public fun openBlocking(file: File, vararg providers: Provider, minEpoch: Long = 0): Keyring =
            Keyring(guard { NativeKeyring.open(file.path, providers.map { it.native() }, minEpoch.toULong()) })

        /** Opens a ring from its document. It can be used and looked at; there is no file to save to. */
        public suspend fun parse(document: ByteArray, vararg providers: Provider, minEpoch: Long = 0): Keyring =
            withContext(Dispatchers.IO) { parseBlocking(document, *providers, minEpoch = minEpoch) }

        /** [parse] on this thread. */
        @JvmStatic
        @JvmOverloads
        public fun parseBlocking(document: ByteArray, vararg providers: Provider, minEpoch: Long = 0): Keyring =
            Keyring(guard { lend(document) { NativeKeyring.parse(it, providers.map { one -> one.native() }, minEpoch.toULong()) } })

        /** Opens the ring that `FIELDVEIL_KEYRING` names, by the key of the environment. Only reads. */
        @JvmStatic
        @JvmOverloads
        public fun fromEnv(minEpoch: Long = 0): Keyring = Keyring(guard { NativeKeyring.fromEnv(minEpoch.toULong()) })
    }
}
