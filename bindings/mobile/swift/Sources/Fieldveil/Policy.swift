internal import FieldveilNative
import Foundation

/// Which fields are sensitive and what happens to them: compiled once, immutable, safe to share.
public struct Policy: Sendable, CustomStringConvertible {
    let native: NativePolicy

    /// Reads a policy from a file.
    ///
    /// - Throws: `invalid_policy` and `invalid_path` with line and column; `io`.
    public static func load(_ file: URL) throws -> Policy {
        try Policy(native: guarded { try NativePolicy.load(path: file.path) })
    }

    /// Reads a policy from YAML or JSON text.
    ///
    /// - Throws: `invalid_policy` and `invalid_path` with line and column.
    public static func parse(_ text: String) throws -> Policy {
        try Policy(native: guarded { try NativePolicy.parse(text: text) })
    }

    /// The identity of the policy: the SHA-256 of its text, in hex.
    public var sha256: String { native.sha256() }

    /// The name that the policy gives itself.
    public var id: String? { native.id() }

    public var description: String { "Policy(\(id ?? sha256))" }
}
