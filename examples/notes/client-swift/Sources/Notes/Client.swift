// A note-taking client: a note is encrypted before it is stored, and synced as it is stored.
//
// `Notes FOLDER` plays one run of it in a folder that holds `policy.yaml` and the server's public key `server.pub`: it
// makes the user's ring, keeps two notes in `notes.db`, and leaves `ring.json` and `notes.jsonl` for the server.

import Fieldveil
import Foundation

/// Stands for the Secure Enclave, of which this machine has none: on a phone this is `secureEnclave()`.
struct FileKey: DeviceKey {
    let ring: URL

    func seal(_ secret: Data) throws -> Data {
        let inner = try Keyring.create(ring, .passphrase("the device's own"))
        try inner.edit { _ = try $0.addSet("device", .data) }
        return try Data(inner.encryptValue(set: "device", .bytes(secret), binding: .anywhere).utf8)
    }

    func open(_ sealed: Data) throws -> Data {
        let inner = try Keyring.open(ring, .passphrase("the device's own"))
        let opened = try inner.decryptValue(String(decoding: sealed, as: UTF8.self), binding: .anywhere)
        guard case .bytes(let secret) = opened else { throw FieldveilError(.providerFailed, "no bytes") }
        return secret
    }
}

@main
struct Client {
    static func main() async throws {
        let folder = URL(fileURLWithPath: CommandLine.arguments[1])
        let file = folder.appendingPathComponent("ring.json")
        let device = Provider.wrapper(DeviceKeyWrapper(name: "device", key: FileKey(ring: folder.appendingPathComponent("device.json"))))
        let server = try Provider.hpkePublic(name: "server", key: Data(contentsOf: folder.appendingPathComponent("server.pub")))

        // Once, on the first start: the ring of this user, which this device and the server can open.
        let made = try await Keyring.create(file, device, server)
        try await made.edit { _ = try $0.addSet("notes", .data) }

        // On every start: the device opens it, and the server's key is not needed.
        let ring = try await Keyring.open(file, device)
        let veil = try Veil(Policy.load(folder.appendingPathComponent("policy.yaml")), ring)
        let notes = try Notes(Database(folder.appendingPathComponent("notes.db").path), veil)
        try notes.save("n1", #"{"id":"n1","title":"Milk","text":"two litres, from Swift"}"#)
        try notes.save("n2", #"{"id":"n2","title":"Ada","text":"call her on Monday"}"#)
        print(try notes.all().joined(separator: "\n"))

        // Sync: the rows as they are stored, and the ring's document.
        let synced = try notes.stored().map { "\($0)\n" }.joined()
        try Data(synced.utf8).write(to: folder.appendingPathComponent("notes.jsonl"))
    }
}
