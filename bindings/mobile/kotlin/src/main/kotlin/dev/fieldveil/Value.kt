package dev.fieldveil

import dev.fieldveil.internal.NativeBound
import dev.fieldveil.internal.NativeStep
import dev.fieldveil.internal.NativeValue

/** A value outside a document, which comes back as the kind that it went in as. */
public sealed interface Value {
    /** Text. */
    public data class Text(val text: String) : Value {
        override fun toString(): String = "Text([REDACTED])"
    }

    /** Bytes. */
    public class Bytes(public val bytes: ByteArray) : Value {
        override fun equals(other: Any?): Boolean = other is Bytes && bytes.contentEquals(other.bytes)

        override fun hashCode(): Int = bytes.contentHashCode()

        override fun toString(): String = "Bytes([REDACTED])"
    }

    /** One JSON value, exactly as it is written. */
    public data class Json(val json: String) : Value {
        override fun toString(): String = "Json([REDACTED])"
    }
}

/** The place that a value is bound to: a token opens there and nowhere else. */
public class Binding private constructor(private val steps: List<NativeStep>?) {
    internal fun steps(): List<NativeStep>? = steps

    /** The same place, one array element further in. */
    public fun index(index: Long): Binding = Binding(steps.orEmpty() + NativeStep.Index(index.toULong()))

    /** The same place, in any array element. */
    public fun anyIndex(): Binding = Binding(steps.orEmpty() + NativeStep.Any)

    /** The same place, in the JSON text that a string there holds (`decode: json`). */
    public fun decoded(): Binding = Binding(steps.orEmpty() + NativeStep.Decoded)

    /** The same place, one member further in. */
    public fun member(name: String): Binding = Binding(steps.orEmpty() + NativeStep.Member(name))

    public companion object {
        /** A place by its names: for a column `Binding.of("table", "column")`. */
        @JvmStatic
        public fun of(vararg names: String): Binding = Binding(names.map { NativeStep.Member(it) })

        /** Anywhere. Whoever can write to the store can put such a value where another stood. */
        @JvmStatic
        public val anywhere: Binding = Binding(null)
    }
}

internal fun Value.native(): NativeValue =
    when (this) {
        is Value.Text -> NativeValue.Text(text)
        is Value.Bytes -> NativeValue.Bytes(bytes)
        is Value.Json -> NativeValue.Json(json)
    }

internal fun NativeValue.toValue(): Value =
    when (this) {
        is NativeValue.Text -> Value.Text(text)
        is NativeValue.Bytes -> Value.Bytes(bytes)
        is NativeValue.Json -> Value.Json(json)
    }

internal fun bound(context: Context, binding: Binding, subject: Subject?, pad: Int = 0): NativeBound =
    NativeBound(context, binding.steps(), subject?.native(), pad.toUInt())
