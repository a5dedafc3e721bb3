// swift-tools-version: 6.0
import PackageDescription

// `../build.sh` writes `Generated/` and `../target/lib` before this package is built; the library's folder is given on
// the command line (`swift build -Xlinker -L../target/lib`, as `test.sh` does). For applications on Apple platforms
// `../xcframework.sh` packs library and header into one, which is taken where FIELDVEIL_XCFRAMEWORK is set.
let packed = Context.environment["FIELDVEIL_XCFRAMEWORK"] != nil

// The adapter of the Secure Enclave needs Apple's Security. Elsewhere it is built and tested against a double of it.
#if canImport(Security)
    let ofApple: [String] = []
    let doubles: [Target] = []
#else
    let ofApple = ["SecureEnclave.swift"]
    let doubles: [Target] = [
        .target(name: "Security", dependencies: ["Fieldveil"], path: "Tests/Security"),
        .target(
            name: "SecureEnclave", dependencies: ["Fieldveil", "Security"], path: "Sources/Fieldveil",
            exclude: ["PrivacyInfo.xcprivacy"], sources: ofApple),
        .testTarget(name: "SecureEnclaveTests", dependencies: ["Fieldveil", "SecureEnclave", "Security"]),
    ]
#endif

let package = Package(
    name: "Fieldveil",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Fieldveil", targets: ["Fieldveil"])],
    targets: [
        // What applications see.
        .target(
            name: "Fieldveil", dependencies: ["FieldveilNative"], exclude: ofApple,
            resources: [.copy("PrivacyInfo.xcprivacy")]),
        // Generated: the Swift side of the Rust library, and its C header.
        .target(
            name: "FieldveilNative", dependencies: ["FieldveilFFI"], path: "Generated/FieldveilNative",
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: packed
                ? [] : [.linkedLibrary("fieldveil_mobile"), .linkedLibrary("m", .when(platforms: [.linux]))]),
        packed
            ? .binaryTarget(name: "FieldveilFFI", path: "Generated/FieldveilFFI.xcframework")
            : .systemLibrary(name: "FieldveilFFI", path: "Generated/FieldveilFFI"),
        // Tests, and the agent that the tests across languages speak to.
        .testTarget(name: "FieldveilTests", dependencies: ["Fieldveil", "Readme"]),
        .executableTarget(name: "Agent", dependencies: ["Fieldveil"], path: "Tests/Agent"),
        // The examples of the README, which `../snippets.sh` cuts out of it.
        .executableTarget(name: "Readme", dependencies: ["Fieldveil"], path: "Generated/Readme"),
    ] + doubles
)
