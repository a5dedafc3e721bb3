import Fieldveil
import XCTest

final class VeilTests: XCTestCase {
    func testARecordComesBackByteForByteAsTextAndAsBytes() throws {
        let veil = try Scene().veil
        let stored = try veil.encrypt(Scene.record)
        XCTAssertFalse(stored.contains("maria"))
        XCTAssertEqual(try veil.decrypt(stored), Scene.record)
        let bytes = Data(Scene.record.utf8)
        XCTAssertEqual(try veil.decrypt(veil.encrypt(bytes)), bytes)
        XCTAssertEqual(try veil.reencrypt(stored), stored)
    }

    func testAViewShowsItsPart() throws {
        let veil = try Scene().veil
        let stored = try veil.encrypt(Scene.record)
        let shown = try veil.mask(stored, view: "support")
        XCTAssertTrue(shown.contains("m***@example.org") && shown.contains("**** **** **** 1111"), shown)
        XCTAssertTrue(try veil.mask(stored).contains("[REDACTED]"))
        refused(.unknownView) { try veil.mask(stored, view: "nobody") }
    }

    func testAnotherContextHasNoPlaintext() throws {
        let veil = try Scene().veil
        let stored = try veil.encrypt(Scene.record, context: ["tenant": "acme"])
        XCTAssertEqual(try veil.decrypt(stored, context: ["tenant": "acme"]), Scene.record)
        refused(.tampered) { try veil.decrypt(stored) }
        refused(.invalidContext) { try veil.encrypt(Scene.record, context: ["fv-x": ""]) }
    }

    func testAnErrorSaysItsCodeAndItsPlaceAndNoPayload() throws {
        let veil = try Scene().veil
        let policy = refused(.invalidPolicy) { try Policy.parse("version: 1\nrules: 7\n") }
        XCTAssertEqual(policy?.code.rawValue, "invalid_policy")
        XCTAssertEqual(policy?.position?.line, 2)
        let document = refused(.invalidJson) { try veil.encrypt(#"{"email":"maria@example.org""#) }
        XCTAssertFalse(document?.message.contains("maria") ?? true)
        refused(.invalidJson) { try veil.encrypt(Data([0x22, 0xff, 0x22])) }
        refused(.alreadyEncrypted) { try veil.encrypt(veil.encrypt(Scene.record)) }
        XCTAssertEqual(FieldveilError.Code.allCases.count, 26)
    }

    func testWhatIsStoredAlreadyIsKeptIfItIsAskedFor() throws {
        let veil = try Scene().veil
        let stored = try veil.encrypt(Scene.record)
        XCTAssertEqual(try veil.encrypt(stored, existing: .keep), stored)
    }

    func testABatchKeepsItsOrderAndEachDocumentItsOwnFate() throws {
        let veil = try Scene().veil
        let documents = (0..<100).map { #"{"email":"u\#($0)@example.org"}"# }
        let contexts = (0..<100).map { ["row": "\($0)"] }
        let stored = try veil.encryptMany(documents, contexts: contexts)
        XCTAssertEqual(try veil.decryptMany(stored, contexts: contexts), documents)
        XCTAssertEqual(try veil.decrypt(stored[7], context: contexts[7]), documents[7])

        var damaged = stored
        damaged[42] = "{"
        let answers = try veil.decryptManyResults(damaged, contexts: contexts)
        XCTAssertEqual(answers.filter { (try? $0.get()) != nil }.count, 99)
        XCTAssertEqual(refused(.invalidJson) { try answers[42].get() }?.index, 42)
        XCTAssertEqual(refused(.invalidJson) { try veil.decryptMany(damaged, contexts: contexts) }?.index, 42)
    }

    func testABatchOfBytesAndAnEmptyOne() throws {
        let veil = try Scene().veil
        let documents = (0..<3).map { Data(#"{"email":"u\#($0)@example.org"}"#.utf8) }
        let stored = try veil.encryptMany(documents, context: ["tenant": "acme"])
        XCTAssertEqual(try veil.decryptMany(stored, context: ["tenant": "acme"]), documents)
        XCTAssertEqual(try veil.maskMany(documents).count, 3)
        XCTAssertEqual(try veil.reencryptMany(veil.encryptMany(documents)).count, 3)
        XCTAssertEqual(try veil.encryptMany([String]()), [])
    }

    func testABatchCrossesWhateverItsLettersAre() throws {
        let veil = try Scene().veil
        let plain = ["?", "\u{FFFD}", "é", "日本", "🔑"].flatMap { letters in
            (0..<40).map { #"{"email":"\#(letters)\#($0)@example.org"}"# }
        }
        let stored = try veil.encryptMany(plain)
        XCTAssertEqual(try veil.decryptMany(stored), plain)
        XCTAssertEqual(try veil.decryptMany(stored.map { Data($0.utf8) }), plain.map { Data($0.utf8) })
        let mixed = (0..<200).map { $0 % 50 == 7 ? "{\($0)" : Scene.record }
        let failed = try veil.encryptManyResults(mixed).enumerated().compactMap { at, answer -> [Int]? in
            guard case .failure(let error) = answer else { return nil }
            return [at, error.index ?? -1]
        }
        XCTAssertEqual(failed, [7, 57, 107, 157].map { [$0, $0] })
    }

    func testABatchIsAsLargeAsItsDocumentsAre() throws {
        let veil = try Scene().veil
        let sizes = [3, 1_200_000, 5, 7, 600_000, 600_000, 70_000, 0, 1_048_576]
        let plain = sizes.enumerated().map { at, size in
            #"{"email":"u\#(at)@example.org","n":"\#(String(repeating: "x", count: size))"}"#
        }
        let batch = Array(repeatElement(plain, count: 10).joined())
        XCTAssertEqual(try veil.decryptMany(veil.encryptMany(batch)), batch)
        var broken = batch
        (broken[1], broken[58]) = ("{", String(plain[1].dropLast()))
        let failed = try veil.encryptManyResults(broken.map { Data($0.utf8) }).compactMap { answer -> Int? in
            guard case .failure(let error) = answer else { return nil }
            return error.index
        }
        XCTAssertEqual(failed, [1, 58])
    }

    func testAReportCountsAndNeverQuotes() throws {
        let scene = try Scene()
        let (stored, report) = try scene.veil.encryptWithReport(Scene.record)
        XCTAssertEqual(try scene.veil.decryptWithReport(stored).document, Scene.record)
        XCTAssertEqual(report.records, 1)
        XCTAssertEqual(report.classes, ["mail": 1, "card": 1, "person": 1])
        XCTAssertEqual(report.policy, scene.policy.sha256)
        XCTAssertEqual(try scene.veil.maskWithReport(stored).report.redacted.locked, 2)
        XCTAssertEqual(try scene.veil.reencryptWithReport(stored).document, stored)
    }

    func testLinesGoFromFileToFileAndAFailedRunLeavesNone() throws {
        let scene = try Scene()
        let (plain, stored, back) = (scene.path("plain"), scene.path("stored"), scene.path("back"))
        let text = "\(Scene.record)\n\n\(Scene.record)\r\n"
        try Data(text.utf8).write(to: plain)
        XCTAssertEqual(try scene.veil.encryptLines(from: plain, to: stored).records, 2)
        XCTAssertEqual(try scene.veil.decryptLines(from: stored, to: back).records, 2)
        XCTAssertEqual(try Data(contentsOf: back), Data(text.utf8))
        XCTAssertEqual(try scene.veil.reencryptLines(from: stored, to: scene.path("moved")).records, 2)

        try Data((text + "{\n").utf8).write(to: plain)
        XCTAssertEqual(try scene.veil.maskLines(from: plain, to: scene.path("shown")).badLines, 1)
        let failed = scene.path("failed")
        XCTAssertEqual(refused(.invalidJson) { try scene.veil.encryptLines(from: plain, to: failed) }?.line, 4)
        XCTAssertFalse(FileManager.default.fileExists(atPath: failed.path))
        refused(.io) { try scene.veil.maskLines(from: scene.path("none"), to: failed) }
    }

    func testAStoredValueIsFoundAgain() throws {
        let veil = try Scene().veil
        let terms = try veil.searchTerms("mail", " Maria@example.org")
        XCTAssertEqual(terms, [try veil.blindIndex("mail", "maria@example.org")])
        XCTAssertTrue(try veil.encrypt(Scene.record).contains(terms[0]))
        XCTAssertNil(try veil.blindIndex("mail", "  "))
        XCTAssertEqual(try veil.pseudonym("person", "cus_1"), try veil.pseudonym("person", .text("cus_1")))
        refused(.invalidPolicy) { try veil.searchTerms("card", "4111") }
        XCTAssertFalse(veil.maskText("write to maria@example.org").contains("maria@"))
        XCTAssertFalse(try veil.maskMessage("refused: \(Scene.record)").contains("4111"))
        refused(.unknownView) { try veil.maskMessage("refused", view: "nobody") }
    }

    func testAnErasedPersonsRecordsStayClosed() throws {
        let ring = try Scene().ring
        let policy = try Policy.parse("{version: 1, rules: [{path: $.note, store: {encrypt: erasable}, show: redact}]}")
        let person = Subject(name: "maria", key: try ring.newSubjectKey(set: "erasable", name: "maria"))
        let veil = try Veil(policy, ring)
        let stored = try veil.encrypt(#"{"note":"x"}"#, subject: person)
        XCTAssertEqual(try veil.decrypt(stored, subject: person), #"{"note":"x"}"#)
        refused(.unknownKey) { try veil.decrypt(stored) }
        refused(.missingSubject) { try veil.encrypt(#"{"note":"x"}"#) }
        let again = Subject(name: "maria", key: try ring.rewrapSubjectKey(name: "maria", key: person.key))
        XCTAssertEqual(try veil.decrypt(stored, subject: again), #"{"note":"x"}"#)
    }

    func testFunctionsAndObserversOfTheApplicationAreCalledAndCannotHarm() throws {
        struct No: Error {}
        let policy = try Policy.parse("{version: 1, rules: [{path: $.a, show: {custom: shout}}, {path: $.b, show: {custom: fail}}]}")
        let seen = Seen()
        let veil = try Veil(
            policy, custom: ["shout": { $0.uppercased() }, "fail": { _ in throw No() }], observer: { seen.append($0) })
        let shown = try veil.mask(#"{"a":"x","b":"x"}"#, audit: Audit(actor: "me", reason: "test"))
        XCTAssertEqual(shown, #"{"a":"X","b":"[REDACTED]"}"#)
        XCTAssertEqual(seen.events.map(\.action), ["masked"])
        XCTAssertEqual(seen.events.first?.audit, Audit(actor: "me", reason: "test"))
    }
}

private final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [Event] = []

    var events: [Event] { lock.withLock { all } }
    func append(_ event: Event) { lock.withLock { all.append(event) } }
}
