/**
 * Stand-ins for the classes of Android that the adapter of the key store uses, with their names, signatures and values,
 * so that it compiles and runs where there is no Android. `mvn -P android test-compile` compiles it against the real ones.
 */
@file:Suppress("PackageDirectoryMismatch", "unused")

package android.security.keystore

import java.security.InvalidKeyException
import java.security.ProviderException
import java.security.spec.AlgorithmParameterSpec

object KeyProperties {
    const val PURPOSE_ENCRYPT = 1
    const val PURPOSE_DECRYPT = 2
    const val BLOCK_MODE_GCM = "GCM"
    const val ENCRYPTION_PADDING_NONE = "NoPadding"
    const val KEY_ALGORITHM_AES = "AES"
}

class KeyPermanentlyInvalidatedException : InvalidKeyException()

class StrongBoxUnavailableException : ProviderException()

class KeyGenParameterSpec private constructor(
    val keystoreAlias: String,
    val purposes: Int,
    val keySize: Int,
    val blockModes: List<String>,
    val encryptionPaddings: List<String>,
    val isUserAuthenticationRequired: Boolean,
    val userAuthenticationValidityDurationSeconds: Int,
    val isStrongBoxBacked: Boolean,
) : AlgorithmParameterSpec {
    class Builder(private val alias: String, private val purposes: Int) {
        private var size = -1
        private var modes = emptyList<String>()
        private var paddings = emptyList<String>()
        private var authentication = false
        private var duration = -1 // asked for each use
        private var strongBox = false

        fun setKeySize(size: Int) = apply { this.size = size }

        fun setBlockModes(vararg modes: String) = apply { this.modes = modes.toList() }

        fun setEncryptionPaddings(vararg paddings: String) = apply { this.paddings = paddings.toList() }

        fun setUserAuthenticationRequired(required: Boolean) = apply { authentication = required }

        fun setUserAuthenticationValidityDurationSeconds(seconds: Int) = apply { duration = seconds }

        fun setIsStrongBoxBacked(backed: Boolean) = apply { strongBox = backed }

        fun build() = KeyGenParameterSpec(alias, purposes, size, modes, paddings, authentication, duration, strongBox)
    }
}
