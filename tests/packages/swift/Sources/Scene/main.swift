// What a user of the Swift package does: `Scene FOLDER`.
import Fieldveil
import Foundation

let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
let ring = try Keyring.open(
    folder.appendingPathComponent("ring.json"), .keyFile(folder.appendingPathComponent("ring.key")))
let veil = try Veil(Policy.load(folder.appendingPathComponent("policy.yaml")), ring)
let plain = try Data(contentsOf: folder.appendingPathComponent("sample.json"))
let stored = try Data(contentsOf: folder.appendingPathComponent("stored.json"))

for document in try [veil.decrypt(stored), veil.mask(stored, view: "support"), veil.decrypt(veil.encrypt(plain))] {
    FileHandle.standardOutput.write(document)
}
