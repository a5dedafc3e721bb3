#!/bin/sh
# Runs a command at the top of this checkout with Debian's newest Rust, which brings the sources of its standard library;
# in a chroot that is made once and kept in the cache folder (root, util-linux and debootstrap needed; a minute, 1 GB).
# Usage: bindings/mobile/in-chroot.sh COMMAND…
set -eu
checkout=$(cd "$(dirname "$0")/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fieldveil/rust
sh "$checkout/bindings/mobile/debian.sh" forky "$cache"
# The mounts live in a namespace of their own and go with it, whatever happens.
exec unshare --mount --propagation private sh -euc '
  root=$1 log=$2 checkout=$3; shift 3
  mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc"
  if [ ! -e "$root/usr/bin/ld.lld" ]; then
    chroot "$root" apt-get -qq update
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get -qq install -y --no-install-recommends \
      rustc cargo rust-src clang lld llvm ca-certificates
  fi >"$log"
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" || true
  mkdir -p "$root/fieldveil" && mount --bind "$checkout" "$root/fieldveil"
  exec chroot "$root" env HOME=/root sh -c "cd /fieldveil && exec \"\$@\"" sh "$@"
' sh "$cache/root" "$cache/install.log" "$checkout" "$@"
