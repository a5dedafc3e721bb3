#!/bin/sh
# Runs a command in this folder where Swift is: on the machine, or in the chroot that `setup.sh` made, which sees
# `bindings/mobile` as /fieldveil and the folder of test files as it is.
# Usage: swift/in-chroot.sh COMMAND…
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if command -v swift >/dev/null 2>&1; then cd "$here" && exec "$@"; fi

root=${XDG_CACHE_HOME:-$HOME/.cache}/fieldveil/swift/root
[ -d "$root" ] || { echo "there is no Swift here: run bindings/mobile/swift/setup.sh" >&2; exit 1; }
mkdir -p "$root/fieldveil"
exec unshare --mount --propagation private sh -euc '
  root=$1 mobile=$2; shift 2
  mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc"
  mount --bind /tmp "$root/tmp" && mount --bind "$mobile" "$root/fieldveil"
  exec chroot "$root" env HOME=/root sh -c "cd /fieldveil/swift && exec \"\$@\"" sh "$@"
' sh "$root" "$(dirname "$here")" "$@"
