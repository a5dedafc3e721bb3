package dev.fieldveil

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.nio.file.Files
import kotlin.time.Duration.Companion.seconds

class KeyringTest {
    @TempDir lateinit var folder: File
    private lateinit var scene: Scene
    private val ring get() = scene.ring

    @BeforeEach fun begin() { scene = Scene(folder) }

    @AfterEach fun end() = scene.close()

    @Test fun `a version goes through its life`() = runBlocking {
        val stored = scene.veil.encrypt(Scene.RECORD)
        val second = ring.edit { rotate("pii") }
        assertThrows(FieldveilException.KeyNotUsable::class.java) { ring.editBlocking { promote("pii") } }
        assertEquals(second, ring.edit { promote("pii", now = true) })
        val moved = scene.veil.reencrypt(stored)
        assertTrue(moved != stored)
        val first = ring.sets().first { it.name == "pii" }.versions.first().id
        ring.edit { disable("pii", first) }
        assertThrows(FieldveilException.KeyNotUsable::class.java) { scene.veil.decrypt(stored) }
        ring.edit { enable("pii", first) }
        assertEquals(Scene.RECORD, scene.veil.decrypt(stored))
        assertThrows(FieldveilException::class.java) { ring.editBlocking { destroy("pii", first) } }
        ring.edit { destroy("pii", first, force = true) }
        assertEquals(listOf("destroyed", "primary"), ring.sets().first { it.name == "pii" }.versions.map { it.state })
        ring.edit { retire("pii", rotate("pii")) }
        assertEquals(second, ring.status().primaries["pii"])
    }

    @Test fun `an edit that throws saves nothing`() {
        val epoch = ring.status().epoch
        assertThrows(IllegalStateException::class.java) {
            ring.editBlocking {
                rotate("pii")
                error("changed my mind")
            }
        }
        assertEquals(epoch, Keyring.openBlocking(scene.file, Key(Scene.KEK)).status().epoch)
    }

    @Test fun `a ring is opened by what wraps it and by nothing else`() = runBlocking {
        assertThrows(FieldveilException.WrongPassphrase::class.java) { Keyring.openBlocking(scene.file, Key(ByteArray(32))) }
        val key = File(folder, "key").apply { writeText(Scene.KEK.toHexString() + "\n") }
        Keyring.open(scene.file, Key.fromFile(key)).use { assertEquals(ring.status().id, it.status().id) }
        ring.edit { rewrap(Passphrase("correct horse"), remove = listOf(0)) }
        assertEquals(listOf("passphrase"), ring.wraps())
        Keyring.open(scene.file, Passphrase("correct horse")).close()
        val parsed = Keyring.parse(ring.document().toByteArray(), Passphrase("correct horse"))
        assertThrows(FieldveilException.Io::class.java) { parsed.editBlocking { rotate("pii") } }
        assertThrows(FieldveilException.KeyringRolledBack::class.java) {
            Keyring.openBlocking(scene.file, Passphrase("correct horse"), minEpoch = 99)
        }
        Unit
    }

    @Test fun `another process's change is seen after a reload`() = runBlocking {
        val other = Keyring.open(scene.file, Key(Scene.KEK))
        ring.edit { addSet("more", Purpose.DATA) }
        assertTrue(other.reload())
        assertFalse(other.reload())
        other.reloadEvery(1.seconds)
        assertTrue("more" in other.status().primaries)
        assertEquals(null, other.status().lastError)
    }

    @Test fun `values come back as what they were, at their place alone`() {
        val binding = Binding.of("users", "email")
        for (value in listOf(Value.Text("é"), Value.Bytes(byteArrayOf(0, -1)), Value.Json("1.10"))) {
            val token = ring.encryptValue("pii", value, binding, pad = 32)
            assertEquals(value, ring.decryptValue(token, binding))
            assertEquals(token, ring.reencryptValue(token, binding))
            assertThrows(FieldveilException.Tampered::class.java) { ring.decryptValue(token, Binding.of("users", "name")) }
            assertEquals("value", inspect(token).kind)
        }
        val inside = ring.encryptValue("pii", "x", binding.decoded().member("kind").index(0))
        assertEquals(Value.Text("x"), ring.decryptValue(inside, binding.decoded().member("kind").index(0)))
        assertThrows(FieldveilException.Tampered::class.java) { ring.decryptValue(inside, binding.member("kind").index(0)) }
        val loose = ring.encryptValue("pii", byteArrayOf(7), Binding.anywhere)
        assertEquals(Value.Bytes(byteArrayOf(7)), ring.decryptValue(loose, Binding.anywhere))
        assertThrows(FieldveilException.InvalidToken::class.java) { inspect("fv1.hello") }
        assertThrows(FieldveilException.UnknownKeySet::class.java) { ring.encryptValue("nobody", "x", Binding.anywhere) }
    }

    @Test fun `files of any size, and none where something was altered`() {
        val (plain, sealed, back) = List(3) { File(folder, "file$it") }
        plain.writeBytes(ByteArray(1_000_000) { it.toByte() })
        assertEquals(1_000_000, ring.encryptStream("pii", plain, sealed, mapOf("file" to "a")))
        assertEquals(1_000_000, ring.decryptStream(sealed, back, mapOf("file" to "a")))
        assertArrayEquals(plain.readBytes(), back.readBytes())
        sealed.writeBytes(sealed.readBytes().dropLast(1).toByteArray())
        val none = File(folder, "none")
        assertThrows(FieldveilException.Tampered::class.java) { ring.decryptStream(sealed, none, mapOf("file" to "a")) }
        assertFalse(none.exists())
    }

    @Test fun `a link is followed, and an error names its file`() {
        val (plain, sealed, link) = listOf("plain", "sealed", "link").map { File(folder, it) }
        plain.writeText("text")
        sealed.writeText("older")
        Files.createSymbolicLink(link.toPath(), sealed.toPath())
        ring.encryptStream("pii", plain, link)
        assertTrue(Files.isSymbolicLink(link.toPath()))
        ring.decryptStream(sealed, link)
        assertEquals("text", sealed.readText())
        val nowhere = File(folder, "nowhere/file")
        for (run in listOf({ ring.encryptStream("pii", nowhere, sealed) }, { ring.encryptStream("pii", plain, nowhere) })) {
            val error = assertThrows(FieldveilException.Io::class.java) { run() }
            assertTrue(error.message!!.contains("`$nowhere`"), error.message)
        }
        assertEquals("text", sealed.readText())
    }
}
