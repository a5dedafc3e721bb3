// The agent of Swift: answers the requests of the tests across languages (`tests/interop/agents.py` says how).

import Fieldveil
import Foundation

/// A provider of the application's that has lost its connection.
struct Failing: KeyWrapper {
    let name: String

    func wrap(_ key: Data, context: Context) async throws -> Data { throw FieldveilError(.io, "no connection") }
    func unwrap(_ wrapped: Data, context: Context) async throws -> Data { throw FieldveilError(.io, "no connection") }
}

struct Request {
    private var words: [String: Data] = [:]
    private(set) var context: Context = [:]

    init(_ line: String) {
        for part in line.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = Data(base64Encoded: pair[1]) ?? Data()
            if pair[0] == "context" {
                let parts = value.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
                context[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
            } else {
                words[pair[0]] = value
            }
        }
    }

    var input: Data { words["input"] ?? Data() }
    var operation: String { word("operation") ?? "" }
    func bytes(_ name: String) -> Data? { words[name] }
    func word(_ name: String) -> String? { words[name].map { String(decoding: $0, as: UTF8.self) } }
}

func unhex(_ text: String) -> Data {
    let digits = Array(text.utf8)
    return Data(stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) })
}

/// The ring of a document or a path; the agent has at most two openers.
func ring(_ document: Data?, _ path: String?, _ openers: [Provider]) throws -> Keyring {
    if let path {
        let file = URL(fileURLWithPath: path)
        return openers.count > 1 ? try Keyring.open(file, openers[0], openers[1]) : try Keyring.open(file, openers[0])
    }
    let document = document ?? Data()
    switch openers.count {
    case 0: return try Keyring.parse(document)
    case 1: return try Keyring.parse(document, openers[0])
    default: return try Keyring.parse(document, openers[0], openers[1])
    }
}

func streamed(_ request: Request, _ ring: Keyring) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (from, to) = (folder.appendingPathComponent("from"), folder.appendingPathComponent("to"))
    try request.input.write(to: from)
    if request.operation == "open_stream" {
        try ring.decryptStream(from: from, to: to, context: request.context)
    } else {
        try ring.encryptStream(set: request.word("set") ?? "", from: from, to: to, context: request.context)
    }
    return try Data(contentsOf: to)
}

func verb(_ request: Request, _ ring: Keyring?) throws -> Data {
    let policy = try Policy.parse(request.word("policy") ?? "")
    let veil = if let ring { try Veil(policy, ring) } else { try Veil(policy) }
    let (input, context) = (request.input, request.context)
    switch request.operation {
    case "mask": return try veil.mask(input, view: request.word("view") ?? "default", context: context)
    case "encrypt":
        let existing: Existing =
            switch request.word("existing") {
            case "keep": .keep
            case "seal": .seal
            default: .error
            }
        return try veil.encrypt(input, context: context, existing: existing)
    case "decrypt": return try veil.decrypt(input, context: context, partial: !(request.word("partial") ?? "").isEmpty)
    default: return try veil.reencrypt(input, context: context)
    }
}

func answer(_ request: Request) throws -> Data {
    if request.operation == "check" {
        _ = try Policy.parse(String(decoding: request.input, as: UTF8.self))
        return Data()
    }
    var openers: [Provider] = []
    if let kek = request.word("kek") { openers.append(try .key(unhex(kek))) }
    if let name = request.word("provider") { openers.append(.wrapper(Failing(name: name))) }
    if request.operation == "open_ring" {
        _ = try ring(request.input, request.word("path"), openers)
        return Data()
    }
    guard let document = request.bytes("ring") else { return try verb(request, nil) }
    let opened = try ring(document, nil, openers)
    return try request.operation.hasSuffix("_stream") ? streamed(request, opened) : verb(request, opened)
}

func said(_ line: String) -> String {
    do {
        return "ok \(try answer(Request(line)).base64EncodedString())"
    } catch let refused as FieldveilError {
        return "error \(refused.code.rawValue)"
    } catch {
        return "error \(error)".replacingOccurrences(of: "\n", with: " ")
    }
}

while let line = readLine() {
    FileHandle.standardOutput.write(Data("\(said(line))\n".utf8))
}
