#!/bin/sh
# Makes Swift available where the machine has none: Debian's own in a chroot, made once and kept in the cache folder
# (root, util-linux and debootstrap needed; 2.5 GB, two and a half minutes). Prints nothing if there is nothing to do.
set -eu
command -v swift >/dev/null 2>&1 && exit 0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/fieldveil/swift
# The example keeps its notes in SQLite, whose header was the last thing to be installed.
[ -f "$cache/root/usr/include/sqlite3.h" ] && exit 0

sh "$(dirname "$0")/../debian.sh" trixie "$cache"
# The mounts live in a namespace of their own and go with it, whatever happens.
unshare --mount --propagation private sh -euc '
  mount --bind /dev "$0/dev" && mount -t proc proc "$0/proc"
  chroot "$0" apt-get -qq update
  DEBIAN_FRONTEND=noninteractive chroot "$0" apt-get -qq install -y --no-install-recommends \
    swiftlang libc6-dev libstdc++-14-dev libsqlite3-dev
' "$cache/root" >"$cache/install.log"
