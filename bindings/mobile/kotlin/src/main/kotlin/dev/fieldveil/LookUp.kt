/** Finding a stored value again without opening anything. */
@file:JvmName("LookUp")

package dev.fieldveil

/**
 * What a stored value can be found by: one term for each primary, retired and pending version of its set, the
 * primary's first. An empty list where nothing is left of the value after the normalizers.
 *
 * @param path the place of a deterministic value, where its class stands at several
 * @throws FieldveilException.InvalidPolicy if the class is unknown or stores nothing that can be searched
 */
@JvmOverloads
public fun Veil.searchTerms(className: String, value: String, context: Context = emptyMap(), path: String? = null): List<String> =
    searchTerms(className, Value.Text(value), context, path)

/** [searchTerms] of a value that is no text. */
@JvmOverloads
public fun Veil.searchTerms(className: String, value: Value, context: Context = emptyMap(), path: String? = null): List<String> =
    guard { native.searchTerms(className, value.native(), context, path) }

/** The index term that `encrypt` stores beside a value now; none where nothing is left of it. */
@JvmOverloads
public fun Veil.blindIndex(className: String, value: String, context: Context = emptyMap()): String? =
    blindIndex(className, Value.Text(value), context)

/** [blindIndex] of a value that is no text. */
@JvmOverloads
public fun Veil.blindIndex(className: String, value: Value, context: Context = emptyMap()): String? =
    guard { native.blindIndex(className, value.native(), context) }

/** The pseudonym that a class shows for a value, with its prefix. */
@JvmOverloads
public fun Veil.pseudonym(className: String, value: String, context: Context = emptyMap()): String =
    pseudonym(className, Value.Text(value), context)

/** [pseudonym] of a value that is no text. */
@JvmOverloads
public fun Veil.pseudonym(className: String, value: Value, context: Context = emptyMap()): String =
    guard { native.pseudonym(className, value.native(), context) }
