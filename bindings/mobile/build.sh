#!/bin/sh
# Builds the native library for this machine and generates the Kotlin and Swift sources from it, into target/.
# Usage: bindings/mobile/build.sh [dev|release]     (release unless said)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
profile=${1:-release}
out="$here/target"
cd "$root"

cargo build --quiet --package fieldveil-mobile --profile "$profile"
# The generator in its own dev build: a release build of it takes four times as long and is no faster to wait for.
cargo build --quiet --package fieldveil-bindgen
target=${CARGO_TARGET_DIR:-$root/target}
[ "$profile" = dev ] && built="$target/debug" || built="$target/$profile"
case $(uname -s) in Darwin) suffix=dylib ;; *) suffix=so ;; esac
library="$built/libfieldveil_mobile.$suffix"

rm -rf "$out/kotlin" "$out/swift"
mkdir -p "$out/kotlin/sources" "$out/kotlin/resources" "$out/swift"
"$target/debug/uniffi-bindgen" generate "$library" --language kotlin --no-format --out-dir "$out/kotlin/sources"
"$target/debug/uniffi-bindgen" generate "$library" --language swift --no-format --out-dir "$out/swift"

# JNA looks for the library under its own name of the platform.
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86-64 ;;
  Linux-aarch64) platform=linux-aarch64 ;;
  Darwin-arm64) platform=darwin-aarch64 ;;
  Darwin-x86_64) platform=darwin-x86-64 ;;
  *) echo "no JNA platform is known for $(uname -sm)" >&2; exit 1 ;;
esac
mkdir -p "$out/kotlin/resources/$platform" "$out/lib"
cp "$library" "$out/kotlin/resources/$platform/"
cp "$built/libfieldveil_mobile.a" "$out/lib/"
strip --strip-unneeded "$out/kotlin/resources/$platform/libfieldveil_mobile.$suffix" 2>/dev/null || true

# The Swift package: generated source beside the facade, header and module map as a target of their own.
package="$here/swift"
mkdir -p "$package/Sources/Fieldveil/Generated" "$package/Sources/FieldveilFFI/include"
cp "$out/swift/Fieldveil.swift" "$package/Sources/Fieldveil/Generated/"
cp "$out/swift/FieldveilFFI.h" "$package/Sources/FieldveilFFI/include/"
cp "$out/swift/FieldveilFFI.modulemap" "$package/Sources/FieldveilFFI/include/module.modulemap"
