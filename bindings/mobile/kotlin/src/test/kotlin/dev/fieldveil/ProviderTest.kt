package dev.fieldveil

import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** A key store in memory, which does what a test asks of it before it answers. */
private class Store(private val before: suspend (verb: String) -> Unit = {}) : KeyWrapper {
    override val name = "store"
    val asked = mutableListOf<String>()

    override suspend fun wrap(key: ByteArray, context: Context) = work("wrap", key, context)

    override suspend fun unwrap(wrapped: ByteArray, context: Context) = work("unwrap", wrapped, context)

    private suspend fun work(verb: String, bytes: ByteArray, context: Context): ByteArray {
        asked += "$verb ${context.keys}"
        before(verb)
        return bytes.map { (it.toInt() xor 0x5a).toByte() }.toByteArray()
    }
}

class ProviderTest {
    @TempDir lateinit var folder: File
    private val file get() = File(folder, "ring.json")

    private fun failure(before: suspend (String) -> Unit): FieldveilException {
        Keyring.createBlocking(file, Store()).close()
        return assertThrows(FieldveilException::class.java) { Keyring.openBlocking(file, Store(before)) }
    }

    @Test fun `the application wraps and unwraps, once each`() = runBlocking {
        val store = Store()
        Keyring.create(file, store).use { ring -> ring.edit { addSet("pii", Purpose.DATA) } }
        Keyring.open(file, store).use { ring ->
            repeat(3) { ring.encryptValue("pii", "x", Binding.anywhere) }
            assertEquals(listOf("callback store"), ring.wraps())
        }
        assertEquals(listOf("wrap [fv-ring]", "unwrap [fv-ring]"), store.asked)
    }

    @Test fun `what it throws reaches the caller with its message`() {
        val failed = failure { error("the vault is sealed") }
        assertEquals("provider_failed", failed.code)
        assertTrue(failed.message!!.contains("the vault is sealed"))
    }

    @Test fun `a lost key is told apart from a failure`() {
        val lost = failure { throw FieldveilException.ProviderKeyLost("the finger was enrolled anew") }
        assertEquals("provider_key_lost", lost.code)
        assertTrue(lost.message!!.contains("the finger was enrolled anew"))
    }

    @Test fun `an answer that is no key is refused`() {
        Keyring.createBlocking(file, Store()).close()
        val short = object : KeyWrapper by Store() {
            override suspend fun unwrap(wrapped: ByteArray, context: Context) = ByteArray(31)
        }
        val error = assertThrows(FieldveilException.ProviderFailed::class.java) { Keyring.openBlocking(file, short) }
        assertFalse(error.message!!.contains("[0"))
    }

    @Test fun `it may wait`() = runBlocking {
        val slow = Store { delay(50) }
        Keyring.create(file, slow).close()
        Keyring.open(file, slow).close()
        assertEquals(2, slow.asked.size)
    }

    @Test fun `it may call back into the library`() {
        val inner = File(folder, "inner.json")
        Keyring.createBlocking(inner, Key(Scene.KEK)).use { it.editBlocking { addSet("kek", Purpose.DATA) } }
        val nested = object : KeyWrapper {
            override val name = "nested"

            override suspend fun wrap(key: ByteArray, context: Context) =
                Keyring.open(inner, Key(Scene.KEK)).use { it.encryptValue("kek", key, Binding.anywhere, context.minus("fv-ring")) }.toByteArray()

            override suspend fun unwrap(wrapped: ByteArray, context: Context) =
                Keyring.open(inner, Key(Scene.KEK)).use { it.decryptValue(wrapped.decodeToString(), Binding.anywhere) as Value.Bytes }.bytes
        }
        Keyring.createBlocking(file, nested).close()
        Keyring.openBlocking(file, nested).close()
    }

    @Test fun `a ring made for a server's public key is opened by its private one`() {
        // RFC 9180, the X25519 pair of its test vectors (A.1.1, skRm and pkRm).
        val public = "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d".hexToByteArray()
        val private = "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8".hexToByteArray()
        Keyring.createBlocking(file, Store(), Hpke.public("server", public)).close()
        assertThrows(FieldveilException.WrongPassphrase::class.java) { Keyring.openBlocking(file, Hpke.public("server", public)) }
        Keyring.openBlocking(file, Hpke.private(private)).use { assertEquals(2, it.wraps().size) }
    }

    @Test fun `it is not asked for bytes that name another ring`() {
        Keyring.createBlocking(file, Store()).close()
        val other = object : KeyWrapper by Store() {
            override val name = "other"
        }
        assertThrows(FieldveilException.WrongPassphrase::class.java) { Keyring.openBlocking(file, other) }
    }
}
