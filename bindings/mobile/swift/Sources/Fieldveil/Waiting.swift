import Foundation

/// Does work that may block on a thread of its own, so that no thread of Swift's own pool ever waits.
func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
}

/// Blocks this thread until asynchronous work is done.
func awaited<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) throws -> T {
    let (done, outcome) = (DispatchSemaphore(value: 0), Outcome<T>())
    Task.detached {
        do { outcome.settle(.success(try await work())) } catch { outcome.settle(.failure(error)) }
        done.signal()
    }
    done.wait()
    return try outcome.get()
}

/// What the one thread leaves for the other; the semaphore orders them.
private final class Outcome<T: Sendable>: @unchecked Sendable {
    private var result: Result<T, any Error>?

    func settle(_ result: Result<T, any Error>) { self.result = result }

    func get() throws -> T {
        guard let result else { throw FieldveilError(.internal, "nothing was awaited; please report this") }
        return try result.get()
    }
}
