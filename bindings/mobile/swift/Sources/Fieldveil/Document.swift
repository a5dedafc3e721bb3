import Foundation

/// The kinds that a document comes in: `Data` in UTF-8 and `String`. The answer is of the kind that came.
public protocol Document: Sendable {
    /// Lends the bytes of the JSON text for as long as `read` runs.
    func withJSON<T>(_ read: (UnsafeRawBufferPointer) throws -> T) rethrows -> T
    /// The document of a JSON text's bytes.
    init(json bytes: UnsafeRawBufferPointer)
}

extension Data: Document {
    public func withJSON<T>(_ read: (UnsafeRawBufferPointer) throws -> T) rethrows -> T { try withUnsafeBytes(read) }
    public init(json bytes: UnsafeRawBufferPointer) {
        self = bytes.baseAddress.map { Data(bytes: $0, count: bytes.count) } ?? Data()
    }
}

extension String: Document {
    public func withJSON<T>(_ read: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        var text = self
        return try text.withUTF8 { try read(UnsafeRawBufferPointer($0)) }
    }
    public init(json bytes: UnsafeRawBufferPointer) { self.init(decoding: bytes, as: UTF8.self) }
}

extension Document {
    /// The document of a JSON text.
    init(text: String) {
        var text = text
        self = text.withUTF8 { Self(json: UnsafeRawBufferPointer($0)) }
    }
}

/// Lends bytes to the native library as what its calls take.
func lending<T>(_ bytes: UnsafeRawBufferPointer, _ call: (Data) throws -> T) rethrows -> T {
    guard let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return try call(Data()) }
    return try call(Data(bytesNoCopy: start, count: bytes.count, deallocator: .none))
}
