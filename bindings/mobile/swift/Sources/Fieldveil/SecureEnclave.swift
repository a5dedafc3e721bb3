#if canImport(Security)
    import Foundation
    import Security

    /// Wraps rings by a P-256 key that never leaves the Secure Enclave of this device (ECIES, since the enclave holds no
    /// AES keys). Its row is of no use on another device, where the ring is opened by its other wrap.
    ///
    /// ```swift
    /// let ring = try await Keyring.create(file, .wrapper(secureEnclave()), .hpkePublic(name: "server-2026", key: server))
    /// ```
    ///
    /// - Parameters:
    ///   - tag: the key's name in the keychain, and part of the wrapper's name in the ring
    ///   - userPresence: whether each use asks for the user's face, finger or passcode
    public func secureEnclave(tag: String = "dev.fieldveil", userPresence: Bool = false) -> DeviceKeyWrapper<SecureEnclaveKey> {
        DeviceKeyWrapper(name: "secure-enclave:\(tag)", key: SecureEnclaveKey(tag: tag, userPresence: userPresence))
    }

    /// A P-256 key of the Secure Enclave, kept in the keychain of this device alone.
    public struct SecureEnclaveKey: DeviceKey {
        fileprivate let tag: String
        fileprivate let userPresence: Bool

        private static let algorithm = SecKeyAlgorithm.eciesEncryptionCofactorVariableIVX963SHA256AESGCM

        public func seal(_ secret: Data) throws -> Data {
            guard let key = SecKeyCopyPublicKey(try stored() ?? made()) else {
                throw FieldveilError(.providerFailed, "the keychain gives no public key")
            }
            var error: Unmanaged<CFError>?
            guard let sealed = SecKeyCreateEncryptedData(key, Self.algorithm, secret as CFData, &error) else {
                throw failed("encrypt", error)
            }
            return sealed as Data
        }

        public func open(_ sealed: Data) throws -> Data {
            guard let key = try stored() else {
                throw FieldveilError(.providerKeyLost, "the keychain has no key `\(tag)`")
            }
            var error: Unmanaged<CFError>?
            guard let opened = SecKeyCreateDecryptedData(key, Self.algorithm, sealed as CFData, &error) else {
                throw failed("decrypt", error)
            }
            return opened as Data
        }

        /// Deletes the key: rings that have no other wrap cannot be opened any more.
        public func delete() { SecItemDelete(query as CFDictionary) }

        private var query: [CFString: Any] {
            [
                kSecClass: kSecClassKey, kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
                kSecAttrApplicationTag: Data(tag.utf8),
            ]
        }

        private func stored() throws -> SecKey? {
            var found: CFTypeRef?
            let asked = query.merging([kSecReturnRef: true]) { $1 }
            switch SecItemCopyMatching(asked as CFDictionary, &found) {
            case errSecSuccess: return (found as! SecKey)
            case errSecItemNotFound: return nil
            case let status: throw FieldveilError(.providerFailed, "the keychain refuses: status \(status)")
            }
        }

        private func made() throws -> SecKey {
            var error: Unmanaged<CFError>?
            let flags: SecAccessControlCreateFlags = userPresence ? [.privateKeyUsage, .userPresence] : .privateKeyUsage
            guard
                let access = SecAccessControlCreateWithFlags(
                    nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, flags, &error)
            else { throw failed("protect a key", error) }
            let attributes: [CFString: Any] = [
                kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom,
                kSecAttrKeySizeInBits: 256,
                kSecAttrTokenID: kSecAttrTokenIDSecureEnclave,
                kSecPrivateKeyAttrs: [
                    kSecAttrIsPermanent: true, kSecAttrApplicationTag: Data(tag.utf8), kSecAttrAccessControl: access,
                ] as [CFString: Any],
            ]
            guard let key = SecKeyCreateRandomKey(attributes as CFDictionary, &error) else { throw failed("make a key", error) }
            return key
        }

        private func failed(_ what: String, _ error: Unmanaged<CFError>?) -> FieldveilError {
            let code = (error?.takeRetainedValue()).map { CFErrorGetCode($0) } ?? 0
            return FieldveilError(.providerFailed, "the Secure Enclave could not \(what): code \(code)")
        }
    }
#endif
