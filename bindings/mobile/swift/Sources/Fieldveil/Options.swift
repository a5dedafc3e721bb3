internal import FieldveilNative

/// Name-value pairs that a ciphertext is bound to: under another context there is no plaintext.
///
/// A context is authenticated, not encrypted, and not stored in the token: whoever decrypts must know it.
public typealias Context = [String: String]

/// One person, whose data is sealed under a key of their own.
public struct Subject: Sendable, CustomStringConvertible {
    /// The name that the key was made for.
    public let name: String
    /// The stored form of the key, as ``Keyring/newSubjectKey(set:name:)`` gave it.
    public let key: String

    public init(name: String, key: String) { (self.name, self.key) = (name, key) }

    public var description: String { "Subject([REDACTED])" }
    var native: NativeSubject { NativeSubject(name: name, key: key) }
}

/// Who asks, and why: goes to the observer and nowhere else.
public struct Audit: Sendable, Equatable {
    public let actor: String?
    public let reason: String?

    public init(actor: String? = nil, reason: String? = nil) { (self.actor, self.reason) = (actor, reason) }
}

/// What `encrypt` does with a selected string that is a token already, or with a record's header.
public enum Existing: Sendable {
    /// Refuse with `already_encrypted`.
    case error
    /// Open it under this call's keys and context; if it is authentic, leave it as it is. For one's own store.
    case keep
    /// Encrypt it like any other string; a header is still refused. For documents that strangers write.
    case seal
}

extension NativeCall {
    /// One verb and what is said beside the document.
    init(
        _ verb: NativeVerb, _ context: Context, _ subject: Subject?, _ audit: Audit?, view: String? = nil,
        existing: Existing = .error, partial: Bool = false
    ) {
        let there: NativeExisting =
            switch existing {
            case .error: .error
            case .keep: .keep
            case .seal: .seal
            }
        self.init(
            verb: verb, context: context, subject: subject?.native, view: view, existing: there, partial: partial,
            actor: audit?.actor, reason: audit?.reason)
    }
}
