#!/bin/sh
# Cuts the examples of README.md out of it, so that the tests of both packages compile and run what a reader copies:
# Kotlin's into target/kotlin/snippets as package `readme`, Swift's into swift/Generated/Readme as a program.
# Usage: bindings/mobile/snippets.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)

# LANGUAGE FOLDER EXTENSION FIRST-LINE: each fenced block of the language into a file of its number.
cut_out() {
  rm -rf "$2" && mkdir -p "$2"
  awk -v fence='```'"$1" -v to="$2/Snippet" -v extension="$3" -v first="$4" '
    $0 == "```" { file = "" }
    file { print > file }
    $0 == fence { number += 1; file = to number extension; printf "%s", first > file }
  ' "$here/README.md"
}
cut_out kotlin "$here/target/kotlin/snippets" .kt 'package readme\n'
cut_out swift "$here/swift/Generated/Readme" .swift ''
# The first is the program, the others are what it could call.
mv "$here/swift/Generated/Readme/Snippet1.swift" "$here/swift/Generated/Readme/main.swift"
