#!/bin/sh
# Builds the static library for phones and says how large it is. Nothing is linked, so neither an SDK nor an NDK is
# needed: what this proves is that nothing in the core stands in the way.
# Usage: bindings/mobile/static.sh [TRIPLE…]     (aarch64-apple-ios and aarch64-linux-android unless said)
#
# The standard library of a target is rustup's. Where that cannot be had it is built from its sources: by this machine's
# toolchain if it has them, else by the one of `in-chroot.sh`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
[ $# -gt 0 ] || set -- aarch64-apple-ios aarch64-linux-android

for triple in "$@"; do
  ! command -v rustup >/dev/null || rustup --quiet target add "$triple" || true
  if [ -d "$(rustc --print target-libdir --target "$triple" 2>/dev/null)" ]; then
    own=
  elif [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    own=-Zbuild-std=std,panic_unwind
    export RUSTC_BOOTSTRAP=1
  else
    exec sh "$here/in-chroot.sh" env CARGO_TARGET_DIR=target/phone sh bindings/mobile/static.sh "$@"
  fi
  # What little assembly there is: clang knows every target, and is asked for no SDK where it is told of one.
  ! command -v clang >/dev/null || export "CC_$(echo "$triple" | tr - _)=clang" SDKROOT="${SDKROOT:-/}"
  # shellcheck disable=SC2086 # an option, or none
  cargo rustc --quiet --locked $own --target "$triple" --package fieldveil-mobile --lib --profile mobile \
    --crate-type staticlib
  built="${CARGO_TARGET_DIR:-$root/target}/$triple/mobile/libfieldveil_mobile.a"
  echo "$triple: $(wc -c <"$built") bytes"
done
