internal import FieldveilNative
import Foundation

// How the documents of a batch cross: into the native library as one piece of memory, for each its length in four bytes,
// the highest first, and then its bytes; out of it each from where the library wrote it.

/// Lends documents to the native library.
func lending<D: Document, T>(_ documents: [D], _ call: (Data) throws -> T) throws -> T {
    let lengths = documents.map { $0.withJSON { $0.count } }
    let size = lengths.reduce(0) { $0 + MemoryLayout<UInt32>.size + $1 }
    // What is lent is counted in 31 bits.
    guard size <= Int(Int32.max) else {
        throw FieldveilError(.limitExceeded, "a batch holds at most 2 GiB; give fewer documents at a time")
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, 1), alignment: 1)
    defer { memory.deallocate() }
    var end = 0
    for (document, length) in zip(documents, lengths) {
        memory.storeBytes(of: UInt32(length).bigEndian, toByteOffset: end, as: UInt32.self)
        end += MemoryLayout<UInt32>.size
        document.withJSON { UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + length]).copyMemory(from: $0) }
        end += length
    }
    return try lending(UnsafeRawBufferPointer(rebasing: memory[..<size]), call)
}

extension NativeAnswers {
    /// The answers in the order of the batch, each made by `done`, or by `failed` where there is none.
    func reading<D: Document, T>(
        _ count: Int, done: (D) throws -> T, failed: (FieldveilError) throws -> T
    ) rethrows -> [T] {
        try withExtendedLifetime(self) {
            let lent = places()
            let places = UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: UInt(lent.address)), count: Int(lent.size)
            ).bindMemory(to: UInt64.self)
            var failures = failures().makeIterator()
            return try (0..<count).map { at in
                if let start = UnsafeRawPointer(bitPattern: UInt(places[2 * at])) {
                    return try done(D(json: UnsafeRawBufferPointer(start: start, count: Int(places[2 * at + 1]))))
                }
                let failure = failures.next().map { FieldveilError($0) }
                return try failed(failure ?? FieldveilError(.internal, "a batch lost a document; please report this"))
            }
        }
    }
}
