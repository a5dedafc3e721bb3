import Fieldveil
import XCTest

/// A device's key, in memory: it seals to itself, with a check, and may be lost or refuse.
private final class Device: DeviceKey, @unchecked Sendable {
    private let lock = NSLock()
    private var mask: UInt8?
    private var locked = false

    func lose() { lock.withLock { mask = nil } }
    func lockScreen() { lock.withLock { locked = true } }

    func seal(_ secret: Data) throws -> Data {
        lock.withLock {
            let mask = self.mask ?? 0x5a
            self.mask = mask
            return Data(secret.map { $0 ^ mask }) + [secret.reduce(0, &+)]
        }
    }

    func open(_ sealed: Data) throws -> Data {
        try lock.withLock {
            if locked { throw FieldveilError(.providerFailed, "the device is locked") }
            guard let mask else { throw FieldveilError(.providerKeyLost, "the keychain has no key") }
            let secret = Data(sealed.dropLast().map { $0 ^ mask })
            guard secret.reduce(0, &+) == sealed.last else { throw FieldveilError(.providerFailed, "altered") }
            return secret
        }
    }
}

final class DeviceKeyTests: XCTestCase {
    func testARingIsMadeAndOpenedByTheDevicesKey() async throws {
        let (scene, device) = (try Scene(), Device())
        let wrapper = Provider.wrapper(DeviceKeyWrapper(name: "secure-enclave:test", key: device))
        let made = try await Keyring.create(scene.path("own"), wrapper)
        XCTAssertEqual(made.wraps(), ["callback secure-enclave:test"])
        let opened = try await Keyring.open(scene.path("own"), wrapper)
        XCTAssertEqual(opened.status().id, made.status().id)
    }

    func testAKeyThatIsGoneIsLostAndALockedDeviceIsNot() throws {
        let (scene, device) = (try Scene(), Device())
        let wrapper = Provider.wrapper(DeviceKeyWrapper(name: "device", key: device))
        _ = try Keyring.create(scene.path("own"), wrapper)
        device.lose()
        refused(.providerKeyLost) { try Keyring.open(scene.path("own"), wrapper) }
        device.lockScreen()
        refused(.providerFailed) { try Keyring.open(scene.path("own"), wrapper) }
    }

    func testWhatIsWrappedForOneRingOpensForNoOther() async throws {
        let wrapper = DeviceKeyWrapper(name: "device", key: Device())
        let wrapped = try await wrapper.wrap(Scene.kek, context: ["fv-ring": "kr_a"])
        let back = try await wrapper.unwrap(wrapped, context: ["fv-ring": "kr_a"])
        XCTAssertEqual(Data(back), Scene.kek)
        for other in [["fv-ring": "kr_b"], ["fv-ring": "kr_aa"], [:]] {
            let key = try? await wrapper.unwrap(wrapped, context: other)
            XCTAssertTrue(key == nil || key?.count != 32, "opened under \(other)")
        }
    }
}
