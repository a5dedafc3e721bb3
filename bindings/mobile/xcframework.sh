#!/bin/sh
# Packs the native library for iOS, its simulator and macOS into swift/Generated/FieldveilFFI.xcframework, and a zip of
# it into target/. On a Mac with Xcode and the Rust targets below, after `build.sh mobile`, which writes the header.
# Usage: bindings/mobile/xcframework.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
headers="$here/swift/Generated/FieldveilFFI"
[ -f "$headers/FieldveilFFI.h" ] || { echo "run bindings/mobile/build.sh mobile first" >&2; exit 1; }
cd "$root"

for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
  cargo build --locked --profile mobile --package fieldveil-mobile --target "$triple"
done
target=${CARGO_TARGET_DIR:-$root/target}
library() { echo "$target/$1/mobile/libfieldveil_mobile.a"; }

# One library for each platform; those of two processors become one.
out="$here/target/apple"
rm -rf "$out" && mkdir -p "$out/simulator" "$out/macos"
lipo -create "$(library aarch64-apple-ios-sim)" "$(library x86_64-apple-ios)" \
  -output "$out/simulator/libfieldveil_mobile.a"
lipo -create "$(library aarch64-apple-darwin)" "$(library x86_64-apple-darwin)" \
  -output "$out/macos/libfieldveil_mobile.a"

framework="$here/swift/Generated/FieldveilFFI.xcframework"
rm -rf "$framework"
xcodebuild -create-xcframework \
  -library "$(library aarch64-apple-ios)" -headers "$headers" \
  -library "$out/simulator/libfieldveil_mobile.a" -headers "$headers" \
  -library "$out/macos/libfieldveil_mobile.a" -headers "$headers" \
  -output "$framework"
ditto -c -k --keepParent "$framework" "$here/target/FieldveilFFI.xcframework.zip"
