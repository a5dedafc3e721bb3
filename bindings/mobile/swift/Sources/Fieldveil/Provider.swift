internal import FieldveilNative
import Foundation

/// What wraps and unwraps a ring. Its secret is erased from memory when the last value that holds it is gone.
public struct Provider: Sendable, CustomStringConvertible {
    let native: NativeProvider

    /// A passphrase, through Argon2id.
    public static func passphrase(_ text: String) throws -> Provider {
        try Provider(native: guarded { try NativeProvider.passphrase(text: text) })
    }

    /// A key-encryption key of 32 bytes: raw, hex, base64 or base64url.
    public static func key(_ key: Data) throws -> Provider {
        try Provider(native: guarded { try NativeProvider.key(key: key) })
    }

    /// The key in a file; white space at its end is ignored.
    public static func keyFile(_ file: URL) throws -> Provider {
        try Provider(native: guarded { try NativeProvider.keyFile(path: file.path) })
    }

    /// HPKE (RFC 9180) to a public key, whose holder makes rings and cannot open them: what a phone has of its server.
    public static func hpkePublic(name: String, key: Data) throws -> Provider {
        try Provider(native: guarded { try NativeProvider.hpkePublic(name: name, key: key) })
    }

    /// The private key that opens the rings which were made for its public key.
    public static func hpkePrivate(_ key: Data) throws -> Provider {
        try Provider(native: guarded { try NativeProvider.hpkePrivate(key: key) })
    }

    /// The application's own key store.
    public static func wrapper(_ wrapper: some KeyWrapper) -> Provider {
        Provider(native: NativeProvider.wrapper(name: wrapper.name, wrapper: Asked(wrapper)))
    }

    public var description: String { "Provider([REDACTED])" }
}

/// A key store of the application's: a platform's, a service, a device. Asked once when a ring is made and once when it
/// is opened, never in the path of a value; both calls may wait.
///
/// What it throws reaches the caller as `provider_failed` with its description, which therefore names no secret;
/// `FieldveilError(.providerKeyLost, …)` says that the key is gone for good.
public protocol KeyWrapper: Sendable {
    /// The name that finds the provider's row in the ring, such as `secure-enclave:ring`.
    var name: String { get }

    /// Wraps the 32 bytes of a ring key; `context` is `["fv-ring": id]`.
    func wrap(_ key: Data, context: Context) async throws -> Data

    /// Gives back the 32 bytes that were wrapped under the same `context`.
    func unwrap(_ wrapped: Data, context: Context) async throws -> Data
}

/// The application's key store as the native library calls it: on a thread that may wait.
private final class Asked: NativeKeyWrapper {
    private let wrapper: any KeyWrapper

    init(_ wrapper: any KeyWrapper) { self.wrapper = wrapper }

    func wrap(key: Data, context: [String: String]) throws -> Data {
        // Copied: the bytes that the library lends are gone when this call is.
        let (wrapper, key) = (wrapper, Data(key))
        return try answer { try await wrapper.wrap(key, context: context) }
    }

    func unwrap(wrapped: Data, context: [String: String]) throws -> Data {
        let (wrapper, wrapped) = (wrapper, Data(wrapped))
        return try answer { try await wrapper.unwrap(wrapped, context: context) }
    }

    private func answer(_ ask: @escaping @Sendable () async throws -> Data) throws -> Data {
        do {
            return try awaited(ask)
        } catch let error as FieldveilError where error.code == .providerKeyLost {
            throw NativeWrapError.KeyLost(reason: error.message)
        } catch let error as FieldveilError {
            throw NativeWrapError.Failed(reason: error.message)
        } catch {
            throw NativeWrapError.Failed(reason: "\(error)")
        }
    }
}
