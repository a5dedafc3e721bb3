#!/bin/sh
# Runs a command in the folder where it is called, with Swift: the machine's, or the one in the chroot that `setup.sh`
# made, which sees this checkout as /fieldveil and the temporary files as they are.
# Usage: swift/in-chroot.sh COMMAND…
set -eu
command -v swift >/dev/null 2>&1 && exec "$@"

checkout=$(cd "$(dirname "$0")/../../.." && pwd)
root=${XDG_CACHE_HOME:-$HOME/.cache}/fieldveil/swift/root
[ -d "$root" ] || { echo "there is no Swift here: run bindings/mobile/swift/setup.sh" >&2; exit 1; }
here=$(pwd)
case $here in "$checkout"*) folder=/fieldveil${here#"$checkout"} ;; *) folder=$here ;; esac
mkdir -p "$root/fieldveil"
exec unshare --mount --propagation private sh -euc '
  root=$1 checkout=$2 folder=$3; shift 3
  mount --bind /dev "$root/dev" && mount -t proc proc "$root/proc"
  mount --bind /tmp "$root/tmp" && mount --bind "$checkout" "$root/fieldveil"
  exec chroot "$root" env HOME=/root sh -c "cd \"\$0\" && exec \"\$@\"" "$folder" "$@"
' sh "$root" "$checkout" "$folder" "$@"
