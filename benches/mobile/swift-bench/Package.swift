// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Bench",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "Fieldveil", path: "../../../bindings/mobile/swift")],
    targets: [.executableTarget(name: "Bench", dependencies: ["Fieldveil"])]
)
