// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Scene",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "Fieldveil", path: "../Fieldveil")],
    targets: [.executableTarget(name: "Scene", dependencies: [.product(name: "Fieldveil", package: "Fieldveil")])]
)
