// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Notes",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "Fieldveil", path: "../../../bindings/mobile/swift")],
    targets: [
        .executableTarget(name: "Notes", dependencies: ["CSQLite", .product(name: "Fieldveil", package: "Fieldveil")]),
        .systemLibrary(name: "CSQLite"),
    ]
)
