#!/bin/sh
# Runs the note-taking client of ../../../examples/notes, from the classes that `mvn test-compile` left.
# Usage: kotlin/example.sh FOLDER
here=$(cd "$(dirname "$0")" && pwd)
exec java -cp "$here/target/test-classes:$here/target/classes:$(cat "$here/target/classpath")" \
  dev.fieldveil.example.NotesKt "$1"
