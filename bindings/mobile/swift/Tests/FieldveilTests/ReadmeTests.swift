import Fieldveil
import Foundation
import XCTest

@testable import Readme

/// The examples of the README, as `snippets.sh` has cut them out of it: they run, and print what they say.
final class ReadmeTests: XCTestCase {
    func testTheFirstExampleRunsInAFolderOfItsOwn() throws {
        let scene = try Scene()
        let folder = scene.path("readme")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (program, output) = (Process(), Pipe())
        program.executableURL = Self.products.appendingPathComponent("Readme")
        program.currentDirectoryURL = folder
        program.standardOutput = output
        try program.run()
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        XCTAssertEqual(program.terminationStatus, 0)
        XCTAssertEqual(printed.split(separator: "\n").map(String.init), try said())
    }

    func testAPhonesRingHasTwoWrapsAndTheServerOpensWhatWasUploaded() async throws {
        // RFC 9180, the X25519 pair of its test vectors (A.1.1, skRm and pkRm).
        let publicKey = unhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
        let privateKey = unhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
        let scene = try Scene()
        try FileManager.default.removeItem(at: scene.file)
        let uploaded = try await firstStart(folder: scene.folder, keyStore: .wrapper(Plain()), serverKey: publicKey)
        let ring = try await Keyring.parse(Data(uploaded.utf8), .hpkePrivate(privateKey))
        XCTAssertEqual(ring.wraps(), ["callback plain", "hpke server-2026"])
        XCTAssertNotNil(ring.status().primaries["notes"])
    }

    /// Where the package's programs lie: beside its tests.
    private static var products: URL {
        #if canImport(Darwin)
            Bundle(for: ReadmeTests.self).bundleURL.deletingLastPathComponent()
        #else
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        #endif
    }

    /// The comments of the first example.
    private func said() throws -> [String] {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Generated/Readme/main.swift")
        let lines = try String(contentsOf: source, encoding: .utf8).split(separator: "\n")
        return lines.filter { $0.hasPrefix("// ") }.map { String($0.dropFirst(3)) }
    }
}

private struct Plain: KeyWrapper {
    let name = "plain"
    func wrap(_ key: Data, context: Context) async throws -> Data { key }
    func unwrap(_ wrapped: Data, context: Context) async throws -> Data { wrapped }
}
