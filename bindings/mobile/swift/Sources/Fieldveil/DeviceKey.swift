import Foundation

/// A key pair of a device that seals to itself: the seam between the adapter and the platform.
public protocol DeviceKey: Sendable {
    /// Seals to the key, which is made if it is not there.
    func seal(_ secret: Data) throws -> Data

    /// Opens what was sealed to the key.
    ///
    /// - Throws: `provider_key_lost` if the key is gone for good; anything else if it cannot, this time.
    func open(_ sealed: Data) throws -> Data
}

/// Wraps rings by a key pair of the device.
///
/// What is sealed is the ring's id and the ring key: a public-key encryption binds nothing else, and so a wrap that was
/// moved into another ring is refused.
public struct DeviceKeyWrapper<Key: DeviceKey>: KeyWrapper {
    public let name: String
    private let key: Key

    /// A wrapper around the platform's key.
    ///
    /// - Parameters:
    ///   - name: finds the wrapper's row in a ring
    ///   - key: the key, which never leaves the platform
    public init(name: String, key: Key) { (self.name, self.key) = (name, key) }

    public func wrap(_ key: Data, context: Context) async throws -> Data {
        try self.key.seal(label(context) + key)
    }

    public func unwrap(_ wrapped: Data, context: Context) async throws -> Data {
        let (opened, label) = (try key.open(wrapped), label(context))
        guard opened.starts(with: label) else {
            throw FieldveilError(.providerFailed, "the wrap is of another ring")
        }
        return opened.dropFirst(label.count)
    }

    /// The pairs in the order of their names, each with its lengths.
    private func label(_ context: Context) -> Data {
        let pairs = context.sorted { $0.key < $1.key }
        return Data(pairs.map { "\($0.utf8.count):\($0)\($1.utf8.count):\($1)" }.joined().utf8)
    }
}
