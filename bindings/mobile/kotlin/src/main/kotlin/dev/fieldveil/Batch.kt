package dev.fieldveil

import com.sun.jna.Pointer
import dev.fieldveil.internal.NativeAnswers
import dev.fieldveil.internal.NativeBatch
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.stream.IntStream
import kotlin.streams.toList

// How the documents of a batch cross. Each core takes some that follow each other into the native library, as one piece
// of memory with the length of each in four bytes before it, and their answers out of another one. A core that does all
// of it meets the bytes again in its own cache, and waits for the others once.

/** Below this many documents a second thread costs more than it brings. */
private const val WORTH_A_THREAD = 32

/** Shares for each core: one that is fast, or idle, takes over from another. */
private const val SHARES = 4

/** The answers in the order of the documents. */
internal fun <T> NativeBatch.answers(kind: Kind<T>, documents: List<T>): List<Result<T>> =
    inShares(documents.size) { range -> Share(this, kind, documents, range).answers }.flatten()

/** Documents that follow each other, and what became of them. */
private class Share<T>(private val batch: NativeBatch, private val kind: Kind<T>, private val documents: List<T>, range: IntRange) {
    val answers = ArrayList<Result<T>>(range.count())
    private val refused = HashMap<Int, FieldveilException>()
    private val scratch = Scratch()

    init {
        var next = range.first
        while (next <= range.last) next = piece(next, range.last)
    }

    /** Has as many documents answered as a piece of memory holds, at least one; gives the index of the next. */
    private fun piece(first: Int, last: Int): Int {
        val document = bytes(first)
        if (document.size > Int.MAX_VALUE - Int.SIZE_BYTES) {
            answers += Result.failure(FieldveilException.LimitExceeded("a document of a batch has at most 2 GiB", ErrorPlace(index = first)))
            return first + 1
        }
        var next = first + 1
        lend(maxOf(Int.SIZE_BYTES + document.size, Lent.LARGE)) { memory ->
            memory.add(document)
            while (next <= last && memory.add(bytes(next))) next++
            memory.flip()
            guard { batch.run(first.toULong(), memory) }
        }.use { read(it, first until next) }
        return next
    }

    private fun read(given: NativeAnswers, indexes: IntRange) {
        val memory = given.documents().run { Pointer(address.toLong()).getByteBuffer(0, size.toLong()) }.order(ByteOrder.BIG_ENDIAN)
        val failures by lazy { given.failures().associateBy({ it.index?.toInt() }, { it.toException() }) }
        for (at in indexes) {
            val size = memory.getInt()
            answers += if (size < 0) {
                val failure = refused[at] ?: failures[at] ?: FieldveilException.Internal("a batch lost a document; please report this")
                Result.failure(failure)
            } else {
                Result.success(kind.take(memory, size, scratch))
            }
        }
    }

    // A document that cannot cross goes as none at all: the library refuses that too, and so its observer hears of it.
    private fun bytes(at: Int): ByteArray =
        try {
            kind.bytes(documents[at], at)
        } catch (invalid: FieldveilException) {
            refused[at] = invalid
            ByteArray(0)
        }
}

/** Writes a document behind those that are there; false if there is no room. */
private fun ByteBuffer.add(document: ByteArray): Boolean =
    (remaining() - Int.SIZE_BYTES >= document.size).also { if (it) putInt(document.size).put(document) }

/** Bytes that are written over again and again, since fresh memory costs more than what goes through it. */
internal class Scratch {
    private var bytes = ByteArray(0)

    fun ofAtLeast(size: Int): ByteArray {
        if (bytes.size < size) bytes = ByteArray(size)
        return bytes
    }
}

/** Shares the indexes below [count] out to all cores; the results are in order. */
private fun <R> inShares(count: Int, work: (IntRange) -> R): List<R> {
    val shares = (SHARES * Runtime.getRuntime().availableProcessors()).coerceAtMost(count / WORTH_A_THREAD)
    if (shares < 2) return listOf(work(0 until count))
    fun bound(share: Int) = (count.toLong() * share / shares).toInt()
    return IntStream.range(0, shares).parallel().mapToObj { work(bound(it) until bound(it + 1)) }.toList()
}
