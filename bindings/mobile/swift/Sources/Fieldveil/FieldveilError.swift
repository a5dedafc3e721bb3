internal import FieldveilNative
import Foundation

/// What every call of this package throws. No message holds a byte of a payload, a plaintext, a key or a passphrase.
///
/// ```swift
/// do { … } catch let error as FieldveilError where error.code == .tampered { … }
/// ```
public struct FieldveilError: Error, Sendable, Equatable {
    /// The stable name; its raw value is the same string in every language.
    public let code: Code
    /// What went wrong, with its place; the mend at the end.
    public let message: String
    /// The path of the rule that was being applied, as the policy writes it.
    public let path: String?
    /// The index of the record in its batch, from 0.
    public let index: Int?
    /// The number of the line, from 1, when the input was JSON lines.
    public let line: Int?
    /// Where in the document or policy the fault stands.
    public let position: Position?

    /// An error of a code; a ``KeyWrapper`` throws `.providerKeyLost` to say that its key is gone for good.
    public init(_ code: Code, _ message: String) {
        self.init(code, message, path: nil, index: nil, line: nil, position: nil)
    }

    init(_ code: Code, _ message: String, path: String?, index: Int?, line: Int?, position: Position?) {
        (self.code, self.message, self.path) = (code, message, path)
        (self.index, self.line, self.position) = (index, line, position)
    }

    /// Where in a text something stands.
    public struct Position: Sendable, Equatable {
        /// Bytes from the beginning of the text, from 0.
        public let offset: Int
        /// Line, from 1.
        public let line: Int
        /// Column in Unicode scalar values, from 1.
        public let column: Int
    }

    /// What went wrong, as a stable name.
    public enum Code: String, Sendable, CaseIterable {
        /// The policy is not a valid policy document.
        case invalidPolicy = "invalid_policy"
        /// A JSONPath in the policy is not valid, or not one that may stand there.
        case invalidPath = "invalid_path"
        /// The policy has no view of that name.
        case unknownView = "unknown_view"
        /// A context pair is empty, reserved, doubled, missing or contradicts the record.
        case invalidContext = "invalid_context"
        /// The document is not one valid JSON text in UTF-8.
        case invalidJson = "invalid_json"
        /// A string at a token's place has a token's mark but not its form.
        case invalidToken = "invalid_token"
        /// A required rule, or a context path, selected nothing in the record.
        case missingField = "missing_field"
        /// A limit of size, depth or number was exceeded.
        case limitExceeded = "limit_exceeded"
        /// The record holds a header or a token where plaintext is expected.
        case alreadyEncrypted = "already_encrypted"
        /// The token was written by a format or suite that this version does not know.
        case unsupportedVersion = "unsupported_version"
        /// A value that an operator or Swift cannot carry.
        case unsupportedValue = "unsupported_value"
        /// No ring that was given has a key set of that name.
        case unknownKeySet = "unknown_key_set"
        /// No ring that was given has the key id that the token names.
        case unknownKey = "unknown_key"
        /// The key exists, but its state, purpose, set or suite forbids this use.
        case keyNotUsable = "key_not_usable"
        /// The passphrase or key-encryption key does not open this ring.
        case wrongPassphrase = "wrong_passphrase"
        /// The keyring file is malformed, altered or inconsistent.
        case invalidKeyring = "invalid_keyring"
        /// The keyring file was changed by somebody else since it was read.
        case keyringChanged = "keyring_changed"
        /// The keyring file is older than the one that was seen already.
        case keyringRolledBack = "keyring_rolled_back"
        /// The policy encrypts under a subject's key and the call names no subject.
        case missingSubject = "missing_subject"
        /// The application's provider could not wrap or unwrap.
        case providerFailed = "provider_failed"
        /// The platform has lost or invalidated the provider's key.
        case providerKeyLost = "provider_key_lost"
        /// The token was sealed under another key than the one of its id.
        case wrongKey = "wrong_key"
        /// The token, its place, its record or its context was altered.
        case tampered = "tampered"
        /// A place that must hold a token holds plaintext.
        case notEncrypted = "not_encrypted"
        /// The operating system refused to read or write.
        case io = "io"
        /// A fault of this library. Please report it.
        case `internal` = "internal"
    }
}

extension FieldveilError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { message }
    public var description: String { "\(code.rawValue): \(message)" }
}

extension FieldveilError {
    /// The error of a native failure.
    init(_ failure: NativeFailure) {
        self.init(
            Code(rawValue: failure.code) ?? .internal, failure.message, path: failure.path,
            index: failure.index.map { Int($0) }, line: failure.line.map { Int($0) },
            position: failure.position.map { Position(offset: Int($0.offset), line: Int($0.line), column: Int($0.column)) })
    }
}

/// Calls the native library; what it refuses is thrown as ours.
func guarded<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch NativeError.Failed(let failure) {
        throw FieldveilError(failure)
    } catch let error as FieldveilError {
        throw error
    } catch {
        throw FieldveilError(.internal, "the native library failed; please report this")
    }
}
