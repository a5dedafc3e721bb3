package dev.fieldveil.android

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import dev.fieldveil.Context
import dev.fieldveil.FieldveilException
import dev.fieldveil.KeyWrapper
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps rings by an AES-256-GCM key that never leaves the Android Keystore: in StrongBox where the device has one, in its
 * trusted execution environment elsewhere.
 *
 * Keep the ring's file in `Context.noBackupFilesDir`: on another device there is no such key, and the ring is opened by
 * its other wrap. When the system has invalidated the key, or it is gone, opening throws
 * [FieldveilException.ProviderKeyLost].
 *
 * @param alias the key's name in the key store, and part of the [name] in the ring; the key is made when it is first used
 * @param userAuthentication whether the key works only for a minute after the user has unlocked the device or was asked
 *   (by `BiometricPrompt`, say); later it throws [FieldveilException.ProviderFailed], and works again once the user was
 *   asked. The system invalidates such a key when the lock of the screen is taken off
 */
public class AndroidKeystore(
    private val alias: String = "fieldveil",
    private val userAuthentication: Boolean = false,
) : KeyWrapper {
    override val name: String = "android-keystore:$alias"

    override suspend fun wrap(key: ByteArray, context: Context): ByteArray = lostIfInvalidated {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        // The key store draws the nonce: it lets nobody choose one.
        cipher.init(Cipher.ENCRYPT_MODE, stored() ?: made())
        cipher.updateAAD(associatedData(context))
        cipher.iv + cipher.doFinal(key)
    }

    override suspend fun unwrap(wrapped: ByteArray, context: Context): ByteArray = lostIfInvalidated {
        require(wrapped.size > NONCE) { "the wrap is too short to be one of this key store" }
        val key = stored() ?: throw FieldveilException.ProviderKeyLost("the key store has no key `$alias`")
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE))
        cipher.updateAAD(associatedData(context))
        cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
    }

    /** Deletes the key: rings that have no other wrap cannot be opened any more. */
    public fun delete(): Unit = keyStore().deleteEntry(alias)

    private fun stored(): SecretKey? = keyStore().getKey(alias, null) as SecretKey?

    private fun made(): SecretKey =
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.P) {
            made(strongBox = false)
        } else {
            try {
                made(strongBox = true)
            } catch (none: StrongBoxUnavailableException) {
                made(strongBox = false)
            }
        }

    @Suppress("DEPRECATION") // Android 11 gave the duration another name; this one means the same on every version.
    private fun made(strongBox: Boolean): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)
            .setUserAuthenticationRequired(userAuthentication)
        // Without a duration the key would want a prompt that holds the very cipher, for each use: nobody could give it one.
        if (userAuthentication) spec.setUserAuthenticationValidityDurationSeconds(LATELY_SECONDS)
        if (strongBox) spec.setIsStrongBoxBacked(true)
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
        generator.init(spec.build())
        return generator.generateKey()
    }

    private fun keyStore(): KeyStore = KeyStore.getInstance(STORE).apply { load(null) }

    /** What a key store throws, in words: those that a new attempt cannot mend as a lost key. */
    private inline fun <T> lostIfInvalidated(work: () -> T): T =
        try {
            work()
        } catch (invalidated: KeyPermanentlyInvalidatedException) {
            throw FieldveilException.ProviderKeyLost("the system has invalidated the key `$alias`")
        } catch (unreadable: UnrecoverableKeyException) {
            throw FieldveilException.ProviderKeyLost("the key store cannot recover the key `$alias`")
        } catch (altered: AEADBadTagException) {
            throw FieldveilException.ProviderFailed("the wrap is of another key or ring, or was altered")
        } catch (other: GeneralSecurityException) {
            throw FieldveilException.ProviderFailed("the key store failed: ${other.javaClass.simpleName}")
        }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val TAG_BITS = 128
        const val NONCE = 12
        const val LATELY_SECONDS = 60

        /** The pairs in the order of their names, each with its lengths. */
        fun associatedData(context: Context): ByteArray =
            context.toSortedMap().entries.joinToString("") { (name, value) -> "${name.length}:$name${value.length}:$value" }.toByteArray()
    }
}
