internal import FieldveilNative

/// What a token says of itself. None of it is authenticated.
public struct TokenInfo: Sendable, Equatable {
    /// The suite, in two hexadecimal digits.
    public let suite: String
    /// `value`, `record header`, `record field`, `deterministic value` or `stream`.
    public let kind: String
    /// The cipher, as a keyring names it.
    public let cipher: String
    /// The id of its key; the ordinal of a record field, whose key the header names.
    public let id: UInt32
    /// Its bytes, prefix and all.
    public let bytes: UInt64
    /// The bytes that are sealed in it; none in a header.
    public let payload: UInt64
    /// How many fields a header speaks for.
    public let fields: UInt32?
}

/// Looks at a token: its suite, key id and sizes, without a key.
public func inspect(_ token: String) throws -> TokenInfo {
    let info = try guarded { try FieldveilNative.inspect(token: token) }
    return TokenInfo(
        suite: info.suite, kind: info.kind, cipher: info.cipher, id: info.id, bytes: info.bytes, payload: info.payload,
        fields: info.fields)
}
