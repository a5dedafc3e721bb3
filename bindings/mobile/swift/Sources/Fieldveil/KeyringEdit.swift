internal import FieldveilNative

/// What a key set is for; a set serves one purpose.
public enum Purpose: String, Sendable, CaseIterable {
    /// Values, records and streams.
    case data
    /// Values that are equal when their plaintexts are.
    case deterministic
    /// Blind indexes to search by.
    case index
    /// Stand-ins that are the same for the same value, and keyed date shifts.
    case pseudonym
    /// Subject keys, each of which seals the data of one person.
    case subject

    fileprivate var native: NativePurpose {
        switch self {
        case .data: .data
        case .deterministic: .deterministic
        case .index: .index
        case .pseudonym: .pseudonym
        case .subject: .subject
        }
    }
}

/// Changes to a ring, saved as a whole by `Keyring.edit`. Ids are what tokens carry.
public struct KeyringEdit: Sendable {
    let native: NativeKeyringEdit

    /// Adds a key set; its first version is primary at once. Returns that version's id.
    @discardableResult
    public func addSet(_ name: String, _ purpose: Purpose, suite: String? = nil) throws -> UInt32 {
        try guarded { try native.addSet(name: name, purpose: purpose.native, suite: suite) }
    }

    /// Adds a pending version, which reads and does not write yet; returns its id.
    @discardableResult
    public func rotate(_ set: String) throws -> UInt32 { try guarded { try native.rotate(set: set) } }

    /// Makes the pending version primary; `now` overrides the ring's `minPending`.
    @discardableResult
    public func promote(_ set: String, now: Bool = false) throws -> UInt32 {
        try guarded { try native.promote(set: set, now: now) }
    }

    /// Gives up a pending version.
    public func retire(_ set: String, id: UInt32) throws { try guarded { try native.retire(set: set, id: id) } }

    /// Lets a retired version refuse from now on.
    public func disable(_ set: String, id: UInt32) throws { try guarded { try native.disable(set: set, id: id) } }

    /// Lets a disabled version read again.
    public func enable(_ set: String, id: UInt32) throws { try guarded { try native.enable(set: set, id: id) } }

    /// Destroys a version that usage reports show to be unused, or any with `force`.
    public func destroy(_ set: String, id: UInt32, usage: [String] = [], force: Bool = false) throws {
        try guarded { try native.destroy(set: set, id: id, usage: usage, force: force) }
    }

    /// Adds providers and removes rows of `wraps`, counted from 0.
    ///
    /// Removing one that somebody may still hold needs `newRingKey`, and new versions of the data sets.
    public func rewrap(add: Provider..., remove: [UInt32] = [], newRingKey: Bool = false) throws {
        try guarded { try native.rewrap(add: add.map(\.native), remove: remove, newRingKey: newRingKey) }
    }
}
