#!/bin/sh
# Builds and tests the Swift package: with the machine's own Swift, or, on Linux without one, with Debian's in a
# chroot that is made once under the cache folder (root and the package archive needed, 2.5 GB, two minutes).
# Usage: bindings/mobile/swift/test.sh      after bindings/mobile/build.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mobile=$(dirname "$here")

if command -v swift >/dev/null 2>&1; then
  cd "$here" && exec swift test
fi

cache=${FIELDVEIL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fieldveil}/swift
if [ ! -d "$cache/root" ]; then
  command -v debootstrap >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq debootstrap >/dev/null; }
  rm -rf "$cache/new" && mkdir -p "$cache"
  debootstrap --variant=minbase trixie "$cache/new" >"$cache/debootstrap.log"
  cp -n /etc/apt/apt.conf.d/* "$cache/new/etc/apt/apt.conf.d/" || true
  echo 'Acquire::Check-Valid-Until "false";' >"$cache/new/etc/apt/apt.conf.d/99fieldveil"
  cp /etc/resolv.conf "$cache/new/etc/resolv.conf" || true
  unshare --mount --propagation private sh -euc '
    mount --bind /dev "$0/dev" && mount -t proc proc "$0/proc"
    chroot "$0" apt-get -qq update
    DEBIAN_FRONTEND=noninteractive chroot "$0" apt-get -qq install -y --no-install-recommends \
      swiftlang libc6-dev libstdc++-14-dev
  ' "$cache/new" >"$cache/install.log"
  mv "$cache/new" "$cache/root"
fi

# The mounts live in a namespace of their own and go with it.
mkdir -p "$cache/root/fieldveil"
exec unshare --mount --propagation private sh -euc '
  mount --bind /dev "$0/dev" && mount -t proc proc "$0/proc" && mount --bind "$1" "$0/fieldveil"
  exec chroot "$0" env HOME=/root sh -c "cd /fieldveil/swift && swift test --disable-sandbox"
' "$cache/root" "$mobile"
