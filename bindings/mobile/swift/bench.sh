#!/bin/sh
# Builds the package's bench and runs it beside the same work in Rust, for `cargo xtask bench swift`.
swift=$(cd "$(dirname "$0")" && pwd)
cd "$swift/../../../benches/mobile/swift-bench" || exit
exec sh "$swift/in-chroot.sh" swift run --configuration release --disable-sandbox \
  -Xlinker -L../../../bindings/mobile/target/lib Bench ../../../bindings/mobile/target/batch
