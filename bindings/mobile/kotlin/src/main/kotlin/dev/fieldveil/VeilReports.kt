/** The verbs with a report of what they did: over one document, and over JSON lines in files. */
@file:JvmName("VeilReports")

package dev.fieldveil

import dev.fieldveil.internal.NativeCall
import dev.fieldveil.internal.NativeVerb
import java.io.File

/** [Veil.mask], with what was done. */
@JvmOverloads
public fun Veil.maskWithReport(document: String, view: String = "default", context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Reported<String> =
    reported(Kind.Text, document, callOf(NativeVerb.MASK, context, subject, audit, view = view))

/** [Veil.mask] of bytes, with what was done. */
@JvmOverloads
public fun Veil.maskWithReport(document: ByteArray, view: String = "default", context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Reported<ByteArray> =
    reported(Kind.Bytes, document, callOf(NativeVerb.MASK, context, subject, audit, view = view))

/** [Veil.encrypt], with what was done. */
@JvmOverloads
public fun Veil.encryptWithReport(document: String, context: Context = emptyMap(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): Reported<String> =
    reported(Kind.Text, document, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

/** [Veil.encrypt] of bytes, with what was done. */
@JvmOverloads
public fun Veil.encryptWithReport(document: ByteArray, context: Context = emptyMap(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): Reported<ByteArray> =
    reported(Kind.Bytes, document, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

/** [Veil.decrypt], with what was done. */
@JvmOverloads
public fun Veil.decryptWithReport(document: String, context: Context = emptyMap(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): Reported<String> =
    reported(Kind.Text, document, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

/** [Veil.decrypt] of bytes, with what was done. */
@JvmOverloads
public fun Veil.decryptWithReport(document: ByteArray, context: Context = emptyMap(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): Reported<ByteArray> =
    reported(Kind.Bytes, document, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

/** [Veil.reencrypt], with what was done. */
@JvmOverloads
public fun Veil.reencryptWithReport(document: String, context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Reported<String> =
    reported(Kind.Text, document, callOf(NativeVerb.REENCRYPT, context, subject, audit))

/** [Veil.reencrypt] of bytes, with what was done. */
@JvmOverloads
public fun Veil.reencryptWithReport(document: ByteArray, context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Reported<ByteArray> =
    reported(Kind.Bytes, document, callOf(NativeVerb.REENCRYPT, context, subject, audit))

/**
 * [Veil.mask] of JSON lines, from one file to another; a bad line becomes `{"fieldveil_error":…}` and the run goes on.
 * The file [to] is written as a whole or not at all.
 */
@JvmOverloads
public fun Veil.maskLines(from: File, to: File, view: String = "default", context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Report =
    lines(from, to, callOf(NativeVerb.MASK, context, subject, audit, view = view))

/** [Veil.encrypt] of JSON lines; stops at the first that cannot be encrypted, with its `line`. */
@JvmOverloads
public fun Veil.encryptLines(from: File, to: File, context: Context = emptyMap(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): Report =
    lines(from, to, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

/** [Veil.decrypt] of JSON lines; stops at the first that cannot be decrypted, with its `line`. */
@JvmOverloads
public fun Veil.decryptLines(from: File, to: File, context: Context = emptyMap(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): Report =
    lines(from, to, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

/** [Veil.reencrypt] of JSON lines; stops at the first that cannot be opened, with its `line`. */
@JvmOverloads
public fun Veil.reencryptLines(from: File, to: File, context: Context = emptyMap(), subject: Subject? = null, audit: Audit? = null): Report =
    lines(from, to, callOf(NativeVerb.REENCRYPT, context, subject, audit))

private fun <T> Veil.reported(kind: Kind<T>, document: T, call: NativeCall): Reported<T> = guard {
    val reported = lend(kind.bytes(document)) { native.runWithReport(call, it) }
    Reported(kind.answer(reported.document), reported.report.toReport())
}

private fun Veil.lines(from: File, to: File, call: NativeCall): Report =
    guard { native.runLines(call, from.path, to.path).toReport() }
