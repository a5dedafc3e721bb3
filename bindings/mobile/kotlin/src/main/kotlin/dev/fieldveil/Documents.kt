package dev.fieldveil

import com.sun.jna.Pointer
import java.lang.ref.SoftReference
import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicReference

/** The two kinds that a document comes in; the answer is of the kind that came. */
internal sealed interface Kind<T> {
    fun bytes(document: T): ByteArray

    fun answer(json: String): T

    /** How many bytes a document has if each of its letters is one. */
    fun size(document: T): Int

    /** Writes so many bytes; false if the document has others. */
    fun put(document: T, to: ByteBuffer, scratch: Scratch): Boolean

    /** The document of bytes outside the heap. */
    fun take(from: Pointer, size: Int, scratch: Scratch): T

    object Text : Kind<String> {
        override fun bytes(document: String) = utf8(document)

        override fun answer(json: String) = json

        override fun size(document: String) = document.length

        // A byte for a letter, its lowest: those of the text if they read as the text. What is no ASCII reads as U+FFFD.
        @Suppress("DEPRECATION", "PLATFORM_CLASS_MAPPED_TO_KOTLIN")
        override fun put(document: String, to: ByteBuffer, scratch: Scratch): Boolean {
            val size = document.length
            val bytes = scratch.ofAtLeast(size)
            (document as java.lang.String).getBytes(0, size, bytes, 0)
            to.put(bytes, 0, size)
            return String(bytes, 0, size, Charsets.US_ASCII) == document && '\uFFFD' !in document
        }

        override fun take(from: Pointer, size: Int, scratch: Scratch): String {
            val bytes = scratch.ofAtLeast(size)
            from.read(0, bytes, 0, size)
            return String(bytes, 0, size, Charsets.UTF_8)
        }
    }

    object Bytes : Kind<ByteArray> {
        override fun bytes(document: ByteArray) = document

        override fun answer(json: String) = json.toByteArray()

        override fun size(document: ByteArray) = document.size

        override fun put(document: ByteArray, to: ByteBuffer, scratch: Scratch) = true.also { to.put(document) }

        override fun take(from: Pointer, size: Int, scratch: Scratch): ByteArray = from.getByteArray(0, size)
    }
}

/**
 * The UTF-8 of a text; nothing is replaced in silence.
 *
 * An encoder that reports a lone surrogate is ten times as slow as the platform's own, which writes `?` for one. So text
 * of one byte a letter is read again and compared, which goes by whole vectors, and other text is looked through.
 */
internal fun utf8(text: String): ByteArray {
    val bytes = text.toByteArray()
    val sound = if (bytes.size == text.length) String(bytes) == text else !hasLoneSurrogate(text)
    if (!sound) throw FieldveilException.InvalidJson("the text holds a lone surrogate; write it as an escape")
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

/** Lends memory of [size] bytes, which [call] fills. */
internal inline fun <R> lend(size: Int, call: (ByteBuffer) -> R): R {
    val buffer = Lent.take(size).limit(size)
    try {
        return call(buffer)
    } finally {
        Lent.giveBack(buffer, size)
    }
}

/**
 * The memory that documents are lent in: outside the heap, and used again, since fresh memory costs more than the bytes
 * that go into it. A small piece for each thread; one for batches, which the collector may take.
 */
internal object Lent {
    private const val SMALL = 1 shl 16
    private const val LARGE = 1 shl 22
    private val ZEROS = ByteArray(4096)
    private val small = ThreadLocal<ByteBuffer?>()
    private val large = AtomicReference<SoftReference<ByteBuffer>?>()

    // A piece is taken away, so that a call inside a call gets another.
    fun take(size: Int): ByteBuffer =
        when {
            size <= SMALL -> (small.get() ?: ByteBuffer.allocateDirect(SMALL)).also { small.remove() }
            size <= LARGE -> large.getAndSet(null)?.get() ?: ByteBuffer.allocateDirect(LARGE)
            else -> ByteBuffer.allocateDirect(size)
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
        when (buffer.capacity()) {
            SMALL -> small.set(buffer)
            LARGE -> large.set(SoftReference(buffer))
        }
    }
}
