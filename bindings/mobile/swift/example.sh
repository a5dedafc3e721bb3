#!/bin/sh
# Builds and runs the note-taking client of ../../../examples/notes.
# Usage: swift/example.sh FOLDER
folder=$(cd "$1" && pwd)
swift=$(cd "$(dirname "$0")" && pwd)
cd "$swift/../../../examples/notes/client-swift" || exit
exec sh "$swift/in-chroot.sh" swift run --disable-sandbox -Xlinker -L../../../bindings/mobile/target/lib Notes "$folder"
