import Fieldveil
import XCTest

/// A key store in memory, which does what a test asks of it before it answers.
private final class Store: KeyWrapper, @unchecked Sendable {
    let name: String
    private let before: @Sendable () async throws -> Void
    private let lock = NSLock()
    private var all: [String] = []

    init(_ name: String = "store", before: @escaping @Sendable () async throws -> Void = {}) {
        (self.name, self.before) = (name, before)
    }

    var asked: [String] { lock.withLock { all } }

    func wrap(_ key: Data, context: Context) async throws -> Data { try await work("wrap", key, context) }
    func unwrap(_ wrapped: Data, context: Context) async throws -> Data { try await work("unwrap", wrapped, context) }

    private func work(_ verb: String, _ bytes: Data, _ context: Context) async throws -> Data {
        lock.withLock { all.append("\(verb) \(context.keys.sorted())") }
        try await before()
        return Data(bytes.map { $0 ^ 0x5a })
    }
}

/// A key store that keeps its key in another ring.
private struct Nested: KeyWrapper {
    let name = "nested"
    let inner: URL

    func wrap(_ key: Data, context: Context) async throws -> Data {
        let ring = try await Keyring.open(inner, .key(Scene.kek))
        return try Data(ring.encryptValue(set: "kek", .bytes(key), binding: .anywhere).utf8)
    }

    func unwrap(_ wrapped: Data, context: Context) async throws -> Data {
        let ring = try await Keyring.open(inner, .key(Scene.kek))
        let value = try ring.decryptValue(String(decoding: wrapped, as: UTF8.self), binding: .anywhere)
        if case .bytes(let key) = value { return key }
        throw FieldveilError(.tampered, "no bytes")
    }
}

final class ProviderTests: XCTestCase {
    private func failure(_ code: FieldveilError.Code, _ before: @escaping @Sendable () async throws -> Void) throws -> FieldveilError? {
        let file = try Scene().folder.appendingPathExtension("ring")
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try Keyring.create(file, .wrapper(Store()))
        return refused(code) { try Keyring.open(file, .wrapper(Store(before: before))) }
    }

    func testTheApplicationWrapsAndUnwrapsOnceEach() async throws {
        let (scene, store) = (try Scene(), Store())
        let file = scene.path("own.json")
        let made = try await Keyring.create(file, .wrapper(store))
        try await made.edit { _ = try $0.addSet("pii", .data) }
        let ring = try await Keyring.open(file, .wrapper(store))
        for _ in 0..<3 { _ = try ring.encryptValue(set: "pii", "x", binding: .anywhere) }
        XCTAssertEqual(ring.wraps(), ["callback store"])
        XCTAssertEqual(store.asked, [#"wrap ["fv-ring"]"#, #"unwrap ["fv-ring"]"#])
    }

    func testWhatItThrowsReachesTheCallerWithItsMessage() throws {
        struct Sealed: Error, CustomStringConvertible { let description = "the vault is sealed" }
        let failed = try failure(.providerFailed) { throw Sealed() }
        XCTAssertTrue(failed?.message.contains("the vault is sealed") ?? false)
    }

    func testALostKeyIsToldApartFromAFailure() throws {
        let lost = try failure(.providerKeyLost) { throw FieldveilError(.providerKeyLost, "the finger was enrolled anew") }
        XCTAssertTrue(lost?.message.contains("the finger was enrolled anew") ?? false)
    }

    func testAnAnswerThatIsNoKeyIsRefused() throws {
        struct Short: KeyWrapper {
            let name = "short"
            func wrap(_ key: Data, context: Context) async throws -> Data { key }
            func unwrap(_ wrapped: Data, context: Context) async throws -> Data { wrapped.dropLast() }
        }
        let scene = try Scene()
        _ = try Keyring.create(scene.path("own"), .wrapper(Short()))
        refused(.providerFailed) { try Keyring.open(scene.path("own"), .wrapper(Short())) }
    }

    func testItMayWait() async throws {
        let scene = try Scene()
        let slow = Store { try await Task.sleep(nanoseconds: 50_000_000) }
        _ = try await Keyring.create(scene.path("own"), .wrapper(slow))
        // More of them than Swift's pool has threads, all at once: none of them is the one that waits.
        let file = scene.path("own")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<32 { group.addTask { _ = try await Keyring.open(file, .wrapper(slow)) } }
            try await group.waitForAll()
        }
        XCTAssertEqual(slow.asked.count, 33)
    }

    func testItMayCallBackIntoTheLibrary() throws {
        let scene = try Scene()
        let inner = scene.path("inner.json")
        try Keyring.create(inner, .key(Scene.kek)).edit { _ = try $0.addSet("kek", .data) }
        _ = try Keyring.create(scene.path("own"), .wrapper(Nested(inner: inner)))
        _ = try Keyring.open(scene.path("own"), .wrapper(Nested(inner: inner)))
    }

    func testARingMadeForAServersPublicKeyIsOpenedByItsPrivateOne() throws {
        // RFC 9180, the X25519 pair of its test vectors (A.1.1, skRm and pkRm).
        let publicKey = unhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
        let privateKey = unhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
        let scene = try Scene()
        let file = scene.path("own")
        _ = try Keyring.create(file, .wrapper(Store()), .hpkePublic(name: "server", key: publicKey))
        refused(.wrongPassphrase) { try Keyring.open(file, .hpkePublic(name: "server", key: publicKey)) }
        XCTAssertEqual(try Keyring.open(file, .hpkePrivate(privateKey)).wraps().count, 2)
    }

    func testItIsNotAskedForBytesThatNameAnother() throws {
        let scene = try Scene()
        _ = try Keyring.create(scene.path("own"), .wrapper(Store()))
        refused(.wrongPassphrase) { try Keyring.open(scene.path("own"), .wrapper(Store("other"))) }
    }
}

func unhex(_ text: String) -> Data {
    let digits = Array(text.utf8)
    return Data(stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) })
}
