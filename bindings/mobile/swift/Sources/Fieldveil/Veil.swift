internal import FieldveilNative
import Foundation

/// A policy with the keys to work under it: an immutable value, safe to share between tasks and threads.
///
/// ```swift
/// let stored = try veil.encrypt(#"{"email":"maria@example.org"}"#, context: ["tenant": "acme"])
/// ```
///
/// Documents are JSON, as `Data` in UTF-8 or as `String`, and the answer is of the kind that came. The keys of its rings
/// are erased from memory when the last value that holds them is gone.
public struct Veil: Sendable {
    let native: NativeVeil

    /// A veil over a policy; without a ring it masks.
    ///
    /// - Parameters:
    ///   - policy: what is sensitive
    ///   - keyrings: the rings to seal and open with
    ///   - subjects: the keys of persons, one each, found by the `subject` of the policy
    ///   - custom: the functions that the operator `custom` calls; one that throws or gives `nil` redacts
    ///   - observer: hears of everything that is done, on the thread that does it
    /// - Throws: `invalid_keyring` if two rings have a key set of the same name.
    public init(
        _ policy: Policy, _ keyrings: Keyring..., subjects: [Subject]? = nil,
        custom: [String: @Sendable (String) throws -> String?] = [:], observer: (@Sendable (Event) -> Void)? = nil
    ) throws {
        native = try guarded {
            try NativeVeil(
                policy: policy.native, rings: keyrings.map(\.native), subjects: subjects?.map(\.native),
                functions: custom.mapValues(Custom.init), observer: observer.map(Watching.init))
        }
    }

    /// What the view's audience may see of a document, plain or stored. What cannot be masked is redacted, not thrown.
    ///
    /// - Throws: `unknown_view`, `invalid_json`, `limit_exceeded`.
    public func mask<D: Document>(
        _ document: D, view: String = "default", context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> D {
        try run(document, NativeCall(.mask, context, subject, audit, view: view))
    }

    /// The stored form of a plain document.
    ///
    /// - Throws: `already_encrypted`, `missing_field` and the errors of the keys.
    public func encrypt<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, existing: Existing = .error, audit: Audit? = nil
    ) throws -> D {
        try run(document, NativeCall(.encrypt, context, subject, audit, existing: existing))
    }

    /// The plain document again, authenticated as a whole before a byte of it is returned.
    ///
    /// - Parameters:
    ///   - document: a stored document
    ///   - context: the pairs that it was stored under
    ///   - subject: the person under whose key it was sealed
    ///   - partial: lets fields be missing and plaintext pass; every token is still authenticated
    ///   - audit: who asks, and why; for the observer
    /// - Throws: `wrong_key`, `tampered`, `not_encrypted` and the errors of the keys.
    public func decrypt<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, partial: Bool = false, audit: Audit? = nil
    ) throws -> D {
        try run(document, NativeCall(.decrypt, context, subject, audit, partial: partial))
    }

    /// Every token to its set's primary version; the same text if there was nothing to do.
    public func reencrypt<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> D {
        try run(document, NativeCall(.reencrypt, context, subject, audit))
    }

    /// The text with everything replaced that the detectors find in it.
    public func maskText(_ text: String) -> String { native.maskText(text: text) }

    /// A text of a log: the documents in it as `mask` shows them, and then as `maskText` does.
    public func maskMessage(_ text: String, view: String = "default") throws -> String {
        try guarded { try native.maskMessage(text: text, view: view) }
    }

    private func run<D: Document>(_ document: D, _ call: NativeCall) throws -> D {
        try document.withJSON { json in
            try D(text: lending(json) { lent in try guarded { try native.run(call: call, document: lent) } })
        }
    }
}
