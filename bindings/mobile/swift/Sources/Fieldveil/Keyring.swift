internal import FieldveilNative
import Foundation

/// Key sets in one file, opened by a provider: a value that is safe to share; copies are the same ring.
///
/// ```swift
/// let ring = try await Keyring.open(file, .passphrase(text))
/// ```
///
/// What may ask a provider is `async`, and is done on a thread that may wait; each such call has a sister for code that
/// is not, which blocks. The keys are erased from memory when the last ``Keyring`` and ``Veil`` that hold them are gone.
public struct Keyring: Sendable, CustomStringConvertible {
    let native: NativeKeyring

    /// Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet.
    ///
    /// - Parameters:
    ///   - file: where the ring will live
    ///   - providers: what wraps it; each of them alone can open it
    ///   - minPending: seconds that a version must have been pending before it is promoted
    /// - Throws: `io` if a file stands there, `provider_failed` if a provider cannot wrap.
    public static func create(_ file: URL, _ providers: Provider..., minPending: UInt64 = 3600) async throws -> Keyring {
        try await offPool { try made(file, providers, minPending) }
    }

    /// The same, on this thread.
    public static func create(_ file: URL, _ providers: Provider..., minPending: UInt64 = 3600) throws -> Keyring {
        try made(file, providers, minPending)
    }

    /// Opens the ring of a file with the first provider that can. Only reads.
    ///
    /// - Parameters:
    ///   - file: where the ring lives
    ///   - providers: asked in this order
    ///   - minEpoch: the lowest epoch that is accepted: a ring below it was rolled back
    /// - Throws: `io`, `wrong_passphrase`, `provider_failed`, `provider_key_lost`, `invalid_keyring`.
    public static func open(_ file: URL, _ providers: Provider..., minEpoch: UInt64 = 0) async throws -> Keyring {
        try await offPool { try opened(file, providers, minEpoch) }
    }

    /// The same, on this thread.
    public static func open(_ file: URL, _ providers: Provider..., minEpoch: UInt64 = 0) throws -> Keyring {
        try opened(file, providers, minEpoch)
    }

    /// Opens a ring from its document. It can be used and looked at; there is no file to save to.
    public static func parse(_ document: Data, _ providers: Provider..., minEpoch: UInt64 = 0) async throws -> Keyring {
        try await offPool { try parsed(document, providers, minEpoch) }
    }

    /// The same, on this thread.
    public static func parse(_ document: Data, _ providers: Provider..., minEpoch: UInt64 = 0) throws -> Keyring {
        try parsed(document, providers, minEpoch)
    }

    /// Opens the ring that `FIELDVEIL_KEYRING` names, by the key of the environment. Only reads.
    public static func fromEnv(minEpoch: UInt64 = 0) throws -> Keyring {
        try Keyring(native: guarded { try NativeKeyring.fromEnv(minEpoch: minEpoch) })
    }

    /// The document of the ring as it is loaded, to be uploaded or copied: its keys are wrapped in it.
    public func document() -> String { native.document() }

    /// Changes the ring and saves it at the end of `change`; if that throws, nothing is saved.
    @discardableResult
    public func edit<T: Sendable>(_ change: @escaping @Sendable (KeyringEdit) throws -> T) async throws -> T {
        try await offPool { try edited(change) }
    }

    /// The same, on this thread.
    @discardableResult
    public func edit<T>(_ change: (KeyringEdit) throws -> T) throws -> T { try edited(change) }

    /// Reads the file again; returns whether anything changed. Calls under way keep the state that they began with.
    @discardableResult
    public func reload() async throws -> Bool { try await offPool { try guarded { try native.reload() } } }

    /// The same, on this thread.
    @discardableResult
    public func reload() throws -> Bool { try guarded { try native.reload() } }

    /// Reads the file again whenever the ring is used and that many seconds have passed; 0 ends it. There is no thread.
    public func reloadEvery(_ interval: TimeInterval) { native.reloadEvery(interval: max(0, interval)) }

    public var description: String {
        let status = status()
        return "Keyring(\(status.id), epoch \(status.epoch))"
    }

    private static func made(_ file: URL, _ providers: [Provider], _ minPending: UInt64) throws -> Keyring {
        let given = providers.map(\.native)
        return try Keyring(
            native: guarded { try NativeKeyring.create(path: file.path, providers: given, minPending: minPending) })
    }

    private static func opened(_ file: URL, _ providers: [Provider], _ minEpoch: UInt64) throws -> Keyring {
        let given = providers.map(\.native)
        return try Keyring(native: guarded { try NativeKeyring.open(path: file.path, providers: given, minEpoch: minEpoch) })
    }

    private static func parsed(_ document: Data, _ providers: [Provider], _ minEpoch: UInt64) throws -> Keyring {
        let given = providers.map(\.native)
        return try Keyring(native: guarded { try NativeKeyring.parse(document: document, providers: given, minEpoch: minEpoch) })
    }

    private func edited<T>(_ change: (KeyringEdit) throws -> T) throws -> T {
        let edit = try guarded { try native.edit() }
        let answer = try change(KeyringEdit(native: edit))
        try guarded { try edit.save() }
        return answer
    }
}
