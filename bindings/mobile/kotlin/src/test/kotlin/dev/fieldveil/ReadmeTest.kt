package dev.fieldveil

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** The examples of the README, as `snippets.sh` has cut them out of it: they run, and print what they say. */
class ReadmeTest {
    @TempDir lateinit var folder: File

    @Test fun `the first example runs in a folder of its own`() {
        val java = ProcessHandle.current().info().command().get()
        val classes = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
        val program = ProcessBuilder(java, "-cp", classes, "readme.Snippet1Kt").directory(folder).redirectErrorStream(true).start()
        val printed = program.inputReader().readLines()
        assertEquals(0, program.waitFor(), printed.joinToString("\n"))
        val example = File("../README.md").readText().substringAfter("```kotlin\n").substringBefore("```\n")
        assertEquals(example.lines().map { it.trim() }.filter { it.startsWith("// ") }.map { it.removePrefix("// ") }, printed)
    }

    @Test fun `a phone's ring has two wraps, and the server opens what was uploaded`() = runBlocking {
        // RFC 9180, the X25519 pair of its test vectors (A.1.1, skRm and pkRm).
        val public = "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d".hexToByteArray()
        val private = "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8".hexToByteArray()
        val uploaded = readme.firstStart(folder, Plain, public)
        Keyring.parse(uploaded.toByteArray(), Hpke.private(private)).use { ring ->
            assertEquals(listOf("callback plain", "hpke server-2026"), ring.wraps())
            assertTrue("notes" in ring.status().primaries)
        }
    }

    private object Plain : KeyWrapper {
        override val name = "plain"

        override suspend fun wrap(key: ByteArray, context: Context) = key.copyOf()

        override suspend fun unwrap(wrapped: ByteArray, context: Context) = wrapped.copyOf()
    }
}
