package dev.fieldveil

import dev.fieldveil.internal.NativeCall
import dev.fieldveil.internal.NativeExisting
import dev.fieldveil.internal.NativeSubject
import dev.fieldveil.internal.NativeVerb

/**
 * Name-value pairs that a ciphertext is bound to: under another context there is no plaintext.
 *
 * A context is authenticated, not encrypted, and not stored in the token: whoever decrypts must know it.
 */
public typealias Context = Map<String, String>

/**
 * One person, whose data is sealed under a key of their own.
 *
 * @property name the name that the key was made for
 * @property key the stored form of the key, as [Keyring.newSubjectKey] gave it
 */
public class Subject(public val name: String, public val key: String) {
    override fun toString(): String = "Subject([REDACTED])"
}

/** Who asks, and why: goes to the [Observer] and nowhere else. */
public data class Audit(val actor: String? = null, val reason: String? = null)

/** What `encrypt` does with a selected string that is a token already, or with a record's header. */
public enum class Existing {
    /** Refuse with [FieldveilException.AlreadyEncrypted]. */
    ERROR,

    /** Open it under this call's keys and context; if it is authentic, leave it as it is. For one's own store. */
    KEEP,

    /** Encrypt it like any other string; a header is still refused. For documents that strangers write. */
    SEAL,
}

/** One verb and what is said beside the document. */
internal fun callOf(
    verb: NativeVerb,
    context: Context,
    subject: Subject?,
    audit: Audit?,
    view: String? = null,
    existing: Existing = Existing.ERROR,
    partial: Boolean = false,
): NativeCall =
    NativeCall(
        verb = verb,
        context = context,
        subject = subject?.native(),
        view = view,
        existing = NativeExisting.entries[existing.ordinal],
        partial = partial,
        actor = audit?.actor,
        reason = audit?.reason,
    )

internal fun Subject.native(): NativeSubject = NativeSubject(name, key)
