#!/bin/sh
# Makes the pages of the API out of the documentation comments: `.build/docs`, an archive of DocC to be served as it is.
# Usage: swift/docs.sh     (after `../build.sh`)
cd "$(dirname "$0")" || exit
exec sh ./in-chroot.sh sh -euc '
  mkdir -p .build
  swift package --disable-sandbox -Xlinker -L../target/lib dump-symbol-graph --minimum-access-level public \
    >.build/symbol-graph.log 2>&1 || { tail -n 20 .build/symbol-graph.log >&2; exit 1; }
  rm -rf .build/graphs .build/docs && mkdir -p .build/graphs
  # Of all modules, the one that applications see.
  find .build -path "*/symbolgraph/Fieldveil.symbols.json" -exec cp {} .build/graphs/ \;
  docc=$(command -v docc || echo /usr/libexec/swift/bin/docc)
  "$docc" convert --warnings-as-errors --fallback-display-name Fieldveil --fallback-bundle-identifier dev.fieldveil \
    --additional-symbol-graph-dir .build/graphs --output-path .build/docs
'
