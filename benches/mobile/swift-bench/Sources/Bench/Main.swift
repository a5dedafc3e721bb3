// Swift beside the same work in Rust: batches of 1,000 records, and single calls.
//
// `Bench BATCH` starts the program of `../../../batch.rs` and takes turns with it, many short rounds of the same calls
// over the same ring, policy and record; what counts is the median over the rounds. `cargo xtask bench swift` runs it.

import Fieldveil
import Foundation

private let records = 1000
private let goal = 1.3

@main
struct Bench {
    let rust: Rust

    func batch(_ verb: String, _ bytes: @escaping () throws -> [Data], _ texts: @escaping () throws -> [String]) throws {
        let times = try interleaved([{ try rust.turn(verb, records, $0) }, calls(bytes), calls(texts)])
        let ratios = (1...2).map { at in median(times.map { $0[at] / $0[0] }) }
        let cells = (0...2).map { at in shown(median(times.map { $0[at] })) }
        let met = ratios.allSatisfy { $0 <= goal } ? "met" : "**missed**"
        print("| `\(verb)`, \(records) records a call | \(cells[0]) | \(cells[1]), \(two(ratios[0]))× | \(cells[2]), \(two(ratios[1]))× | \(goal)×, \(met) |")
    }

    func single(_ verb: String, _ bytes: @escaping () throws -> Data, _ text: @escaping () throws -> String) throws {
        let times = try interleaved([{ try rust.turn(verb, 1, $0) }, calls(bytes), calls(text)])
        let cells = (0...2).map { at in shown(median(times.map { $0[at] })) }
        let more = (1...2).map { at in shown(median(times.map { $0[at] - $0[0] })) }
        print("| `\(verb)`, one record a call | \(cells[0]) | \(cells[1]), \(more[0]) more | \(cells[2]), \(more[1]) more | |")
    }

    static func main() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        try key.write(to: folder.appendingPathComponent("ring.key"))
        let record = try Data(contentsOf: URL(fileURLWithPath: "../../src/record.json"))
        try record.write(to: folder.appendingPathComponent("record.json"))
        let rules = try String(contentsOf: URL(fileURLWithPath: "../policy.yaml"), encoding: .utf8)
        try Data(rules.utf8).write(to: folder.appendingPathComponent("policy.yaml"))
        let ring = try Keyring.create(folder.appendingPathComponent("ring.json"), .key(key))
        try ring.edit { _ = try $0.addSet("pii", .data) }
        let veil = try Veil(Policy.parse(rules), ring)

        let text = String(decoding: record, as: UTF8.self)
        let plain = (0..<records).map { _ in Data(Array(record)) }
        let plainTexts = (0..<records).map { _ in String(decoding: record, as: UTF8.self) }
        let (stored, storedTexts) = (try veil.encryptMany(plain), try veil.encryptMany(plainTexts))
        let back = try veil.decryptMany(storedTexts)
        precondition(back == plainTexts, "a batch did not come back")

        print("Swift, \(ProcessInfo.processInfo.activeProcessorCount) cores, a record of \(record.count) bytes, 5 fields by 4 paths; medians of \(rounds) rounds\n")
        print("| work | Rust | `Data` | `String` | goal |\n|---|---|---|---|---|")
        let bench = try Bench(rust: Rust(CommandLine.arguments[1], folder))
        try bench.batch("mask", { try veil.maskMany(plain) }, { try veil.maskMany(plainTexts) })
        try bench.batch("encrypt", { try veil.encryptMany(plain) }, { try veil.encryptMany(plainTexts) })
        try bench.batch("decrypt", { try veil.decryptMany(stored) }, { try veil.decryptMany(storedTexts) })
        try bench.single("mask", { try veil.mask(record) }, { try veil.mask(text) })
        try bench.single("encrypt", { try veil.encrypt(record) }, { try veil.encrypt(text) })
        try bench.single("decrypt", { try veil.decrypt(stored[0]) }, { try veil.decrypt(storedTexts[0]) })
    }
}

private func shown(_ nanoseconds: Double) -> String {
    nanoseconds >= 1e6 ? "\(two(nanoseconds / 1e6)) ms" : "\(two(nanoseconds / 1e3)) µs"
}

private func two(_ number: Double) -> String { String(format: "%.2f", number) }
