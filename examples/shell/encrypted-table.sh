#!/bin/sh
# An encrypted table with look-up: a blind index beside each number finds the row without opening any.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
"$fieldveil" key add --set find --purpose index
cat > table.yaml <<'POLICY'
version: 1
context: { row: "$.id" }
rules:
  - path: "$.card"
    store: { encrypt: { set: pii, index: { set: find, into: card_index, normalize: [digits] } } }
    show: { pan: { bin: 0, last: 4 } }
POLICY

cat > rows.jsonl <<'ROWS'
{"id":1,"card":"4111 1111 1111 1111"}
{"id":2,"card":"5500 0055 5555 5559"}
{"id":3,"card":"4111-1111-1111-1111"}
ROWS
"$fieldveil" encrypt -p table.yaml rows.jsonl -o table.jsonl

# What is looked for is indexed in the same way: rows 1 and 3 have the same index, however they were written.
term=$(echo '{"id":0,"card":"4111111111111111"}' | "$fieldveil" encrypt -p table.yaml \
  | sed 's/.*"card_index":"\([0-9a-f]*\)".*/\1/')
grep "\"card_index\":\"$term\"" table.jsonl > found.jsonl
"$fieldveil" decrypt -p table.yaml found.jsonl
test "$(wc -l < found.jsonl)" = 2
