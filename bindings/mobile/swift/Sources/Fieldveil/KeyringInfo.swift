internal import FieldveilNative

/// How a ring stands in this process.
public struct KeyringStatus: Sendable, Equatable {
    /// The ring's id.
    public let id: String
    /// The epoch that is served.
    public let epoch: UInt64
    /// When that state was read, RFC 3339.
    public let loadedAt: String
    /// Each set and the id of its primary version.
    public let primaries: [String: UInt32]
    /// Why the last reload failed, if it did.
    public let lastError: FieldveilError?
}

/// One key set.
public struct KeySet: Sendable, Equatable {
    public let name: String
    public let purpose: Purpose
    /// The suite, as the file writes it.
    public let suite: String
    /// Its versions, oldest first.
    public let versions: [Version]

    /// One version of a key set.
    public struct Version: Sendable, Equatable {
        /// The id that its tokens carry.
        public let id: UInt32
        /// `pending`, `primary`, `retired`, `disabled` or `destroyed`.
        public let state: String
        /// When it was made, RFC 3339.
        public let created: String
        /// When it became primary, if it ever did.
        public let promoted: String?
        /// What finds its tokens by `LIKE` in a text column.
        public let patterns: [String]
    }
}

extension Keyring {
    /// How the ring stands in this process.
    public func status() -> KeyringStatus {
        let status = native.status()
        return KeyringStatus(
            id: status.id, epoch: status.epoch, loadedAt: status.loadedAt, primaries: status.primaries,
            lastError: status.lastError.map { FieldveilError($0) })
    }

    /// The key sets and their versions.
    public func sets() -> [KeySet] {
        native.sets().map { set in
            let versions = set.versions.map {
                KeySet.Version(id: $0.id, state: $0.state, created: $0.created, promoted: $0.promoted, patterns: $0.patterns)
            }
            return KeySet(name: set.name, purpose: Purpose(rawValue: set.purpose) ?? .data, suite: set.suite, versions: versions)
        }
    }

    /// The rows of `wraps`, each as its provider and name: what ``KeyringEdit/rewrap(add:remove:newRingKey:)`` counts.
    public func wraps() -> [String] { native.wraps() }
}
