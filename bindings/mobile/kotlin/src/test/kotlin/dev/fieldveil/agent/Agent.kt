/** The agent of Kotlin: answers the requests of the tests across languages (`tests/interop/agents.py` says how). */
package dev.fieldveil.agent

import dev.fieldveil.Context
import dev.fieldveil.Existing
import dev.fieldveil.FieldveilException
import dev.fieldveil.Key
import dev.fieldveil.KeyWrapper
import dev.fieldveil.Keyring
import dev.fieldveil.Policy
import dev.fieldveil.Provider
import dev.fieldveil.Veil
import dev.fieldveil.decryptStream
import dev.fieldveil.encryptStream
import java.io.File
import java.util.Base64

/** A provider of the application's that has lost its connection. */
private class Failing(override val name: String) : KeyWrapper {
    override suspend fun wrap(key: ByteArray, context: Context): ByteArray = error("no connection")

    override suspend fun unwrap(wrapped: ByteArray, context: Context): ByteArray = error("no connection")
}

private class Request(line: String) {
    private val words = mutableMapOf<String, ByteArray>()
    val context = mutableMapOf<String, String>()

    init {
        for (part in line.split(' ').filter { it.isNotEmpty() }) {
            val (name, encoded) = part.split('=', limit = 2)
            val value = Base64.getDecoder().decode(encoded)
            if (name == "context") {
                val (key, paired) = value.decodeToString().split('\u0000', limit = 2)
                context[key] = paired
            } else {
                words[name] = value
            }
        }
    }

    val input get() = words.getValue("input")

    fun bytes(name: String) = words[name]

    fun word(name: String) = words[name]?.decodeToString()
}

private fun answer(request: Request): ByteArray {
    if (request.word("operation") == "check") {
        Policy.parse(request.input.decodeToString()).close()
        return ByteArray(0)
    }
    val openers = listOfNotNull<Provider>(
        request.word("kek")?.let { Key(it.hexToByteArray()) },
        request.word("provider")?.let { Failing(it) },
    ).toTypedArray()
    if (request.word("operation") == "open_ring") {
        val path = request.word("path")
        val ring = if (path != null) Keyring.openBlocking(File(path), *openers) else Keyring.parseBlocking(request.input, *openers)
        ring.close()
        return ByteArray(0)
    }
    val ring = request.bytes("ring")?.let { Keyring.parseBlocking(it, *openers) }
    return ring.use { if (request.word("operation")!!.endsWith("_stream")) streamed(request, it!!) else verb(request, it) }
}

private fun streamed(request: Request, ring: Keyring): ByteArray {
    val (from, to) = List(2) { File.createTempFile("agent", null) }
    try {
        from.writeBytes(request.input)
        when (request.word("operation")) {
            "open_stream" -> ring.decryptStream(from, to, request.context)
            else -> ring.encryptStream(request.word("set")!!, from, to, request.context)
        }
        return to.readBytes()
    } finally {
        from.delete()
        to.delete()
    }
}

private fun verb(request: Request, ring: Keyring?): ByteArray =
    Policy.parse(request.word("policy")!!).use { policy ->
        Veil(policy, *listOfNotNull(ring).toTypedArray()).use { veil ->
            val context = request.context
            when (val operation = request.word("operation")) {
                "mask" -> veil.mask(request.input, request.word("view") ?: "default", context)
                "encrypt" -> {
                    val existing = Existing.valueOf((request.word("existing") ?: "error").uppercase())
                    veil.encrypt(request.input, context, existing = existing)
                }
                "decrypt" -> veil.decrypt(request.input, context, partial = !request.word("partial").isNullOrEmpty())
                "reencrypt" -> veil.reencrypt(request.input, context)
                else -> error("no operation $operation")
            }
        }
    }

fun main() {
    for (line in generateSequence(::readLine)) {
        val said = try {
            "ok " + Base64.getEncoder().encodeToString(answer(Request(line)))
        } catch (refused: FieldveilException) {
            "error ${refused.code}"
        } catch (thrown: Exception) {
            "error $thrown".replace('\n', ' ')
        }
        println(said)
        System.out.flush()
    }
}
