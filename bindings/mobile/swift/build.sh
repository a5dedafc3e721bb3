#!/bin/sh
# Builds the package, its tests and its agent against the library that `../build.sh` left.
# Usage: swift/build.sh [swift build's arguments]
cd "$(dirname "$0")" || exit
exec sh ./in-chroot.sh swift build --disable-sandbox --build-tests -Xlinker -L../target/lib "$@"
