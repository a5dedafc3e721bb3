/**
 * Kotlin beside the same work in Rust: batches of 1,000 records, and single calls.
 *
 * `Bench.kt BATCH` starts the program of `batch.rs` and takes turns with it, many short rounds of the same calls over the
 * same ring, policy and record; what counts is the median over the rounds. `cargo xtask bench kotlin` runs it.
 */
package dev.fieldveil.bench

import dev.fieldveil.Key
import dev.fieldveil.Keyring
import dev.fieldveil.Policy
import dev.fieldveil.Purpose
import dev.fieldveil.Veil
import dev.fieldveil.decryptMany
import dev.fieldveil.encryptMany
import dev.fieldveil.maskMany
import java.io.File
import kotlin.io.path.createTempDirectory
import kotlin.random.Random

private const val RECORDS = 1000
private const val ROUNDS = 61
private const val TURN = 20_000_000L
private const val GOAL = 1.3

/** The program that does the same in Rust. */
private class Rust(program: String, folder: File) : AutoCloseable {
    private val process = ProcessBuilder(program, folder.path).redirectError(ProcessBuilder.Redirect.INHERIT).start()

    fun turn(verb: String, records: Int, repeats: Int): Long {
        process.outputStream.write("$verb $records $repeats\n".toByteArray())
        process.outputStream.flush()
        return (process.inputReader().readLine() ?: error("the program of batch.rs is gone")).toLong()
    }

    override fun close() = process.destroy()
}

/** One way to do the work: the nanoseconds that so many calls take. */
private typealias Candidate = (repeats: Int) -> Long

private fun calls(work: () -> Any): Candidate = { repeats ->
    val begun = System.nanoTime()
    repeat(repeats) { kept = work() }
    System.nanoTime() - begun
}

/** What a call returns is kept, or the compiler would leave the call out. */
private var kept: Any? = null

/** The candidates take turns; gives, round by round, the nanoseconds of one call of each. */
private fun rounds(candidates: List<Candidate>): List<List<Double>> {
    // Until the compiler of the JVM has done its work, and long enough to see how many calls fill a turn.
    val repeats = candidates.map { candidate ->
        var count = 1
        while (candidate(count) < TURN) count *= 2
        repeat(20) { candidate(count) }
        (count * TURN / candidate(count)).coerceAtLeast(1).toInt()
    }
    return (0 until ROUNDS).map { round ->
        val times = DoubleArray(candidates.size)
        // Each round another one begins.
        for (at in candidates.indices.map { (it + round) % candidates.size }) {
            times[at] = candidates[at](repeats[at]).toDouble() / repeats[at]
        }
        times.toList()
    }
}

private fun median(of: List<Double>): Double = of.sorted()[of.size / 2]

private fun shown(nanoseconds: Double): String =
    if (nanoseconds >= 1e6) "%.2f ms".format(nanoseconds / 1e6) else "%.1f µs".format(nanoseconds / 1e3)

private class Bench(private val rust: Rust) {
    fun batch(verb: String, bytes: () -> List<ByteArray>, texts: () -> List<String>) {
        val times = rounds(listOf({ rust.turn(verb, RECORDS, it) }, calls(bytes), calls(texts)))
        val ratios = (1..2).map { at -> median(times.map { it[at] / it[0] }) }
        val cells = (0..2).map { at -> shown(median(times.map { it[at] })) }
        val goal = if (ratios.all { it <= GOAL }) "met" else "**missed**"
        println("| `$verb`, $RECORDS records a call | ${cells[0]} | ${cells[1]}, %.2f× | ${cells[2]}, %.2f× | $GOAL×, $goal |".format(*ratios.toTypedArray()))
    }

    fun single(verb: String, bytes: () -> ByteArray, text: () -> String) {
        val times = rounds(listOf({ rust.turn(verb, 1, it) }, calls(bytes), calls(text)))
        val cells = (0..2).map { at -> shown(median(times.map { it[at] })) }
        val more = (1..2).map { at -> shown(median(times.map { it[at] - it[0] })) }
        println("| `$verb`, one record a call | ${cells[0]} | ${cells[1]}, ${more[0]} more | ${cells[2]}, ${more[1]} more | |")
    }
}

fun main(arguments: Array<String>) {
    val folder = createTempDirectory("fieldveil-bench").toFile()
    val key = Random.nextBytes(32)
    File(folder, "ring.key").writeBytes(key)
    val record = File("../src/record.json").copyTo(File(folder, "record.json")).readBytes()
    val policy = Policy.load(File("policy.yaml").copyTo(File(folder, "policy.yaml")))
    val ring = Keyring.createBlocking(File(folder, "ring.json"), Key(key)).apply { editBlocking { addSet("pii", Purpose.DATA) } }
    val veil = Veil(policy, ring)

    val text = record.decodeToString()
    val (plain, plainTexts) = List(RECORDS) { record.copyOf() } to List(RECORDS) { record.decodeToString() }
    val (stored, storedTexts) = veil.encryptMany(plain) to veil.encryptMany(plainTexts)
    check(veil.decryptMany(storedTexts) == plainTexts) { "a batch did not come back" }

    val cores = Runtime.getRuntime().availableProcessors()
    println("Kotlin on the JVM ${Runtime.version()}, $cores cores, a record of ${record.size} bytes, 5 fields by 4 paths; medians of $ROUNDS rounds\n")
    println("| work | Rust | `ByteArray` | `String` | goal |\n|---|---|---|---|---|")
    Rust(arguments.single(), folder).use { rust ->
        val bench = Bench(rust)
        bench.batch("mask", { veil.maskMany(plain) }, { veil.maskMany(plainTexts) })
        bench.batch("encrypt", { veil.encryptMany(plain) }, { veil.encryptMany(plainTexts) })
        bench.batch("decrypt", { veil.decryptMany(stored) }, { veil.decryptMany(storedTexts) })
        bench.single("mask", { veil.mask(record) }, { veil.mask(text) })
        bench.single("encrypt", { veil.encrypt(record) }, { veil.encrypt(text) })
        bench.single("decrypt", { veil.decrypt(stored[0]) }, { veil.decrypt(storedTexts[0]) })
    }
    folder.deleteRecursively()
}
