import Foundation

/// A keychain and a Secure Enclave, in memory: they keep keys by their tags, and may be locked or refuse to make any.
public final class Keychain: @unchecked Sendable {
    public static let shared = Keychain()

    /// Why something was refused, as Apple's numbers.
    struct Refusal: Error { let code: Int }

    private let lock = NSLock()
    private var pairs: [Data: Pair] = [:]
    private var locked = false
    private var enclave = true
    private var parameters: [String: Any]?

    /// As it comes from the factory.
    public func reset() { lock.withLock { (pairs, locked, enclave, parameters) = ([:], false, true, nil) } }

    /// The device was not unlocked yet since it started.
    public func lockDevice() { lock.withLock { locked = true } }

    /// The device has no Secure Enclave.
    public func removeEnclave() { lock.withLock { enclave = false } }

    /// What the last key was asked to be.
    public var asked: [String: Any] { lock.withLock { parameters ?? [:] } }

    func makePair(_ parameters: [String: Any]) throws -> Pair {
        let pair = try Pair()
        return try lock.withLock {
            self.parameters = parameters
            guard enclave, parameters[kSecAttrTokenID] as? String == kSecAttrTokenIDSecureEnclave else { throw Refusal(code: -25293) }
            guard let own = parameters[kSecPrivateKeyAttrs] as? [String: Any], own[kSecAttrIsPermanent] as? Bool == true,
                let tag = own[kSecAttrApplicationTag] as? Data
            else { throw Refusal(code: -50) }
            pairs[tag] = pair
            return pair
        }
    }

    func find(_ query: [String: Any], _ found: (Pair) -> Void) -> OSStatus {
        lock.withLock {
            guard query[kSecClass] as? String == kSecClassKey, let tag = query[kSecAttrApplicationTag] as? Data, let pair = pairs[tag]
            else { return errSecItemNotFound }
            found(pair)
            return errSecSuccess
        }
    }

    func delete(_ query: [String: Any]) -> OSStatus {
        lock.withLock {
            guard let tag = query[kSecAttrApplicationTag] as? Data else { return -50 }
            return pairs.removeValue(forKey: tag) == nil ? errSecItemNotFound : errSecSuccess
        }
    }

    func used<T>(_ work: () throws -> T) throws -> T {
        guard lock.withLock({ !locked }) else { throw Refusal(code: -25308) }
        return try work()
    }
}

/// A pair of keys, which seals and authenticates by a ring of its own.
final class Pair: Sendable {
    private let ring: Keyring

    init() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        ring = try Keyring.create(file, .key(Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })))
        try ring.edit { try $0.addSet("pair", .data) }
    }

    func sealed(_ plaintext: Data) throws -> Data {
        try Data(ring.encryptValue(set: "pair", .bytes(plaintext), binding: .anywhere).utf8)
    }

    func opened(_ ciphertext: Data) throws -> Data {
        let value = try? ring.decryptValue(String(decoding: ciphertext, as: UTF8.self), binding: .anywhere)
        guard case .bytes(let plaintext) = value else { throw Keychain.Refusal(code: -50) }
        return plaintext
    }
}
