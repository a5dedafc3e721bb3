import Foundation

/// The program of `batch.rs`, which does the same in Rust.
final class Rust {
    struct Gone: Error {}

    private let process = Process()
    private let (turns, answers) = (Pipe(), Pipe())

    init(_ program: String, _ folder: URL) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [folder.path]
        (process.standardInput, process.standardOutput) = (turns, answers)
        try process.run()
    }

    deinit { process.terminate() }

    /// The nanoseconds of so many calls, each of so many records.
    func turn(_ verb: String, _ records: Int, _ repeats: Int) throws -> Int {
        try turns.fileHandleForWriting.write(contentsOf: Data("\(verb) \(records) \(repeats)\n".utf8))
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = answers.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Gone() }
            line += more
        }
        guard let nanoseconds = Int(String(decoding: line.dropLast(), as: UTF8.self)) else { throw Gone() }
        return nanoseconds
    }
}
