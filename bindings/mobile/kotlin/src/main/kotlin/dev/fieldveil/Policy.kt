package dev.fieldveil

import dev.fieldveil.internal.NativePolicy
import java.io.File

/** Which fields are sensitive and what happens to them: compiled once, immutable, safe to share between threads. */
public class Policy private constructor(internal val native: NativePolicy) : AutoCloseable {
    /** The identity of the policy: the SHA-256 of its text, in hex. */
    public val sha256: String = native.sha256()

    /** The name that the policy gives itself. */
    public val id: String? = native.id()

    /** Lets go of the native policy. A [Veil] that was made with it goes on. */
    override fun close(): Unit = native.close()

    override fun toString(): String = "Policy(${id ?: sha256})"

    public companion object {
        /**
         * Reads a policy from a file.
         *
         * @throws FieldveilException.InvalidPolicy and [FieldveilException.InvalidPath] with line and column, [FieldveilException.Io]
         */
        @JvmStatic
        public fun load(file: File): Policy = Policy(guard { NativePolicy.load(file.path) })

        /**
         * Reads a policy from YAML or JSON text.
         *
         * @throws FieldveilException.InvalidPolicy and [FieldveilException.InvalidPath] with line and column
         */
        @JvmStatic
        public fun parse(text: String): Policy = Policy(guard { NativePolicy.parse(text) })
    }
}
