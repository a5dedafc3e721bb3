import Fieldveil
import XCTest

/// What most tests begin with: a folder, a policy, a ring of their own, a record.
final class Scene {
    let folder: URL
    let file: URL
    let ring: Keyring
    let policy: Policy
    let veil: Veil

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = folder.appendingPathComponent("ring.json")
        ring = try Keyring.create(file, .key(Scene.kek))
        try ring.edit { edit in
            try edit.addSet("pii", .data)
            try edit.addSet("look", .index)
            try edit.addSet("people", .pseudonym)
            try edit.addSet("erasable", .subject)
        }
        policy = try Policy.parse(Scene.policy)
        veil = try Veil(policy, ring)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

    static let kek = Data(0..<32)
    static let record = #"{ "email":"maria@example.org", "card":"4111 1111 1111 1111", "who":"cus_1","total":42.10 }"#
    static let policy = """
        version: 1
        classes:
          mail: { kind: email, store: { encrypt: { set: pii, index: { set: look, into: email_index, normalize: [trim, lower] } } }, show: email }
          card: { kind: card, store: { encrypt: pii }, show: { pan: { bin: 0, last: 4 } } }
          person: { store: keep, show: { pseudonym: people } }
        views: { support: { open: true } }
        rules:
          - { path: "$.email", class: mail }
          - { path: "$.card", class: card }
          - { path: "$.who", class: person }
        """
}

/// The error that a call must throw.
@discardableResult
func refused<T>(_ code: FieldveilError.Code, file: StaticString = #filePath, line: UInt = #line, _ call: () throws -> T) -> FieldveilError? {
    do {
        _ = try call()
        XCTFail("nothing was thrown, not \(code.rawValue)", file: file, line: line)
    } catch let error as FieldveilError {
        XCTAssertEqual(error.code, code, error.message, file: file, line: line)
        return error
    } catch {
        XCTFail("\(error) was thrown, not \(code.rawValue)", file: file, line: line)
    }
    return nil
}
