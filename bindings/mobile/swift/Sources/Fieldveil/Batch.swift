internal import FieldveilNative
import Foundation

// How the documents of a batch cross. Each core takes some that follow each other into the native library, as one piece
// of memory with the length of each in four bytes before it, and their answers out of another one. A core that does all
// of it meets the bytes again in its own cache, and waits for the others once.

/// Below this many documents a second thread costs more than it brings.
private let worthAThread = 32
/// Shares for each core: one that is fast, or idle, takes over from another.
private let sharesOfACore = 4

extension NativeBatch {
    /// The answers in the order of the documents.
    func answers<D: Document>(_ documents: [D]) throws -> [Result<D, FieldveilError>] {
        let most = sharesOfACore * ProcessInfo.processInfo.activeProcessorCount
        let shares = min(most, documents.count / worthAThread)
        guard shares > 1 else { return try answers(documents, documents.indices) }
        var answered = [Result<[Result<D, FieldveilError>], any Error>](repeating: .success([]), count: shares)
        answered.withUnsafeMutableBufferPointer { places in
            // Each share writes to a place of its own.
            nonisolated(unsafe) let places = places
            DispatchQueue.concurrentPerform(iterations: shares) { share in
                let range = documents.count * share / shares..<documents.count * (share + 1) / shares
                places[share] = Result { try answers(documents, range) }
            }
        }
        return try answered.flatMap { try $0.get() }
    }

    private func answers<D: Document>(_ documents: [D], _ range: Range<Int>) throws -> [Result<D, FieldveilError>] {
        var answers: [Result<D, FieldveilError>] = []
        answers.reserveCapacity(range.count)
        var next = range.lowerBound
        while next < range.upperBound {
            let first = next
            guard var piece = documents[first].withJSON({ Piece($0) }) else {
                let message = "a document of a batch has at most 2 GiB"
                let error = FieldveilError(.limitExceeded, message, path: nil, index: first, line: nil, position: nil)
                answers.append(.failure(error))
                next += 1
                continue
            }
            defer { piece.free() }
            repeat { next += 1 } while next < range.upperBound && documents[next].withJSON { piece.add($0) }
            let given = try lending(piece.documents) { lent in
                try guarded { try run(first: UInt64(first), documents: lent) }
            }
            given.read(next - first, into: &answers)
        }
        return answers
    }
}

/// Documents side by side, as many as there is room for.
private struct Piece {
    private static let large = 1 << 20

    private let memory: UnsafeMutableRawBufferPointer
    private var end = 0

    /// With the first of them; what is lent is counted in 31 bits.
    init?(_ document: UnsafeRawBufferPointer) {
        let size = MemoryLayout<UInt32>.size + document.count
        guard size <= Int(Int32.max) else { return nil }
        memory = .allocate(byteCount: max(size, Self.large), alignment: MemoryLayout<UInt32>.alignment)
        _ = add(document)
    }

    var documents: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<end]) }

    /// Writes a document behind those that are there; false if there is no room.
    mutating func add(_ document: UnsafeRawBufferPointer) -> Bool {
        let start = end + MemoryLayout<UInt32>.size
        guard document.count <= memory.count - start else { return false }
        memory.storeBytes(of: UInt32(document.count).bigEndian, toByteOffset: end, as: UInt32.self)
        end = start + document.count
        UnsafeMutableRawBufferPointer(rebasing: memory[start..<end]).copyMemory(from: document)
        return true
    }

    /// Wipes and frees the memory.
    func free() {
        wipe(UnsafeMutableRawBufferPointer(rebasing: memory[..<end]))
        memory.deallocate()
    }
}

extension NativeAnswers {
    /// Reads so many answers.
    fileprivate func read<D: Document>(_ count: Int, into answers: inout [Result<D, FieldveilError>]) {
        withExtendedLifetime(self) {
            let lent = documents()
            let memory = UnsafeRawBufferPointer(
                start: UnsafeRawPointer(bitPattern: UInt(lent.address)), count: Int(lent.size))
            lazy var failures = self.failures().makeIterator()
            var start = 0
            for _ in 0..<count {
                let size = Int(Int32(bigEndian: memory.loadUnaligned(fromByteOffset: start, as: Int32.self)))
                start += MemoryLayout<Int32>.size
                if size < 0 {
                    let failure = failures.next().map { FieldveilError($0) }
                    answers.append(
                        .failure(failure ?? FieldveilError(.internal, "a batch lost a document; please report this")))
                } else {
                    answers.append(.success(D(json: UnsafeRawBufferPointer(rebasing: memory[start..<start + size]))))
                    start += size
                }
            }
        }
    }
}

/// Overwrites memory with zeros, in a way that no compiler leaves out.
private func wipe(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    #if canImport(Darwin)
        memset_s(start, memory.count, 0, memory.count)
    #else
        explicit_bzero(start, memory.count)
    #endif
}
