internal import FieldveilNative
import Foundation

// The verbs with a report of what they did: over one document, and over JSON lines in files.
extension Veil {
    /// ``mask(_:view:context:subject:audit:)``, with what was done.
    public func maskWithReport<D: Document>(
        _ document: D, view: String = "default", context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> (document: D, report: Report) {
        try reported(document, NativeCall(.mask, context, subject, audit, view: view))
    }

    /// ``encrypt(_:context:subject:existing:audit:)``, with what was done.
    public func encryptWithReport<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, existing: Existing = .error, audit: Audit? = nil
    ) throws -> (document: D, report: Report) {
        try reported(document, NativeCall(.encrypt, context, subject, audit, existing: existing))
    }

    /// ``decrypt(_:context:subject:partial:audit:)``, with what was done.
    public func decryptWithReport<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, partial: Bool = false, audit: Audit? = nil
    ) throws -> (document: D, report: Report) {
        try reported(document, NativeCall(.decrypt, context, subject, audit, partial: partial))
    }

    /// ``reencrypt(_:context:subject:audit:)``, with what was done.
    public func reencryptWithReport<D: Document>(
        _ document: D, context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> (document: D, report: Report) {
        try reported(document, NativeCall(.reencrypt, context, subject, audit))
    }

    /// Masks JSON lines; a bad line becomes `{"fieldveil_error":…}` and the run goes on. The file `to` is written as a
    /// whole or not at all.
    public func maskLines(
        from: URL, to: URL, view: String = "default", context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> Report {
        try lines(from, to, NativeCall(.mask, context, subject, audit, view: view))
    }

    /// Encrypts JSON lines; stops at the first that cannot be encrypted, with its `line`.
    public func encryptLines(
        from: URL, to: URL, context: Context = [:], subject: Subject? = nil, existing: Existing = .error, audit: Audit? = nil
    ) throws -> Report {
        try lines(from, to, NativeCall(.encrypt, context, subject, audit, existing: existing))
    }

    /// Decrypts JSON lines; stops at the first that cannot be decrypted, with its `line`.
    public func decryptLines(
        from: URL, to: URL, context: Context = [:], subject: Subject? = nil, partial: Bool = false, audit: Audit? = nil
    ) throws -> Report {
        try lines(from, to, NativeCall(.decrypt, context, subject, audit, partial: partial))
    }

    /// Re-encrypts JSON lines; stops at the first that cannot be opened, with its `line`.
    public func reencryptLines(
        from: URL, to: URL, context: Context = [:], subject: Subject? = nil, audit: Audit? = nil
    ) throws -> Report {
        try lines(from, to, NativeCall(.reencrypt, context, subject, audit))
    }

    private func reported<D: Document>(_ document: D, _ call: NativeCall) throws -> (document: D, report: Report) {
        let done = try document.withJSON { json in
            try lending(json) { lent in try guarded { try native.runWithReport(call: call, document: lent) } }
        }
        return (D(text: done.document), Report(done.report))
    }

    private func lines(_ from: URL, _ to: URL, _ call: NativeCall) throws -> Report {
        try Report(guarded { try native.runLines(call: call, from: from.path, to: to.path) })
    }
}
