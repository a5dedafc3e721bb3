package dev.fieldveil

import com.sun.jna.Pointer
import dev.fieldveil.internal.NativeAnswers
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.stream.IntStream
import kotlin.streams.toList

// How the documents of a batch cross: into the native library as one piece of memory, for each its length in four bytes
// and then its bytes; out of it each from where the library wrote it. Either way on all cores, as the work itself.

/** Below this many documents a second thread costs more than it brings. */
private const val WORTH_A_THREAD = 32

/** Lends the documents of a batch to the native library for one call; our copy of them is wiped behind it. */
internal fun <T, R : Any> lendMany(kind: Kind<T>, documents: List<T>, call: (ByteBuffer) -> R): R {
    val starts = starts(documents, kind::size)
    return lend(starts.last(), { if (kind.fill(it, documents, starts)) call(it) else null })
        // A text has letters of several bytes.
        ?: lendMany(Kind.Bytes, onAllCores(documents.size) { range -> range.map { kind.bytes(documents[it]) } }.flatten(), call)
}

/** Where the length of each document stands, and where the last one ends. */
private fun <T> starts(documents: List<T>, size: (T) -> Int): IntArray {
    val starts = IntArray(documents.size + 1)
    var end = 0L
    documents.forEachIndexed { at, document ->
        end += Int.SIZE_BYTES + size(document)
        if (end > Int.MAX_VALUE) throw FieldveilException.LimitExceeded("a batch holds at most 2 GiB; give fewer documents at a time")
        starts[at + 1] = end.toInt()
    }
    return starts
}

/** Writes the documents; false if one is not of the size that it was taken for. */
private fun <T> Kind<T>.fill(buffer: ByteBuffer, documents: List<T>, starts: IntArray): Boolean =
    onAllCores(documents.size) { range ->
        val scratch = Scratch()
        val part = buffer.duplicate()
        range.all { at ->
            part.position(starts[at])
            part.putInt(starts[at + 1] - starts[at] - Int.SIZE_BYTES)
            put(documents[at], part, scratch)
        }
    }.all { it }

/** The answers, each of the kind of its document. */
internal fun <T> NativeAnswers.read(kind: Kind<T>, count: Int): List<Result<T>> {
    val places = places().run { Pointer(address.toLong()).getByteBuffer(0, size.toLong()) }.order(ByteOrder.nativeOrder()).asLongBuffer()
    val failures by lazy { failures().associateBy { it.index } }
    return onAllCores(count) { range ->
        val scratch = Scratch()
        range.map { at ->
            val address = places[2 * at]
            if (address != 0L) {
                Result.success(kind.take(Pointer(address), places[2 * at + 1].toInt(), scratch))
            } else {
                val failure = failures[at.toULong()]?.toException()
                Result.failure(failure ?: FieldveilException.Internal("a batch lost a document; please report this"))
            }
        }
    }.flatten()
}

/** Bytes that are written over again and again, since fresh memory costs more than what goes through it. */
internal class Scratch {
    private var bytes = ByteArray(0)

    fun ofAtLeast(size: Int): ByteArray {
        if (bytes.size < size) bytes = ByteArray(size)
        return bytes
    }
}

/** Shares the indexes below [count] out, a range to each core. */
private fun <R> onAllCores(count: Int, work: (IntRange) -> R): List<R> {
    val parts = Runtime.getRuntime().availableProcessors().coerceAtMost(count / WORTH_A_THREAD)
    if (parts < 2) return listOf(work(0 until count))
    fun bound(part: Int) = (count.toLong() * part / parts).toInt()
    return IntStream.range(0, parts).parallel().mapToObj { work(bound(it) until bound(it + 1)) }.toList()
}
