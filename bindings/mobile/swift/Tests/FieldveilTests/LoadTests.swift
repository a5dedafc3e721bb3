import Fieldveil
import XCTest

/// Many tasks, many calls.
final class LoadTests: XCTestCase {
    func testOneVeilServesManyTasksWhileItsRingChanges() async throws {
        let scene = try Scene()
        let (veil, ring) = (scene.veil, scene.ring)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for turn in 0..<200 {
                        let document = #"{"email":"\#(task)-\#(turn)@example.org","n":\#(turn)}"#
                        let back = try veil.decrypt(veil.encrypt(document))
                        XCTAssertEqual(back, document)
                    }
                }
            }
            for _ in 0..<3 {
                try await ring.edit { edit in
                    try edit.rotate("pii")
                    try edit.promote("pii", now: true)
                }
            }
            try await group.waitForAll()
        }
    }

    func testAHundredThousandCallsLeaveNoMemoryBehind() throws {
        guard let before = resident() else { throw XCTSkip("this system does not tell a process its memory") }
        _ = before
        let veil = try Scene().veil
        func call(_ turn: Int) throws {
            let stored = try veil.encrypt(#"{"email":"u\#(turn)@example.org"}"#)
            if turn % 10 == 0 { _ = try veil.decrypt(stored) }
            if turn % 100 == 0 { _ = try? veil.decrypt("{") }
            if turn % 100 == 0 { _ = try veil.decryptManyResults([String](repeating: stored, count: 10) + ["{"]) }
        }
        for turn in 0..<5_000 { try call(turn) }
        let warm = resident() ?? 0
        for turn in 0..<100_000 { try call(turn) }
        let grown = (resident() ?? 0) - warm
        // A leak of a hundred bytes a call would be ten megabytes.
        XCTAssertLessThan(grown, 8_000, "KiB more after 100,000 calls")
    }

    private func resident() -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") })
        else { return nil }
        return Int(line.filter(\.isNumber))
    }
}
