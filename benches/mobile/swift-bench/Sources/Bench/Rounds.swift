import Foundation

let rounds = 61
private let turn = 20_000_000

/// One way to do the work: the nanoseconds that so many calls take.
typealias Candidate = (_ repeats: Int) throws -> Int

func calls<T>(_ work: @escaping () throws -> T) -> Candidate {
    { repeats in
        let begun = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<repeats { try keep(work()) }
        return Int(DispatchTime.now().uptimeNanoseconds - begun)
    }
}

/// What a call returns is kept, or the compiler would leave the call out.
@inline(never) private func keep<T>(_ value: T) {}

/// The candidates take turns; gives, round by round, the nanoseconds of one call of each.
func interleaved(_ candidates: [Candidate]) throws -> [[Double]] {
    let repeats = try candidates.map { candidate in
        var count = 1
        while try candidate(count) < turn { count *= 2 }
        return try max(1, count * turn / candidate(count))
    }
    return try (0..<rounds).map { round in
        var times = [Double](repeating: 0, count: candidates.count)
        // Each round another one begins.
        for at in candidates.indices.map({ ($0 + round) % candidates.count }) {
            times[at] = try Double(candidates[at](repeats[at])) / Double(repeats[at])
        }
        return times
    }
}

func median(_ of: [Double]) -> Double { of.sorted()[of.count / 2] }
