// As much of Apple's framework Security as the adapter of the Secure Enclave uses, for machines that have none: its names
// and its signatures, where a C type stands as the Swift type that it is bridged to, over the ``Keychain`` in memory.

@_exported import Fieldveil
import Foundation

public typealias CFString = String
public typealias CFData = Data
public typealias CFDictionary = [String: Any]
public typealias CFTypeRef = AnyObject
public typealias CFAllocator = AnyObject
public typealias OSStatus = Int32

public let kSecClass = "class"
public let kSecClassKey = "keys"
public let kSecAttrKeyType = "type"
public let kSecAttrKeyTypeECSECPrimeRandom = "73"
public let kSecAttrKeySizeInBits = "bsiz"
public let kSecAttrApplicationTag = "atag"
public let kSecAttrAccessControl = "accc"
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly = "cku"
public let kSecAttrIsPermanent = "perm"
public let kSecAttrTokenID = "tkid"
public let kSecAttrTokenIDSecureEnclave = "com.apple.setoken"
public let kSecPrivateKeyAttrs = "private"
public let kSecReturnRef = "r_Ref"

public let errSecSuccess: OSStatus = 0
public let errSecItemNotFound: OSStatus = -25300

public final class CFError {
    let code: Int

    init(_ code: Int) { self.code = code }
}

public func CFErrorGetCode(_ error: CFError) -> Int { error.code }

/// Where a function says why it gave nothing; who calls it owns what it says.
public typealias Why = UnsafeMutablePointer<Unmanaged<CFError>?>

public struct SecAccessControlCreateFlags: OptionSet, Sendable {
    public let rawValue: UInt

    public init(rawValue: UInt) { self.rawValue = rawValue }

    public static let userPresence = SecAccessControlCreateFlags(rawValue: 1)
    public static let privateKeyUsage = SecAccessControlCreateFlags(rawValue: 1 << 30)
}

public final class SecAccessControl {
    public let protection: String
    public let flags: SecAccessControlCreateFlags

    init(_ protection: String, _ flags: SecAccessControlCreateFlags) { (self.protection, self.flags) = (protection, flags) }
}

public func SecAccessControlCreateWithFlags(
    _ allocator: CFAllocator?, _ protection: CFString, _ flags: SecAccessControlCreateFlags, _ error: Why?
) -> SecAccessControl? { SecAccessControl(protection, flags) }

public enum SecKeyAlgorithm: Sendable { case eciesEncryptionCofactorVariableIVX963SHA256AESGCM }

/// One half of a pair: only the private one opens.
public final class SecKey {
    let pair: Pair
    let isPrivate: Bool

    init(_ pair: Pair, isPrivate: Bool) { (self.pair, self.isPrivate) = (pair, isPrivate) }
}

public func SecKeyCopyPublicKey(_ key: SecKey) -> SecKey? { SecKey(key.pair, isPrivate: false) }

public func SecKeyCreateRandomKey(_ parameters: CFDictionary, _ error: Why?) -> SecKey? {
    giving(error) { SecKey(try Keychain.shared.makePair(parameters), isPrivate: true) }
}

public func SecKeyCreateEncryptedData(_ key: SecKey, _ algorithm: SecKeyAlgorithm, _ plaintext: CFData, _ error: Why?) -> CFData? {
    giving(error) {
        // On Apple's platforms, too, it is the public half that encrypts.
        guard !key.isPrivate else { throw Keychain.Refusal(code: -50) }
        return try key.pair.sealed(plaintext)
    }
}

public func SecKeyCreateDecryptedData(_ key: SecKey, _ algorithm: SecKeyAlgorithm, _ ciphertext: CFData, _ error: Why?) -> CFData? {
    giving(error) {
        guard key.isPrivate else { throw Keychain.Refusal(code: -50) }
        return try Keychain.shared.used { try key.pair.opened(ciphertext) }
    }
}

public func SecItemCopyMatching(_ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus {
    Keychain.shared.find(query) { result?.pointee = SecKey($0, isPrivate: true) }
}

@discardableResult
public func SecItemDelete(_ query: CFDictionary) -> OSStatus { Keychain.shared.delete(query) }

private func giving<T>(_ error: Why?, _ work: () throws -> T) -> T? {
    do {
        return try work()
    } catch let refusal {
        error?.pointee = Unmanaged.passRetained(CFError((refusal as? Keychain.Refusal)?.code ?? -1))
        return nil
    }
}
