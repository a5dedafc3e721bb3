package dev.fieldveil

import dev.fieldveil.internal.NativeCall
import dev.fieldveil.internal.NativeVeil
import dev.fieldveil.internal.NativeVerb

/**
 * A policy with the keys to work under it. Immutable and safe to share: make one, keep it, close it at the end.
 *
 * ```
 * val stored = veil.encrypt("""{"email":"maria@example.org"}""", context = mapOf("tenant" to "acme"))
 * ```
 *
 * Documents are JSON: [ByteArray] in UTF-8 (the fast way) or [String], and the answer is of the kind that came. Batches
 * are [encryptMany] and its sisters, reports [encryptWithReport], JSON lines [encryptLines].
 *
 * @param policy what is sensitive
 * @param keyrings the rings to seal and open with; without one it masks
 * @param subjects the keys of persons, one each, found by the `subject` of the policy
 * @param custom the functions that the operator `custom` calls; one that throws or gives `null` redacts
 * @param observer hears of everything that is done
 * @throws FieldveilException.InvalidKeyring if two rings have a key set of the same name
 */
public class Veil @JvmOverloads constructor(
    policy: Policy,
    vararg keyrings: Keyring,
    subjects: List<Subject>? = null,
    custom: Map<String, (String) -> String?> = emptyMap(),
    observer: Observer? = null,
) : AutoCloseable {
    internal val native: NativeVeil = guard {
        NativeVeil(
            policy.native,
            keyrings.map { it.native },
            subjects?.map { it.native() },
            custom.mapValues { Custom(it.value) },
            observer?.let { Watching(it) },
        )
    }

    /**
     * What the view's audience may see of a document, plain or stored.
     *
     * @throws FieldveilException.UnknownView, [FieldveilException.InvalidJson]; what cannot be masked is redacted, not thrown
     */
    @JvmOverloads
    public fun mask(
        document: String,
        view: String = "default",
        context: Context = emptyMap(),
        subject: Subject? = null,
        audit: Audit? = null,
    ): String = run(Kind.Text, document, callOf(NativeVerb.MASK, context, subject, audit, view = view))

    /** [mask] of the document's bytes. */
    @JvmOverloads
    public fun mask(
        document: ByteArray,
        view: String = "default",
        context: Context = emptyMap(),
        subject: Subject? = null,
        audit: Audit? = null,
    ): ByteArray = run(Kind.Bytes, document, callOf(NativeVerb.MASK, context, subject, audit, view = view))

    /**
     * The stored form of a plain document.
     *
     * @throws FieldveilException.AlreadyEncrypted, [FieldveilException.MissingField] and the exceptions of the keys
     */
    @JvmOverloads
    public fun encrypt(
        document: String,
        context: Context = emptyMap(),
        subject: Subject? = null,
        existing: Existing = Existing.ERROR,
        audit: Audit? = null,
    ): String = run(Kind.Text, document, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

    /** [encrypt] of the document's bytes. */
    @JvmOverloads
    public fun encrypt(
        document: ByteArray,
        context: Context = emptyMap(),
        subject: Subject? = null,
        existing: Existing = Existing.ERROR,
        audit: Audit? = null,
    ): ByteArray = run(Kind.Bytes, document, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

    /**
     * The plain document again, authenticated as a whole before a byte of it is returned.
     *
     * @param partial lets fields be missing and plaintext pass; every token that is there is still authenticated
     * @throws FieldveilException.WrongKey, [FieldveilException.Tampered], [FieldveilException.NotEncrypted] and the exceptions of the keys
     */
    @JvmOverloads
    public fun decrypt(
        document: String,
        context: Context = emptyMap(),
        subject: Subject? = null,
        partial: Boolean = false,
        audit: Audit? = null,
    ): String = run(Kind.Text, document, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

    /** [decrypt] of the document's bytes. */
    @JvmOverloads
    public fun decrypt(
        document: ByteArray,
        context: Context = emptyMap(),
        subject: Subject? = null,
        partial: Boolean = false,
        audit: Audit? = null,
    ): ByteArray = run(Kind.Bytes, document, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

    /** Every token to its set's primary version; the same text if there was nothing to do. */
    @JvmOverloads
    public fun reencrypt(
        document: String,
        context: Context = emptyMap(),
        subject: Subject? = null,
        audit: Audit? = null,
    ): String = run(Kind.Text, document, callOf(NativeVerb.REENCRYPT, context, subject, audit))

    /** [reencrypt] of the document's bytes. */
    @JvmOverloads
    public fun reencrypt(
        document: ByteArray,
        context: Context = emptyMap(),
        subject: Subject? = null,
        audit: Audit? = null,
    ): ByteArray = run(Kind.Bytes, document, callOf(NativeVerb.REENCRYPT, context, subject, audit))

    /** The text with everything replaced that the detectors find in it. */
    public fun maskText(text: String): String = guard { native.maskText(text) }

    /** A text of a log: the documents in it as [mask] shows them, and then as [maskText] does. */
    @JvmOverloads
    public fun maskMessage(text: String, view: String = "default"): String = guard { native.maskMessage(text, view) }

    /** Lets go of the policy and of this veil's hold on its rings; their keys are erased when the last hold is gone. */
    override fun close(): Unit = native.close()

    private fun <T> run(kind: Kind<T>, document: T, call: NativeCall): T =
        guard { kind.answer(lend(kind.bytes(document)) { native.run(call, it) }) }
}
