import Foundation

/// The kinds that a document comes in: `Data` in UTF-8 and `String`. The answer is of the kind that came.
public protocol Document: Sendable {
    /// The bytes of the JSON text.
    var json: Data { get }
    /// The document of a JSON text's bytes.
    init(json bytes: some Collection<UInt8>)
}

extension Data: Document {
    public var json: Data { self }
    public init(json bytes: some Collection<UInt8>) { self.init(bytes) }
}

extension String: Document {
    public var json: Data { Data(utf8) }
    public init(json bytes: some Collection<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }
}
