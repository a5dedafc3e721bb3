import Fieldveil
import Foundation
import SecureEnclave
import Security
import XCTest

/// The adapter of the Secure Enclave, the very source that applications get, over a keychain in memory.
final class SecureEnclaveTests: XCTestCase {
    private let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    override func setUp() { Keychain.shared.reset() }

    override func tearDown() { try? FileManager.default.removeItem(at: file) }

    func testARingIsMadeAndOpenedByAKeyOfTheEnclave() async throws {
        let made = try await Keyring.create(file, .wrapper(secureEnclave()))
        XCTAssertEqual(made.wraps(), ["callback secure-enclave:dev.fieldveil"])
        let opened = try await Keyring.open(file, .wrapper(secureEnclave()))
        XCTAssertEqual(opened.status().id, made.status().id)
    }

    func testTheKeyIsP256InTheEnclaveOfThisDeviceAlone() throws {
        _ = try Keyring.create(file, .wrapper(secureEnclave(tag: "notes", userPresence: true)))
        let asked = Keychain.shared.asked
        XCTAssertEqual(asked[kSecAttrKeyType] as? String, kSecAttrKeyTypeECSECPrimeRandom)
        XCTAssertEqual(asked[kSecAttrKeySizeInBits] as? Int, 256)
        XCTAssertEqual(asked[kSecAttrTokenID] as? String, kSecAttrTokenIDSecureEnclave)
        let own = try XCTUnwrap(asked[kSecPrivateKeyAttrs] as? [String: Any])
        XCTAssertEqual(own[kSecAttrApplicationTag] as? Data, Data("notes".utf8))
        let access = try XCTUnwrap(own[kSecAttrAccessControl] as? SecAccessControl)
        XCTAssertEqual(access.protection, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly)
        XCTAssertEqual(access.flags, [.privateKeyUsage, .userPresence])
    }

    func testOneKeyServesEveryRingOfItsTag() throws {
        let other = file.appendingPathExtension("other")
        defer { try? FileManager.default.removeItem(at: other) }
        _ = try Keyring.create(file, .wrapper(secureEnclave()))
        _ = try Keyring.create(other, .wrapper(secureEnclave()))
        _ = try Keyring.open(file, .wrapper(secureEnclave()))
        refused(.wrongPassphrase) { try Keyring.open(file, .wrapper(secureEnclave(tag: "another"))) }
    }

    func testAKeyThatIsGoneIsLost() throws {
        _ = try Keyring.create(file, .wrapper(secureEnclave()))
        Keychain.shared.reset()
        refused(.providerKeyLost) { try Keyring.open(file, .wrapper(secureEnclave())) }
    }

    func testALockedDeviceAndOneWithoutAnEnclaveRefuseWithApplesNumber() throws {
        _ = try Keyring.create(file, .wrapper(secureEnclave()))
        Keychain.shared.lockDevice()
        let locked = refused(.providerFailed) { try Keyring.open(file, .wrapper(secureEnclave())) }
        XCTAssertTrue(locked?.message.contains("-25308") ?? false, locked?.message ?? "")
        Keychain.shared.reset()
        Keychain.shared.removeEnclave()
        let none = refused(.providerFailed) { try Keyring.create(file.appendingPathExtension("none"), .wrapper(secureEnclave())) }
        XCTAssertTrue(none?.message.contains("-25293") ?? false, none?.message ?? "")
    }
}

/// The error that a call must throw.
@discardableResult
private func refused<T>(_ code: FieldveilError.Code, _ call: () throws -> T) -> FieldveilError? {
    do {
        _ = try call()
        XCTFail("nothing was thrown, not \(code.rawValue)")
    } catch let error as FieldveilError {
        XCTAssertEqual(error.code, code, error.message)
        return error
    } catch {
        XCTFail("\(error) was thrown, not \(code.rawValue)")
    }
    return nil
}
