internal import FieldveilNative
import Foundation

// The documents of a batch cross as one piece of memory in either direction, lent and never copied on the way: for each
// document its length in four bytes, the highest first, and then its bytes.

/// Documents as they are lent to the native library.
func packed(_ documents: [Data]) throws -> Data {
    let size = documents.reduce(0) { $0 + MemoryLayout<UInt32>.size + $1.count }
    // What is lent is counted in 31 bits.
    guard size <= Int(Int32.max) else {
        throw FieldveilError(.limitExceeded, "a batch holds at most 2 GiB; give fewer documents at a time")
    }
    var packed = Data(capacity: size)
    for document in documents {
        withUnsafeBytes(of: UInt32(document.count).bigEndian) { packed.append(contentsOf: $0) }
        packed.append(document)
    }
    return packed
}

extension NativeAnswers {
    /// Lends the answers for as long as `read` runs.
    func reading<T>(_ read: (inout LentAnswers) throws -> T) rethrows -> T {
        try withExtendedLifetime(self) {
            let lent = lent()
            var answers = LentAnswers(UnsafeRawPointer(bitPattern: UInt(lent.address)), Int(lent.size))
            return try read(&answers)
        }
    }
}

/// The answers of a batch in the memory of the native library, one after the other.
struct LentAnswers {
    private var rest: UnsafeRawBufferPointer

    init(_ start: UnsafeRawPointer?, _ size: Int) { rest = UnsafeRawBufferPointer(start: size == 0 ? nil : start, count: size) }

    /// The bytes of the next document; none if it failed.
    mutating func next() -> UnsafeRawBufferPointer? {
        let length = UInt32(bigEndian: take(MemoryLayout<UInt32>.size).loadUnaligned(as: UInt32.self))
        return length == .max ? nil : take(Int(length))
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
