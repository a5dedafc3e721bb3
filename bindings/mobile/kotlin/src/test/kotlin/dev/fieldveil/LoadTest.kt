package dev.fieldveil

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** Many threads, many calls. */
class LoadTest {
    @TempDir lateinit var folder: File

    @Test fun `one veil serves many threads while its ring changes`() {
        Scene(folder).use { scene ->
            val pool = Executors.newFixedThreadPool(8)
            val work = (0 until 8).map { thread ->
                Callable {
                    repeat(200) { turn ->
                        val document = """{"email":"$thread-$turn@example.org","n":$turn}"""
                        assertEquals(document, scene.veil.decrypt(scene.veil.encrypt(document)))
                    }
                }
            }
            val done = work.map { pool.submit(it) }
            repeat(3) { scene.ring.editBlocking { rotate("pii"); promote("pii", now = true) } }
            done.forEach { it.get() }
            pool.shutdown()
        }
    }

    @Test fun `a hundred thousand calls leave no memory behind`() {
        val status = File("/proc/self/status")
        if (!status.exists()) return println("skipped: this system does not tell a process its memory")
        fun resident() = status.readLines().first { it.startsWith("VmRSS:") }.filter { it.isDigit() }.toLong()

        Scene(folder).use { scene ->
            fun call(turn: Int) {
                val stored = scene.veil.encrypt("""{"email":"u$turn@example.org"}""")
                if (turn % 10 == 0) scene.veil.decrypt(stored)
                if (turn % 100 == 0) runCatching { scene.veil.decrypt("{") }
                if (turn % 100 == 0) scene.veil.decryptManyCatching(List(10) { stored } + "{")
            }
            repeat(5_000) { call(it) }
            // A leak grows in either half, the compiler's own memory in one of them.
            val grown = List(2) {
                System.gc()
                val before = resident()
                repeat(50_000) { call(it) }
                System.gc()
                resident() - before
            }
            // A leak of a hundred bytes a call would be five megabytes; the heap alone moves by less than fifteen.
            assertTrue(grown.min() < 15_000, "$grown KiB more after 50,000 calls each")
        }
    }
}
