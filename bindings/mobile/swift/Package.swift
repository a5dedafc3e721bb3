// swift-tools-version: 6.0
import PackageDescription

// `../build.sh` writes the generated source, the header and the static library before this package is built.
let package = Package(
    name: "Fieldveil",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Fieldveil", targets: ["Fieldveil"])],
    targets: [
        .target(
            name: "FieldveilFFI",
            linkerSettings: [
                .unsafeFlags(["-L", "\(Context.packageDirectory)/../target/lib"]),
                .linkedLibrary("fieldveil_mobile"),
                .linkedLibrary("m", .when(platforms: [.linux])),
            ]),
        .target(name: "Fieldveil", dependencies: ["FieldveilFFI"]),
        .testTarget(name: "FieldveilTests", dependencies: ["Fieldveil"]),
    ],
    swiftLanguageModes: [.v5]
)
