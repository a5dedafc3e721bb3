package dev.fieldveil.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.StrongBoxUnavailableException
import java.io.InputStream
import java.io.OutputStream
import java.security.InvalidAlgorithmParameterException
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.UnrecoverableKeyException
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/** A key store of Android's, in memory, under Android's own name of it: it makes keys, keeps them and may lose them. */
internal object KeystoreDouble {
    val keys = mutableMapOf<String, SecretKey>()
    val specs = mutableListOf<KeyGenParameterSpec>()
    var hasStrongBox = true
    var invalidated = false
    var unrecoverable = false

    fun install() {
        keys.clear()
        specs.clear()
        hasStrongBox = true
        invalidated = false
        unrecoverable = false
        Security.removeProvider(NAME)
        Security.addProvider(Double())
    }

    private const val NAME = "AndroidKeyStore"

    /** A key that a cipher is refused at its start, which is where Android says so. */
    private object Invalidated : SecretKey {
        private fun readResolve(): Any = Invalidated

        override fun getAlgorithm() = "AES"

        override fun getFormat() = "RAW"

        override fun getEncoded() = throw KeyPermanentlyInvalidatedException()
    }

    private class Double : Provider(NAME, "1", "stands in for Android's") {
        init {
            put("KeyStore.$NAME", Store::class.java.name)
            put("KeyGenerator.AES", Generator::class.java.name)
        }
    }

    class Generator : KeyGeneratorSpi() {
        private var spec: KeyGenParameterSpec? = null

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(size: Int, random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(params: AlgorithmParameterSpec?, random: SecureRandom?) {
            spec = params as? KeyGenParameterSpec ?: throw InvalidAlgorithmParameterException("not Android's specification")
        }

        override fun engineGenerateKey(): SecretKey {
            val spec = checkNotNull(spec)
            specs += spec
            if (spec.isStrongBoxBacked && !hasStrongBox) throw StrongBoxUnavailableException()
            val generator = KeyGenerator.getInstance("AES", "SunJCE").apply { init(spec.keySize) }
            return generator.generateKey().also { keys[spec.keystoreAlias] = it }
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            if (unrecoverable) throw UnrecoverableKeyException()
            return if (invalidated) Invalidated else keys[alias]
        }

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineLoad(stream: InputStream?, password: CharArray?) = Unit

        override fun engineContainsAlias(alias: String) = alias in keys

        override fun engineIsKeyEntry(alias: String) = alias in keys

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(keys.keys)

        override fun engineSize() = keys.size

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineSetKeyEntry(alias: String?, key: Key?, password: CharArray?, chain: Array<out Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetKeyEntry(alias: String?, key: ByteArray?, chain: Array<out Certificate>?) = throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(alias: String?, certificate: Certificate?) = throw UnsupportedOperationException()

        override fun engineStore(stream: OutputStream?, password: CharArray?) = throw UnsupportedOperationException()
    }
}
