#!/bin/sh
# Builds the native libraries of the Android package, a folder of target/android for each ABI, and says how large they are.
# Needs an NDK (`ANDROID_NDK_HOME`) and cargo-ndk. `--size` needs neither: it links the one for arm64 over Bionic's
# libraries in name only, which says how large it is without the NDK's unwinder, and nothing else; by the toolchain of
# `in-chroot.sh` where this machine has no clang, or its toolchain no sources.
# Usage: bindings/mobile/android.sh [--size]
#
# Rust's standard library is built with them, for size: without what reads debug information for a backtrace, which no
# phone carries, and with the smaller of its algorithms; and nothing says in which line a panic began, since no phone shows
# it. Both are called unstable, and RUSTC_BOOTSTRAP lets the stable toolchain do them; nothing else in here is.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
! command -v rustup >/dev/null || rustup --quiet component add rust-src || true
if [ "${1-}" = --size ] &&
  ! { [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && command -v clang >/dev/null; }; then
  exec sh "$here/in-chroot.sh" env CARGO_TARGET_DIR=target/phone sh bindings/mobile/android.sh --size
fi
export RUSTC_BOOTSTRAP=1
own="-Zbuild-std=std,panic_unwind -Zbuild-std-features=optimize_for_size,panic-unwind"
# Beside the flags of `.cargo/config.toml`, which RUSTFLAGS would take the place of.
unlined="target.'cfg(target_os=\"android\")'.rustflags=['-Zlocation-detail=none']"
options="--locked --package fieldveil-mobile --profile mobile --config $unlined $own"

if [ "${1-}" != --size ]; then
  rustup --quiet target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android
  # The level is the `minSdk` of build.gradle.kts.
  # shellcheck disable=SC2086 # words
  cargo ndk --platform 26 -t arm64-v8a -t armeabi-v7a -t x86_64 -o target/android build $options
  exec sh "$here/sizes.sh" target/android/*/libfieldveil_mobile.so
fi

triple=aarch64-linux-android
names="$here/target/bionic"
# Rust's own, where it came with one.
lld="$(rustc --print sysroot)/lib/rustlib/$(rustc --print host-tuple)/bin/gcc-ld/ld.lld"
[ -x "$lld" ] || lld=$(command -v ld.lld)
link() { clang --target="${triple}26" --ld-path="$lld" -nostdlib "$@"; }
mkdir -p "$names"
for name in c dl log m unwind; do
  echo | link -shared -x c - -o "$names/lib$name.so"
done
export CC_aarch64_linux_android=clang CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER=clang
# shellcheck disable=SC2086 # words
cargo rustc $options --target "$triple" --lib --crate-type cdylib -- -Clink-arg=--target="${triple}26" \
  -Clink-arg=--ld-path="$lld" -Clink-arg=-nostdlib -Clink-arg=-L"$names"
exec sh "$here/sizes.sh" "${CARGO_TARGET_DIR:-target}/$triple/mobile/libfieldveil_mobile.so"
