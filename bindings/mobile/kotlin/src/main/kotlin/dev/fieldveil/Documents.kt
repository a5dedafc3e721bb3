package dev.fieldveil

import java.lang.ref.SoftReference
import java.nio.ByteBuffer
import java.util.concurrent.ConcurrentLinkedQueue

/** The two kinds that a document comes in; the answer is of the kind that came. */
internal sealed interface Kind<T> {
    /** What crosses; [index] is that of a document in its batch. */
    fun bytes(document: T, index: Int? = null): ByteArray

    fun answer(json: String): T

    /** The document of the next [size] bytes. */
    fun take(from: ByteBuffer, size: Int, scratch: Scratch): T

    object Text : Kind<String> {
        override fun bytes(document: String, index: Int?) = utf8(document, index)

        override fun answer(json: String) = json

        override fun take(from: ByteBuffer, size: Int, scratch: Scratch): String {
            val bytes = scratch.ofAtLeast(size)
            from.get(bytes, 0, size)
            return String(bytes, 0, size, Charsets.UTF_8)
        }
    }

    object Bytes : Kind<ByteArray> {
        override fun bytes(document: ByteArray, index: Int?) = document

        override fun answer(json: String) = json.toByteArray()

        override fun take(from: ByteBuffer, size: Int, scratch: Scratch) = ByteArray(size).also { from.get(it) }
    }
}

/**
 * The UTF-8 of a text; nothing is replaced in silence.
 *
 * An encoder that reports a lone surrogate is ten times as slow as the platform's own, which writes `?` for one. So text
 * of one byte a letter is read again and compared, which goes by whole vectors, and other text is looked through.
 */
internal fun utf8(text: String, index: Int? = null): ByteArray {
    val bytes = text.toByteArray()
    val sound = if (bytes.size == text.length) String(bytes) == text else !hasLoneSurrogate(text)
    if (!sound) throw FieldveilException.InvalidJson("the text holds a lone surrogate; write it as an escape", ErrorPlace(index = index))
    return bytes
}

private fun hasLoneSurrogate(text: String): Boolean {
    var at = 0
    while (at < text.length) {
        val letter = text[at++]
        if (!letter.isSurrogate()) continue
        if (letter.isLowSurrogate() || at == text.length || !text[at++].isLowSurrogate()) return true
    }
    return false
}

/** Lends bytes to the native library for one call; our copy of them is wiped behind it. */
internal inline fun <R> lend(bytes: ByteArray, call: (ByteBuffer) -> R): R =
    lend(bytes.size) {
        it.put(bytes).flip()
        call(it)
    }

/** Lends memory of [size] bytes; [call] fills it and says by its limit how far. */
internal inline fun <R> lend(size: Int, call: (ByteBuffer) -> R): R {
    val buffer = Lent.take(size).limit(size)
    try {
        return call(buffer)
    } finally {
        Lent.giveBack(buffer)
    }
}

/**
 * The memory that documents are lent in: outside the heap, and used again, since fresh memory costs more than the bytes
 * that go into it. A small piece for each thread; large ones for batches, which the collector may take.
 */
internal object Lent {
    const val LARGE = 1 shl 20
    private const val SMALL = 1 shl 16
    private val ZEROS = ByteArray(4096)
    private val small = ThreadLocal<ByteBuffer?>()
    private val large = ConcurrentLinkedQueue<SoftReference<ByteBuffer>>()

    // A piece is taken away, so that a call inside a call gets another.
    fun take(size: Int): ByteBuffer =
        when {
            size <= SMALL -> (small.get() ?: ByteBuffer.allocateDirect(SMALL)).also { small.remove() }
            size <= LARGE -> large.poll()?.get() ?: ByteBuffer.allocateDirect(LARGE)
            else -> ByteBuffer.allocateDirect(size)
        }

    // Wiped as far as it was lent.
    fun giveBack(buffer: ByteBuffer) {
        buffer.rewind()
        while (buffer.hasRemaining()) buffer.put(ZEROS, 0, minOf(buffer.remaining(), ZEROS.size))
        buffer.clear()
        when (buffer.capacity()) {
            SMALL -> small.set(buffer)
            LARGE -> large.add(SoftReference(buffer))
        }
    }
}
