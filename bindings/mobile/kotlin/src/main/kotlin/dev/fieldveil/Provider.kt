package dev.fieldveil

import dev.fieldveil.internal.NativeKeyWrapper
import dev.fieldveil.internal.NativeProvider
import dev.fieldveil.internal.NativeWrapException
import kotlinx.coroutines.runBlocking
import java.io.File

/** What wraps and unwraps a ring: one of the ready ones below, or a [KeyWrapper] of the application's. */
public sealed interface Provider

/** A provider that needs nothing of the application. Closing it erases its secret; a ring keeps a copy while it is open. */
public sealed class ReadyProvider(internal val native: NativeProvider) : Provider, AutoCloseable {
    override fun close(): Unit = native.close()

    override fun toString(): String = "${javaClass.simpleName}([REDACTED])"
}

/** A passphrase, through Argon2id. */
public class Passphrase(text: String) : ReadyProvider(guard { NativeProvider.passphrase(text) })

/** A key-encryption key of 32 bytes: raw, hex, base64 or base64url. */
public class Key private constructor(native: NativeProvider) : ReadyProvider(native) {
    public constructor(key: ByteArray) : this(guard { lend(key) { NativeProvider.key(it) } })

    public companion object {
        /** The key in a file; white space at its end is ignored. */
        @JvmStatic
        public fun fromFile(file: File): Key = Key(guard { NativeProvider.keyFile(file.path) })
    }
}

/** HPKE (RFC 9180): whoever holds the public key makes rings, whoever holds the private one opens them. */
public class Hpke private constructor(native: NativeProvider) : ReadyProvider(native) {
    public companion object {
        /** The other side's public key: what a phone holds of its server. */
        @JvmStatic
        public fun public(name: String, key: ByteArray): Hpke = Hpke(guard { lend(key) { NativeProvider.hpkePublic(name, it) } })

        /** The private key that opens the rings which were made for its public key. */
        @JvmStatic
        public fun private(key: ByteArray): Hpke = Hpke(guard { lend(key) { NativeProvider.hpkePrivate(it) } })
    }
}

/**
 * A key store of the application's: a platform's, a service, a device. Asked once when a ring is made and once when it
 * is opened, never in the path of a value; both calls may wait.
 *
 * What it throws reaches the caller as [FieldveilException.ProviderFailed] with its message, which therefore names no
 * secret; [FieldveilException.ProviderKeyLost] says that the key is gone for good.
 */
public interface KeyWrapper : Provider {
    /** The name that finds the provider's row in the ring, such as `android-keystore:ring`. */
    public val name: String

    /** Wraps the 32 bytes of a ring key; [context] is `{"fv-ring": id}`. */
    public suspend fun wrap(key: ByteArray, context: Context): ByteArray

    /** Gives back the 32 bytes that were wrapped under the same [context]. */
    public suspend fun unwrap(wrapped: ByteArray, context: Context): ByteArray
}

internal fun Provider.native(): NativeProvider =
    when (this) {
        is ReadyProvider -> native
        is KeyWrapper -> guard { NativeProvider.wrapper(name, Asked(this)) }
    }

/** The application's key store as the native library calls it: on a thread that may wait. */
private class Asked(private val wrapper: KeyWrapper) : NativeKeyWrapper {
    override fun wrap(key: ByteArray, context: Map<String, String>): ByteArray =
        try {
            answer { wrapper.wrap(key, context) }
        } finally {
            key.fill(0)
        }

    override fun unwrap(wrapped: ByteArray, context: Map<String, String>): ByteArray = answer { wrapper.unwrap(wrapped, context) }

    private fun answer(ask: suspend () -> ByteArray): ByteArray =
        try {
            runBlocking { ask() }
        } catch (lost: FieldveilException.ProviderKeyLost) {
            throw NativeWrapException.KeyLost(lost.message.orEmpty())
        } catch (failed: Throwable) {
            throw NativeWrapException.Failed(failed.message ?: failed.javaClass.simpleName)
        }
}
