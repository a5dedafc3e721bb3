internal import FieldveilNative

/// One thing that was done. It holds no byte of a payload, a context or a key.
public struct Event: Sendable, Equatable {
    /// `masked`, `encrypted`, `decrypted`, `reencrypted`, `revealed` or `reloaded`.
    public let action: String
    /// How many places were worked on, or plaintexts revealed.
    public let count: Int
    /// Which key versions sealed or opened, and how often.
    public let keys: [KeyUse]
    /// The view that was shown.
    public let view: String?
    /// The code of the error; none if it was done.
    public let outcome: FieldveilError.Code?
    /// Who asked, and why.
    public let audit: Audit
    /// The id of the ring that was read again.
    public let ring: String?
    /// The epoch that it is at now.
    public let epoch: Int?

    /// How often one version of a key set sealed or opened.
    public struct KeyUse: Sendable, Equatable {
        public let set: String
        public let id: UInt32
        public let count: Int
    }
}

/// The application's observer as the native library calls it.
final class Watching: NativeObserver {
    private let tell: @Sendable (Event) -> Void

    init(_ tell: @escaping @Sendable (Event) -> Void) { self.tell = tell }

    func observe(event: NativeEvent) throws {
        tell(
            Event(
                action: event.action, count: Int(event.count),
                keys: event.keys.map { Event.KeyUse(set: $0.set, id: $0.id, count: Int($0.count)) }, view: event.view,
                outcome: event.outcome.flatMap(FieldveilError.Code.init), audit: Audit(actor: event.actor, reason: event.reason),
                ring: event.ring, epoch: event.epoch.map { Int($0) }))
    }
}

/// A function of the application's for the operator `custom`.
final class Custom: NativeFunction {
    private let function: @Sendable (String) throws -> String?

    init(_ function: @escaping @Sendable (String) throws -> String?) { self.function = function }

    func apply(text: String) throws -> String? { try function(text) }
}
