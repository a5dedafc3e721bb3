#!/bin/sh
# Builds and tests the package against the library that `../build.sh` left.
# Usage: swift/test.sh [swift test's arguments]
cd "$(dirname "$0")" || exit
exec sh ./in-chroot.sh swift test --disable-sandbox -Xlinker -L../target/lib "$@"
