#!/bin/sh
# A key rotation: a new version is read before it writes, the store moves to it, the old one is destroyed.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
for order in A-1 A-2 A-3; do
  echo "{\"order\":\"$order\",\"customer\":{\"name\":\"Ada\",\"email\":\"ada@example.org\"}}"
done > orders.jsonl
"$fieldveil" encrypt -p policy.yaml orders.jsonl -o store.jsonl 2> warnings.txt
old=$("$fieldveil" key list | awk '$2 == "primary" { print $1 }')

"$fieldveil" key rotate --set pii          # pending: every reader loads it, nobody writes with it yet
"$fieldveil" key promote --set pii --now   # a fleet waits for `min_pending` instead of saying so
"$fieldveil" reencrypt -p policy.yaml store.jsonl -o store.jsonl --usage usage.json 2> warnings.txt
"$fieldveil" key destroy --set pii --id "$old" --usage usage.json

"$fieldveil" decrypt -p policy.yaml store.jsonl -o restored.jsonl 2> warnings.txt
cmp orders.jsonl restored.jsonl
"$fieldveil" key list
