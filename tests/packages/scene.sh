#!/bin/sh
# What a user of the command line does: `FIELDVEIL=PROGRAM sh scene.sh FOLDER`.
set -eu
cd "$1"
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
"$FIELDVEIL" decrypt -p policy.yaml stored.json
"$FIELDVEIL" mask -p policy.yaml --view support stored.json
"$FIELDVEIL" encrypt -p policy.yaml sample.json | "$FIELDVEIL" decrypt -p policy.yaml
