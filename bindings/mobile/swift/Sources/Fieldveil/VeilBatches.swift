internal import FieldveilNative
import Foundation

// The verbs over many documents: all cores, one snapshot of the keys. One context is
// for all of them, or `contexts` gives each its own; answers are in the order of the documents.
extension Veil {
    /// ``mask(_:view:context:subject:audit:)`` of many documents; the first failure is thrown, with its `index`.
    public func maskMany<D: Document>(
        _ documents: [D], view: String = "default", context: Context = [:], contexts: [Context] = [],
        subject: Subject? = nil, audit: Audit? = nil
    ) throws -> [D] {
        try many(documents, contexts, NativeCall(.mask, context, subject, audit, view: view))
    }

    /// The same, each document with a result of its own.
    public func maskManyResults<D: Document>(
        _ documents: [D], view: String = "default", context: Context = [:], contexts: [Context] = [],
        subject: Subject? = nil, audit: Audit? = nil
    ) throws -> [Result<D, FieldveilError>] {
        try results(documents, contexts, NativeCall(.mask, context, subject, audit, view: view))
    }

    /// ``encrypt(_:context:subject:existing:audit:)`` of many documents; the first failure is thrown, with its `index`.
    public func encryptMany<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil,
        existing: Existing = .error, audit: Audit? = nil
    ) throws -> [D] {
        try many(documents, contexts, NativeCall(.encrypt, context, subject, audit, existing: existing))
    }

    /// The same, each document with a result of its own.
    public func encryptManyResults<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil,
        existing: Existing = .error, audit: Audit? = nil
    ) throws -> [Result<D, FieldveilError>] {
        try results(documents, contexts, NativeCall(.encrypt, context, subject, audit, existing: existing))
    }

    /// ``decrypt(_:context:subject:partial:audit:)`` of many documents; the first failure is thrown, with its `index`.
    public func decryptMany<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil, partial: Bool = false,
        audit: Audit? = nil
    ) throws -> [D] {
        try many(documents, contexts, NativeCall(.decrypt, context, subject, audit, partial: partial))
    }

    /// The same, each document with a result of its own.
    public func decryptManyResults<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil, partial: Bool = false,
        audit: Audit? = nil
    ) throws -> [Result<D, FieldveilError>] {
        try results(documents, contexts, NativeCall(.decrypt, context, subject, audit, partial: partial))
    }

    /// ``reencrypt(_:context:subject:audit:)`` of many documents; the first failure is thrown, with its `index`.
    public func reencryptMany<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> [D] {
        try many(documents, contexts, NativeCall(.reencrypt, context, subject, audit))
    }

    /// The same, each document with a result of its own.
    public func reencryptManyResults<D: Document>(
        _ documents: [D], context: Context = [:], contexts: [Context] = [], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> [Result<D, FieldveilError>] {
        try results(documents, contexts, NativeCall(.reencrypt, context, subject, audit))
    }

    private func many<D: Document>(_ documents: [D], _ contexts: [Context], _ call: NativeCall) throws -> [D] {
        try results(documents, contexts, call).map { try $0.get() }
    }

    private func results<D: Document>(
        _ documents: [D], _ contexts: [Context], _ call: NativeCall
    ) throws -> [Result<D, FieldveilError>] {
        precondition(
            contexts.isEmpty || contexts.count == documents.count, "give one context for all documents, or one for each")
        return try guarded { try native.begin(call: call, contexts: contexts) }.answers(documents)
    }
}
