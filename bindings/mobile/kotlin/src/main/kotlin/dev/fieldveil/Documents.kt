package dev.fieldveil

import java.nio.ByteBuffer

/** The two kinds that a document comes in; the answer is of the kind that came. */
internal sealed interface Kind<T> {
    fun bytes(document: T): ByteArray

    fun answer(json: String): T

    object Text : Kind<String> {
        override fun bytes(document: String) = utf8(document)

        override fun answer(json: String) = json
    }

    object Bytes : Kind<ByteArray> {
        override fun bytes(document: ByteArray) = document

        override fun answer(json: String) = json.toByteArray()
    }
}

/** The UTF-8 of a text; nothing is replaced in silence. */
internal fun utf8(text: String): ByteArray =
    try {
        text.encodeToByteArray(throwOnInvalidSequence = true)
    } catch (malformed: CharacterCodingException) {
        throw FieldveilException.InvalidJson("the text holds a lone surrogate; write it as an escape")
    }

/** Lends bytes to the native library for one call; our copy of them is wiped behind it. */
internal inline fun <R> lend(bytes: ByteArray, call: (ByteBuffer) -> R): R = lend(bytes.size, { it.put(bytes) }, call)

/** Lends a buffer of [size] bytes that [fill] writes. */
internal inline fun <R> lend(size: Int, fill: (ByteBuffer) -> Unit, call: (ByteBuffer) -> R): R {
    val buffer = Lent.take(size)
    try {
        fill(buffer)
        buffer.flip()
        return call(buffer)
    } finally {
        Lent.giveBack(buffer, size)
    }
}

/** The memory that documents are lent in: outside the heap, one piece a thread, used again while documents are small. */
internal object Lent {
    private const val KEPT = 1 shl 16
    private val ZEROS = ByteArray(4096)
    private val piece = ThreadLocal<ByteBuffer?>()

    fun take(size: Int): ByteBuffer {
        if (size > KEPT) return ByteBuffer.allocateDirect(size)
        // Taken, so that a call inside a call of the same thread gets another.
        return (piece.get() ?: ByteBuffer.allocateDirect(KEPT)).also { piece.remove() }
    }

    fun giveBack(buffer: ByteBuffer, used: Int) {
        buffer.clear()
        var left = used
        while (left > 0) {
            val part = minOf(left, ZEROS.size)
            buffer.put(ZEROS, 0, part)
            left -= part
        }
        buffer.clear()
        if (buffer.capacity() == KEPT) piece.set(buffer)
    }
}
