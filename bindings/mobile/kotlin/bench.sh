#!/bin/sh
# Measures the package beside the same work in Rust; `cargo xtask bench kotlin` builds both and calls it.
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../../benches/mobile" || exit
exec java -cp "$here/target/test-classes:$here/target/classes:$(cat "$here/target/classpath")" \
  dev.fieldveil.bench.BenchKt ../../bindings/mobile/target/batch
