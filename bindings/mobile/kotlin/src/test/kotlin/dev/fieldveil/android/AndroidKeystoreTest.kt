package dev.fieldveil.android

import android.os.Build
import dev.fieldveil.FieldveilException
import dev.fieldveil.Keyring
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class AndroidKeystoreTest {
    @TempDir lateinit var folder: File
    private val file get() = File(folder, "ring.json")
    private val store = AndroidKeystore()

    @BeforeEach fun begin() = KeystoreDouble.install()

    @AfterEach fun end() { Build.VERSION.SDK_INT = 35 }

    @Test fun `a ring is made and opened by a key that stays in the store`() {
        Keyring.createBlocking(file, store).close()
        Keyring.openBlocking(file, AndroidKeystore()).use { assertEquals(listOf("callback android-keystore:fieldveil"), it.wraps()) }
        val spec = KeystoreDouble.specs.single()
        assertTrue(spec.isStrongBoxBacked)
        assertEquals(listOf(256, 3, listOf("GCM"), listOf("NoPadding")), listOf(spec.keySize, spec.purposes, spec.blockModes, spec.encryptionPaddings))
        assertFalse(spec.isUserAuthenticationRequired)
    }

    @Test fun `a key of an authenticated user works for a while, not for one use of a cipher that nobody could be asked for`() {
        Keyring.createBlocking(file, AndroidKeystore(userAuthentication = true)).close()
        val spec = KeystoreDouble.specs.single()
        assertTrue(spec.isUserAuthenticationRequired)
        assertEquals(60, spec.userAuthenticationValidityDurationSeconds)
    }

    @Test fun `without StrongBox the trusted execution environment keeps the key`() {
        KeystoreDouble.hasStrongBox = false
        Keyring.createBlocking(file, store).close()
        assertEquals(listOf(true, false), KeystoreDouble.specs.map { it.isStrongBoxBacked })
        Build.VERSION.SDK_INT = 27
        KeystoreDouble.install()
        Keyring.createBlocking(File(folder, "old.json"), store).close()
        assertEquals(listOf(false), KeystoreDouble.specs.map { it.isStrongBoxBacked })
    }

    @Test fun `a key that the system invalidated, or that is gone, is lost`() {
        Keyring.createBlocking(file, store).close()
        KeystoreDouble.invalidated = true
        assertThrows(FieldveilException.ProviderKeyLost::class.java) { Keyring.openBlocking(file, store) }
        KeystoreDouble.invalidated = false
        KeystoreDouble.unrecoverable = true
        assertThrows(FieldveilException.ProviderKeyLost::class.java) { Keyring.openBlocking(file, store) }
        KeystoreDouble.unrecoverable = false
        store.delete()
        assertThrows(FieldveilException.ProviderKeyLost::class.java) { Keyring.openBlocking(file, store) }
    }

    @Test fun `what is wrapped for one ring opens for no other`() = runBlocking {
        val wrapped = store.wrap(ByteArray(32), mapOf("fv-ring" to "kr_a"))
        assertEquals(12 + 32 + 16, wrapped.size)
        assertEquals(32, store.unwrap(wrapped, mapOf("fv-ring" to "kr_a")).size)
        assertThrows(FieldveilException.ProviderFailed::class.java) { runBlocking { store.unwrap(wrapped, mapOf("fv-ring" to "kr_b")) } }
        wrapped[20] = (wrapped[20] + 1).toByte()
        val error = assertThrows(FieldveilException.ProviderFailed::class.java) { runBlocking { store.unwrap(wrapped, mapOf("fv-ring" to "kr_a")) } }
        assertEquals("provider_failed", error.code)
        Unit
    }
}
