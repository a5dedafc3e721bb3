/** Single values, files and subject keys, under a keyring alone. */
@file:JvmName("KeyringValues")

package dev.fieldveil

import java.io.File

/**
 * Encrypts one value under the primary version of a set; returns a token.
 *
 * @param binding the place that the value is bound to: for a column `Binding.of("table", "column")`
 * @param pad hides the length up to a multiple: 0 (it shows), 16, 32, 64 or 128
 * @throws FieldveilException.UnknownKeySet, [FieldveilException.KeyNotUsable], [FieldveilException.MissingSubject]
 */
@JvmOverloads
public fun Keyring.encryptValue(set: String, value: Value, binding: Binding, context: Context = emptyMap(), subject: Subject? = null, pad: Int = 0): String =
    guard { native.encryptValue(set, value.native(), bound(context, binding, subject, pad)) }

/** [encryptValue] of a text. */
@JvmOverloads
public fun Keyring.encryptValue(set: String, value: String, binding: Binding, context: Context = emptyMap(), subject: Subject? = null, pad: Int = 0): String =
    encryptValue(set, Value.Text(value), binding, context, subject, pad)

/** [encryptValue] of bytes. */
@JvmOverloads
public fun Keyring.encryptValue(set: String, value: ByteArray, binding: Binding, context: Context = emptyMap(), subject: Subject? = null, pad: Int = 0): String =
    encryptValue(set, Value.Bytes(value), binding, context, subject, pad)

/** Decrypts a token, as the kind that the value was. */
@JvmOverloads
public fun Keyring.decryptValue(token: String, binding: Binding, context: Context = emptyMap(), subject: Subject? = null): Value =
    guard { native.decryptValue(token, bound(context, binding, subject)) }.toValue()

/** The token under the primary version of its set; the same token if it is of it already. */
@JvmOverloads
public fun Keyring.reencryptValue(token: String, binding: Binding, context: Context = emptyMap(), subject: Subject? = null): String =
    guard { native.reencryptValue(token, bound(context, binding, subject)) }

/** Encrypts a file of any size into another, in constant memory; returns the bytes of plaintext. */
@JvmOverloads
public fun Keyring.encryptStream(set: String, from: File, to: File, context: Context = emptyMap()): Long =
    guard { native.encryptFile(set, from.path, to.path, context) }.toLong()

/**
 * Decrypts a file into another, which appears only once all of it is authentic (a pipe gets it as it comes); returns the
 * bytes of plaintext.
 */
@JvmOverloads
public fun Keyring.decryptStream(from: File, to: File, context: Context = emptyMap()): Long =
    guard { native.decryptFile(from.path, to.path, context) }.toLong()

/** Makes a key for the data of one person; returns its stored form, which the application keeps. Deleting it erases the person. */
public fun Keyring.newSubjectKey(set: String, name: String): String = guard { native.newSubjectKey(set, name) }

/** The same subject key under the primary version of its set. */
public fun Keyring.rewrapSubjectKey(name: String, key: String): String = guard { native.rewrapSubjectKey(name, key) }
