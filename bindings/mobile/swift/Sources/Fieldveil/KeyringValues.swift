internal import FieldveilNative
import Foundation

// Single values, files and subject keys, under a keyring alone.
extension Keyring {
    /// Encrypts one value under the primary version of a set; returns a token.
    ///
    /// - Parameters:
    ///   - set: the key set, of the purpose `data`, `deterministic` or `subject`
    ///   - value: text, bytes or JSON; it comes back as the kind that it is
    ///   - binding: the place that the value is bound to: for a column `["table", "column"]`
    ///   - context: pairs that the token is bound to
    ///   - subject: the person under whose key it is sealed
    ///   - pad: hides the length up to a multiple: 0 (it shows), 16, 32, 64 or 128
    /// - Throws: `unknown_key_set`, `key_not_usable`, `missing_subject`.
    public func encryptValue(
        set: String, _ value: Value, binding: Binding, context: Context = [:], subject: Subject? = nil, pad: UInt32 = 0
    ) throws -> String {
        let bound = NativeBound(context, binding, subject, pad: pad)
        return try guarded { try native.encryptValue(set: set, value: value.native, bound: bound) }
    }

    /// Decrypts a token, as the kind that the value was.
    public func decryptValue(_ token: String, binding: Binding, context: Context = [:], subject: Subject? = nil) throws -> Value {
        try Value(guarded { try native.decryptValue(token: token, bound: NativeBound(context, binding, subject)) })
    }

    /// The token under the primary version of its set; the same token if it is of it already.
    public func reencryptValue(_ token: String, binding: Binding, context: Context = [:], subject: Subject? = nil) throws -> String {
        try guarded { try native.reencryptValue(token: token, bound: NativeBound(context, binding, subject)) }
    }

    /// Encrypts a file of any size into another, in constant memory; returns the bytes of plaintext.
    @discardableResult
    public func encryptStream(set: String, from: URL, to: URL, context: Context = [:]) throws -> UInt64 {
        try guarded { try native.encryptFile(set: set, from: from.path, to: to.path, context: context) }
    }

    /// Decrypts a file into another, which appears only once all of it is authentic (a pipe gets it as it comes); returns the bytes of plaintext.
    @discardableResult
    public func decryptStream(from: URL, to: URL, context: Context = [:]) throws -> UInt64 {
        try guarded { try native.decryptFile(from: from.path, to: to.path, context: context) }
    }

    /// Makes a key for the data of one person; returns its stored form, which the application keeps. Deleting it
    /// erases the person.
    public func newSubjectKey(set: String, name: String) throws -> String {
        try guarded { try native.newSubjectKey(set: set, name: name) }
    }

    /// The same subject key under the primary version of its set.
    public func rewrapSubjectKey(name: String, key: String) throws -> String {
        try guarded { try native.rewrapSubjectKey(name: name, key: key) }
    }
}
