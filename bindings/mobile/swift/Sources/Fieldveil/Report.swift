internal import FieldveilNative

/// What a call, a batch or a run of lines did: counts and rule ids, never a value.
public struct Report: Sendable, Equatable {
    /// The SHA-256 of the policy, in hex.
    public let policy: String
    /// The view that was shown; none for `encrypt`, `decrypt` and `reencrypt`.
    public let view: String?
    /// How many records were worked on, those that failed not counted.
    public let records: Int
    /// How many lines were replaced because they were no valid record.
    public let badLines: Int
    /// How often each rule took a place, in the order of the policy.
    public let rules: [RuleHits]
    /// The rules that took no place in the whole run, though they could have: look for a typing mistake.
    public let unmatched: [String]
    /// How many places each class took.
    public let classes: [String: Int]
    /// Why values were redacted.
    public let redacted: Redacted
    /// How many places passed as plaintext because their rule says `migrating`.
    public let plaintext: Int

    /// How often one rule took a place; its id, or its path or names where it has none.
    public struct RuleHits: Sendable, Equatable {
        public let id: String
        public let hits: Int
    }

    /// Why values were redacted by `mask`.
    public struct Redacted: Sendable, Equatable {
        /// The policy says `redact`.
        public let byPolicy: Int
        /// A token, and the view does not open tokens.
        public let locked: Int
        /// A token whose key is not in the rings that were given, or not usable.
        public let noKey: Int
        /// A token that does not belong to the key of its id.
        public let wrongKey: Int
        /// A token, its place or its context was altered.
        public let tampered: Int
        /// An operator could not work on the value.
        public let `operator`: Int
    }
}

extension Report {
    init(_ native: NativeReport) {
        let redacted = native.redacted
        self.init(
            policy: native.policy, view: native.view, records: Int(native.records), badLines: Int(native.badLines),
            rules: native.rules.map { RuleHits(id: $0.id, hits: Int($0.hits)) }, unmatched: native.unmatched,
            classes: native.classes.mapValues { Int($0) },
            redacted: Redacted(
                byPolicy: Int(redacted.byPolicy), locked: Int(redacted.locked), noKey: Int(redacted.noKey),
                wrongKey: Int(redacted.wrongKey), tampered: Int(redacted.tampered), operator: Int(redacted.operator)),
            plaintext: Int(native.plaintext))
    }
}
