import Fieldveil
import XCTest

final class KeyringTests: XCTestCase {
    func testAVersionGoesThroughItsLife() throws {
        let scene = try Scene()
        let (ring, veil) = (scene.ring, scene.veil)
        let stored = try veil.encrypt(Scene.record)
        let second = try ring.edit { try $0.rotate("pii") }
        refused(.keyNotUsable) { try ring.edit { try $0.promote("pii") } }
        XCTAssertEqual(try ring.edit { try $0.promote("pii", now: true) }, second)
        XCTAssertNotEqual(try veil.reencrypt(stored), stored)
        let first = try XCTUnwrap(ring.sets().first { $0.name == "pii" }?.versions.first).id
        try ring.edit { try $0.disable("pii", id: first) }
        refused(.keyNotUsable) { try veil.decrypt(stored) }
        try ring.edit { try $0.enable("pii", id: first) }
        XCTAssertEqual(try veil.decrypt(stored), Scene.record)
        XCTAssertThrowsError(try ring.edit { try $0.destroy("pii", id: first) })
        try ring.edit { try $0.destroy("pii", id: first, force: true) }
        XCTAssertEqual(ring.sets().first { $0.name == "pii" }?.versions.map(\.state), ["destroyed", "primary"])
        try ring.edit { try $0.retire("pii", id: $0.rotate("pii")) }
        XCTAssertEqual(ring.status().primaries["pii"], second)
    }

    func testAnEditThatThrowsSavesNothing() throws {
        struct ChangedMyMind: Error {}
        let scene = try Scene()
        let epoch = scene.ring.status().epoch
        XCTAssertThrowsError(
            try scene.ring.edit { edit in
                try edit.rotate("pii")
                throw ChangedMyMind()
            })
        XCTAssertEqual(try Keyring.open(scene.file, .key(Scene.kek)).status().epoch, epoch)
    }

    func testARingIsOpenedByWhatWrapsItAndByNothingElse() async throws {
        let scene = try Scene()
        refused(.wrongPassphrase) { try Keyring.open(scene.file, .key(Data(count: 32))) }
        let key = scene.path("key")
        try Data((Scene.kek.map { String(format: "%02x", $0) }.joined() + "\n").utf8).write(to: key)
        let opened = try await Keyring.open(scene.file, .keyFile(key))
        XCTAssertEqual(opened.status().id, scene.ring.status().id)
        let passphrase = try Provider.passphrase("correct horse")
        try await scene.ring.edit { try $0.rewrap(add: passphrase, remove: [0]) }
        XCTAssertEqual(scene.ring.wraps(), ["passphrase"])
        let parsed = try await Keyring.parse(Data(scene.ring.document().utf8), passphrase)
        refused(.io) { try parsed.edit { try $0.rotate("pii") } }
        refused(.keyringRolledBack) { try Keyring.open(scene.file, passphrase, minEpoch: 99) }
    }

    func testAnotherProcesssChangeIsSeenAfterAReload() async throws {
        let scene = try Scene()
        let other = try await Keyring.open(scene.file, .key(Scene.kek))
        try await scene.ring.edit { _ = try $0.addSet("more", .data) }
        let (first, second) = (try await other.reload(), try await other.reload())
        XCTAssertTrue(first && !second)
        other.reloadEvery(1)
        XCTAssertNotNil(other.status().primaries["more"])
        XCTAssertNil(other.status().lastError)
    }

    func testValuesComeBackAsWhatTheyWereAtTheirPlaceAlone() throws {
        let ring = try Scene().ring
        for value in [Value.text("é"), .bytes(Data([0, 255])), .json("1.10")] {
            let token = try ring.encryptValue(set: "pii", value, binding: ["users", "email"], pad: 32)
            XCTAssertEqual(try ring.decryptValue(token, binding: ["users", "email"]), value)
            XCTAssertEqual(try ring.reencryptValue(token, binding: ["users", "email"]), token)
            refused(.tampered) { try ring.decryptValue(token, binding: ["users", "name"]) }
            XCTAssertEqual(try inspect(token).kind, "value")
        }
        let loose = try ring.encryptValue(set: "pii", .bytes(Data([7])), binding: .anywhere)
        XCTAssertEqual(try ring.decryptValue(loose, binding: .anywhere), .bytes(Data([7])))
        refused(.invalidToken) { try inspect("fv1.hello") }
        refused(.unknownKeySet) { try ring.encryptValue(set: "nobody", "x", binding: .anywhere) }
    }

    func testFilesOfAnySizeAndNoneWhereSomethingWasAltered() throws {
        let scene = try Scene()
        let (plain, sealed, back) = (scene.path("plain"), scene.path("sealed"), scene.path("back"))
        let content = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) })
        try content.write(to: plain)
        XCTAssertEqual(try scene.ring.encryptStream(set: "pii", from: plain, to: sealed, context: ["file": "a"]), 1_000_000)
        XCTAssertEqual(try scene.ring.decryptStream(from: sealed, to: back, context: ["file": "a"]), 1_000_000)
        XCTAssertEqual(try Data(contentsOf: back), content)
        try Data(contentsOf: sealed).dropLast().write(to: sealed)
        let none = scene.path("none")
        refused(.tampered) { try scene.ring.decryptStream(from: sealed, to: none, context: ["file": "a"]) }
        XCTAssertFalse(FileManager.default.fileExists(atPath: none.path))
    }
}
