#!/bin/sh
# Builds the native library for this machine and generates the Kotlin and Swift sources from it, into `target/`.
# Both packages, their tests and their agents stand on what this leaves there; none of it is committed.
# Usage: bindings/mobile/build.sh [dev|release|mobile]     (dev unless said; a phone gets `mobile`)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
profile=${1:-dev}
out="$here/target"
cd "$root"

# The generator in its own dev build: a release build of it takes four times as long and is no faster to wait for.
cargo build --quiet --locked --package fieldveil-bindgen
cargo build --quiet --locked --package fieldveil-mobile --profile "$profile"
target=${CARGO_TARGET_DIR:-$root/target}
if [ "$profile" = dev ]; then built="$target/debug"; else built="$target/$profile"; fi

# JNA looks for the library in a folder of its own name for the platform.
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86-64 suffix=so unneeded=--strip-unneeded ;;
  Linux-aarch64) platform=linux-aarch64 suffix=so unneeded=--strip-unneeded ;;
  Darwin-arm64) platform=darwin-aarch64 suffix=dylib unneeded=-x ;;
  Darwin-x86_64) platform=darwin-x86-64 suffix=dylib unneeded=-x ;;
  *) echo "no JNA platform is known for $(uname -sm)" >&2; exit 1 ;;
esac
# The static library keeps what the generator reads, however the shared one was linked and stripped.
described="$built/libfieldveil_mobile.a"
generate() { "$target/debug/uniffi-bindgen" generate "$described" --no-format "$@"; }

# Kotlin: sources to compile, and resources with the library for the jar.
rm -rf "$out/kotlin"
mkdir -p "$out/kotlin/sources" "$out/kotlin/resources/$platform"
generate --language kotlin --out-dir "$out/kotlin/sources"
# A call's status is used again, as `Statuses.kt` says; fails where the generator writes something else.
called="$out/kotlin/sources/dev/fieldveil/internal/fieldveil.kt"
awk '
  sub(/var status = UniffiRustCallStatus\(\)/, "val status = Statuses.take()") { taken = 1 }
  taken && /^    return return_value$/ { print "    Statuses.giveBack(status)"; taken = 0; known = 1 }
  { print }
  END { exit !known }
' "$called" >"$called.new"
mv "$called.new" "$called"
cp "$built/libfieldveil_mobile.$suffix" "$out/kotlin/resources/$platform/"
strip "$unneeded" "$out/kotlin/resources/$platform/libfieldveil_mobile.$suffix"
[ "$suffix" != so ] || sh "$here/sizes.sh" --any-size "$out/kotlin/resources/$platform/libfieldveil_mobile.so"

# Swift: a module of the generated source and one of its C header, where the package expects them, and the static
# library to link.
swift="$here/swift/Generated"
rm -rf "$swift" "$out/swift" "${out:?}/lib"
mkdir -p "$swift/FieldveilNative" "$swift/FieldveilFFI" "$out/lib"
generate --language swift --out-dir "$out/swift"
cp "$out/swift/FieldveilNative.swift" "$swift/FieldveilNative/"
cp "$out/swift/FieldveilFFI.h" "$swift/FieldveilFFI/"
cp "$out/swift/FieldveilFFI.modulemap" "$swift/FieldveilFFI/module.modulemap"
cp "$described" "$out/lib/"

# The examples of the README, which the tests run.
sh "$here/snippets.sh"
