package dev.fieldveil

import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class VeilTest {
    @TempDir lateinit var folder: File
    private lateinit var scene: Scene
    private val veil get() = scene.veil

    @BeforeEach fun begin() { scene = Scene(folder) }

    @AfterEach fun end() = scene.close()

    @Test fun `a record comes back byte for byte, as text and as bytes`() {
        val stored = veil.encrypt(Scene.RECORD)
        assertFalse(stored.contains("maria"))
        assertEquals(Scene.RECORD, veil.decrypt(stored))
        val bytes = Scene.RECORD.toByteArray()
        assertArrayEquals(bytes, veil.decrypt(veil.encrypt(bytes)))
        assertEquals(stored, veil.reencrypt(stored))
    }

    @Test fun `a view shows its part`() {
        val stored = veil.encrypt(Scene.RECORD)
        val shown = veil.mask(stored, view = "support")
        assertTrue(shown.contains("m***@example.org") && shown.contains("**** **** **** 1111"), shown)
        assertTrue(veil.mask(stored).contains("[REDACTED]"))
        assertEquals(shown, veil.mask(stored.toByteArray(), "support").decodeToString())
        assertThrows(FieldveilException.UnknownView::class.java) { veil.mask(stored, view = "nobody") }
    }

    @Test fun `another context has no plaintext`() {
        val stored = veil.encrypt(Scene.RECORD, context = mapOf("tenant" to "acme"))
        assertEquals(Scene.RECORD, veil.decrypt(stored, context = mapOf("tenant" to "acme")))
        assertThrows(FieldveilException.Tampered::class.java) { veil.decrypt(stored) }
        assertThrows(FieldveilException.InvalidContext::class.java) { veil.encrypt(Scene.RECORD, mapOf("fv-x" to "")) }
    }

    @Test fun `an exception says its code and its place, and no payload`() {
        val policy = assertThrows(FieldveilException.InvalidPolicy::class.java) { Policy.parse("version: 1\nrules: 7\n") }
        assertEquals("invalid_policy", policy.code)
        assertEquals(2, policy.position?.line)
        val document = assertThrows(FieldveilException.InvalidJson::class.java) { veil.encrypt("""{"email":"maria@example.org"""") }
        assertFalse(document.message!!.contains("maria"))
        val surrogate = assertThrows(FieldveilException.InvalidJson::class.java) { veil.encrypt("{\"email\":\"\ud800\"}") }
        assertEquals("invalid_json", surrogate.code)
        val questions = "{\"email\":\"\ud83d\udd11?\"}"
        assertEquals(questions, veil.decrypt(veil.encrypt(questions)))
        for (lone in listOf("\ud800", "\udc00", "\ud83d\ud83d", "\udd11\ud83d", "é\ud83d")) {
            assertThrows(FieldveilException.InvalidJson::class.java) { veil.encrypt("{\"email\":\"ä$lone\"}") }
        }
        assertThrows(FieldveilException.UnsupportedValue::class.java) { veil.encrypt(Scene.RECORD, mapOf("tenant" to "\udc00")) }
        assertThrows(FieldveilException.InvalidJson::class.java) { veil.encrypt(byteArrayOf(0x22, -1, 0x22)) }
        assertThrows(FieldveilException.AlreadyEncrypted::class.java) { veil.encrypt(veil.encrypt(Scene.RECORD)) }
        assertEquals(26, errorCodes().size)
    }

    @Test fun `what is stored already is kept if it is asked for`() {
        val stored = veil.encrypt(Scene.RECORD)
        assertEquals(stored, veil.encrypt(stored, existing = Existing.KEEP))
    }

    @Test fun `a batch keeps its order and each document its own fate`() {
        val documents = List(100) { """{"email":"u$it@example.org"}""" }
        val contexts = List(100) { mapOf("row" to "$it") }
        val stored = veil.encryptMany(documents, contexts = contexts)
        assertEquals(documents, veil.decryptMany(stored, contexts = contexts))
        assertEquals(documents[7], veil.decrypt(stored[7], contexts[7]))
        assertThrows(IllegalArgumentException::class.java) { veil.encryptMany(documents, contexts = contexts.drop(1)) }

        val damaged = stored.toMutableList().also { it[42] = "{" }
        val answers = veil.decryptManyCatching(damaged, contexts = contexts)
        assertEquals(99, answers.count { it.isSuccess })
        val failure = answers[42].exceptionOrNull() as FieldveilException.InvalidJson
        assertEquals(42, failure.index)
        val thrown = assertThrows(FieldveilException::class.java) { veil.decryptMany(damaged, contexts = contexts) }
        assertEquals(42, thrown.index)
    }

    @Test fun `a batch of bytes, and an empty one`() {
        val documents = List(3) { """{"email":"u$it@example.org"}""".toByteArray() }
        val context = mapOf("tenant" to "acme")
        val back = veil.decryptMany(veil.encryptMany(documents, context), context)
        assertEquals(documents.map { it.decodeToString() }, back.map { it.decodeToString() })
        assertEquals(3, veil.maskMany(documents).size)
        assertEquals(3, veil.reencryptMany(veil.encryptMany(documents)).size)
        assertEquals(emptyList<String>(), veil.encryptMany(emptyList<String>()))
    }

    @Test fun `a batch crosses whatever its letters are`() {
        for (letters in listOf("?", "\uFFFD", "é", "\u0141", "日本", "\ud83d\udd11")) {
            val plain = MutableList(200) { """{"email":"u$it@example.org"}""" }
            for (at in listOf(0, 77, 199)) plain[at] = """{"email":"$letters$at@example.org"}"""
            val stored = veil.encryptMany(plain)
            assertEquals(plain, veil.decryptMany(stored))
            val bytes = veil.decryptMany(stored.map { it.toByteArray() })
            assertEquals(plain, bytes.map { it.decodeToString() })
        }
        val answers = veil.encryptManyCatching(List(200) { if (it % 50 == 7) "{$it" else Scene.RECORD })
        val failures = answers.mapIndexedNotNull { at, answer -> (answer.exceptionOrNull() as FieldveilException?)?.let { at to it.index } }
        assertEquals(listOf(7, 57, 107, 157).map { it to it }, failures)
    }

    @Test fun `a lone surrogate fails its own document of a batch`() {
        val lone = List(200) { if (it % 50 == 7) "{\"email\":\"\udd11\"}" else """{"email":"u$it@example.org"}""" }
        val answers = veil.encryptManyCatching(lone)
        answers.forEachIndexed { at, answer ->
            if (at % 50 == 7) {
                val failure = answer.exceptionOrNull() as FieldveilException.InvalidJson
                assertEquals(at to "invalid_json", failure.index to failure.code)
                assertTrue(failure.message!!.contains("lone surrogate"))
            } else {
                assertEquals(lone[at], veil.decrypt(answer.getOrThrow()))
            }
        }
        val thrown = assertThrows(FieldveilException.InvalidJson::class.java) { veil.encryptMany(lone) }
        assertEquals(7, thrown.index)
    }

    @Test fun `a batch is as large as its documents are`() {
        val sizes = listOf(3, 1_200_000, 5, 7, 600_000, 600_000, 70_000, 0, 1_048_576)
        val plain = sizes.mapIndexed { at, size -> """{"email":"u$at@example.org","n":"${"x".repeat(size)}"}""" }
        val batch = List(10) { plain }.flatten()
        assertEquals(batch, veil.decryptMany(veil.encryptMany(batch)))
        val broken = batch.toMutableList().also { it[1] = "{"; it[58] = plain[1].dropLast(1) }
        val answers = veil.encryptManyCatching(broken.map { it.toByteArray() })
        assertEquals(listOf(1, 58), answers.mapNotNull { (it.exceptionOrNull() as FieldveilException?)?.index })
    }

    @Test fun `a report counts and never quotes`() {
        val (stored, report) = veil.encryptWithReport(Scene.RECORD)
        assertEquals(Scene.RECORD, veil.decryptWithReport(stored).document)
        assertEquals(1, report.records)
        assertEquals(mapOf("mail" to 1L, "card" to 1L, "person" to 1L), report.classes)
        assertEquals(scene.policy.sha256, report.policy)
        assertEquals(2, veil.maskWithReport(stored).report.redacted.locked)
        assertFalse("$report ${veil.reencryptWithReport(stored)}".contains("fv1."))
    }

    @Test fun `lines go from file to file, and a failed run leaves none`() {
        val (plain, stored, back) = List(3) { File(folder, "lines$it.jsonl") }
        plain.writeText("${Scene.RECORD}\n\n${Scene.RECORD}\r\n")
        assertEquals(2, veil.encryptLines(plain, stored).records)
        veil.decryptLines(stored, back)
        assertEquals(plain.readText(), back.readText())
        assertEquals(2, veil.reencryptLines(stored, File(folder, "moved")).records)

        plain.appendText("{\n")
        assertEquals(1, veil.maskLines(plain, File(folder, "shown")).badLines)
        val failed = File(folder, "failed")
        val error = assertThrows(FieldveilException.InvalidJson::class.java) { veil.encryptLines(plain, failed) }
        assertEquals(4, error.line)
        assertFalse(failed.exists())
        assertThrows(FieldveilException.Io::class.java) { veil.maskLines(File(folder, "none"), failed) }
    }

    @Test fun `a stored value is found again without a key being shown`() {
        val terms = veil.searchTerms("mail", " Maria@example.org")
        assertEquals(listOf(veil.blindIndex("mail", "maria@example.org")), terms)
        assertTrue(veil.encrypt(Scene.RECORD).contains(terms.single()))
        assertEquals(null, veil.blindIndex("mail", "  "))
        assertEquals(veil.pseudonym("person", "cus_1"), veil.pseudonym("person", Value.Text("cus_1")))
        assertThrows(FieldveilException.InvalidPolicy::class.java) { veil.searchTerms("card", "4111") }
    }

    @Test fun `text that is no document is masked by what it holds`() {
        assertFalse(veil.maskText("write to maria@example.org").contains("maria@"))
        assertFalse(veil.maskMessage("refused: ${Scene.RECORD}").contains("4111"))
        assertThrows(FieldveilException.UnknownView::class.java) { veil.maskMessage("refused", "nobody") }
    }

    @Test fun `an erased person's records stay closed`() {
        val policy = Policy.parse("{version: 1, rules: [{path: \$.note, store: {encrypt: erasable}, show: redact}]}")
        val person = Subject("maria", scene.ring.newSubjectKey("erasable", "maria"))
        Veil(policy, scene.ring).use { veil ->
            val stored = veil.encrypt("""{"note":"x"}""", subject = person)
            assertEquals("""{"note":"x"}""", veil.decrypt(stored, subject = person))
            assertThrows(FieldveilException.UnknownKey::class.java) { veil.decrypt(stored) }
            assertThrows(FieldveilException.MissingSubject::class.java) { veil.encrypt("""{"note":"x"}""") }
            val again = Subject("maria", scene.ring.rewrapSubjectKey("maria", person.key))
            assertEquals("""{"note":"x"}""", veil.decrypt(stored, subject = again))
        }
    }

    @Test fun `functions and observers of the application are called, and cannot harm`() {
        val policy = Policy.parse("{version: 1, rules: [{path: \$.a, show: {custom: shout}}, {path: \$.b, show: {custom: fail}}]}")
        val seen = mutableListOf<Event>()
        val custom = mapOf<String, (String) -> String?>("shout" to { it.uppercase() }, "fail" to { error("no") })
        val watched = Veil(policy, custom = custom, observer = { seen += it; error("swallowed") })
        assertEquals("""{"a":"X","b":"[REDACTED]"}""", watched.mask("""{"a":"x","b":"x"}""", audit = Audit("me", "test")))
        assertEquals(listOf("masked" to "me"), seen.map { it.action to it.audit.actor })
    }

    @Test fun `what is closed refuses, and what stands on it goes on`() {
        scene.ring.close()
        scene.policy.close()
        assertNotEquals(Scene.RECORD, veil.encrypt(Scene.RECORD))
        veil.close()
        assertThrows(IllegalStateException::class.java) { veil.encrypt(Scene.RECORD) }
    }
}
