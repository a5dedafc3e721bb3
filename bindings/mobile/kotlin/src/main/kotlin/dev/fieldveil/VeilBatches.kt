/** The verbs over many documents: all cores, one snapshot of the keys. */
@file:JvmName("VeilBatches")

package dev.fieldveil

import dev.fieldveil.internal.NativeCall
import dev.fieldveil.internal.NativeVerb

/**
 * A batch: documents of one kind, one context for all of them or one each, answers in their order.
 *
 * ```
 * val stored: List<String> = veil.encryptMany(documents)                       // the first failure is thrown
 * val answers: List<Result<String>> = veil.encryptManyCatching(documents)      // each by itself
 * ```
 */
@JvmName("maskManyText")
@JvmOverloads
public fun Veil.maskMany(documents: List<String>, view: String = "default", context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<String> =
    maskManyCatching(documents, view, context, contexts, subject, audit).map { it.getOrThrow() }

/** [Veil.mask] of many documents of bytes. */
@JvmOverloads
public fun Veil.maskMany(documents: List<ByteArray>, view: String = "default", context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<ByteArray> =
    maskManyCatching(documents, view, context, contexts, subject, audit).map { it.getOrThrow() }

/** [Veil.mask] of many documents, each with a result of its own. */
@JvmName("maskManyTextCatching")
@JvmOverloads
public fun Veil.maskManyCatching(documents: List<String>, view: String = "default", context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<Result<String>> =
    many(Kind.Text, documents, contexts, callOf(NativeVerb.MASK, context, subject, audit, view = view))

/** [Veil.mask] of many documents of bytes, each with a result of its own. */
@JvmOverloads
public fun Veil.maskManyCatching(documents: List<ByteArray>, view: String = "default", context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<Result<ByteArray>> =
    many(Kind.Bytes, documents, contexts, callOf(NativeVerb.MASK, context, subject, audit, view = view))

/** [Veil.encrypt] of many documents; the first failure is thrown, with its `index`. */
@JvmName("encryptManyText")
@JvmOverloads
public fun Veil.encryptMany(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): List<String> =
    encryptManyCatching(documents, context, contexts, subject, existing, audit).map { it.getOrThrow() }

/** [Veil.encrypt] of many documents of bytes. */
@JvmOverloads
public fun Veil.encryptMany(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): List<ByteArray> =
    encryptManyCatching(documents, context, contexts, subject, existing, audit).map { it.getOrThrow() }

/** [Veil.encrypt] of many documents, each with a result of its own. */
@JvmName("encryptManyTextCatching")
@JvmOverloads
public fun Veil.encryptManyCatching(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): List<Result<String>> =
    many(Kind.Text, documents, contexts, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

/** [Veil.encrypt] of many documents of bytes, each with a result of its own. */
@JvmOverloads
public fun Veil.encryptManyCatching(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, existing: Existing = Existing.ERROR, audit: Audit? = null): List<Result<ByteArray>> =
    many(Kind.Bytes, documents, contexts, callOf(NativeVerb.ENCRYPT, context, subject, audit, existing = existing))

/** [Veil.decrypt] of many documents; the first failure is thrown, with its `index`. */
@JvmName("decryptManyText")
@JvmOverloads
public fun Veil.decryptMany(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): List<String> =
    decryptManyCatching(documents, context, contexts, subject, partial, audit).map { it.getOrThrow() }

/** [Veil.decrypt] of many documents of bytes. */
@JvmOverloads
public fun Veil.decryptMany(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): List<ByteArray> =
    decryptManyCatching(documents, context, contexts, subject, partial, audit).map { it.getOrThrow() }

/** [Veil.decrypt] of many documents, each with a result of its own. */
@JvmName("decryptManyTextCatching")
@JvmOverloads
public fun Veil.decryptManyCatching(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): List<Result<String>> =
    many(Kind.Text, documents, contexts, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

/** [Veil.decrypt] of many documents of bytes, each with a result of its own. */
@JvmOverloads
public fun Veil.decryptManyCatching(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, partial: Boolean = false, audit: Audit? = null): List<Result<ByteArray>> =
    many(Kind.Bytes, documents, contexts, callOf(NativeVerb.DECRYPT, context, subject, audit, partial = partial))

/** [Veil.reencrypt] of many documents; the first failure is thrown, with its `index`. */
@JvmName("reencryptManyText")
@JvmOverloads
public fun Veil.reencryptMany(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<String> =
    reencryptManyCatching(documents, context, contexts, subject, audit).map { it.getOrThrow() }

/** [Veil.reencrypt] of many documents of bytes. */
@JvmOverloads
public fun Veil.reencryptMany(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<ByteArray> =
    reencryptManyCatching(documents, context, contexts, subject, audit).map { it.getOrThrow() }

/** [Veil.reencrypt] of many documents, each with a result of its own. */
@JvmName("reencryptManyTextCatching")
@JvmOverloads
public fun Veil.reencryptManyCatching(documents: List<String>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<Result<String>> =
    many(Kind.Text, documents, contexts, callOf(NativeVerb.REENCRYPT, context, subject, audit))

/** [Veil.reencrypt] of many documents of bytes, each with a result of its own. */
@JvmOverloads
public fun Veil.reencryptManyCatching(documents: List<ByteArray>, context: Context = emptyMap(), contexts: List<Context> = emptyList(), subject: Subject? = null, audit: Audit? = null): List<Result<ByteArray>> =
    many(Kind.Bytes, documents, contexts, callOf(NativeVerb.REENCRYPT, context, subject, audit))

private fun <T> Veil.many(kind: Kind<T>, documents: List<T>, contexts: List<Context>, call: NativeCall): List<Result<T>> {
    require(contexts.isEmpty() || contexts.size == documents.size) { "give one context for all documents, or one for each" }
    return guard { native.begin(call, contexts) }.use { it.answers(kind, documents) }
}
