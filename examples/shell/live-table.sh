#!/bin/sh
# Adoption over a live table: plaintext and tokens side by side for a while, and then none of the former.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
cat > adopting.yaml <<'POLICY'
version: 1
defaults: { layout: value }
context: { row: "$.id" }
rules: [ { path: "$.phone", store: { encrypt: pii }, migrating: true } ]
POLICY
sed 's/, migrating: true//' adopting.yaml > adopted.yaml

echo '{"id":1,"phone":"+49 30 901820"}' > old.jsonl                                  # written before
echo '{"id":2,"phone":"+44 20 7946 0018"}' | "$fieldveil" encrypt -p adopting.yaml > new.jsonl
cat old.jsonl new.jsonl > table.jsonl

# Readers go first: under `migrating` they take both, and the report counts what is still plain.
"$fieldveil" decrypt -p adopting.yaml table.jsonl --report report.json -o read.jsonl
grep -q '"plaintext": *1' report.json
# The backfill: what is a token already stays as it is.
"$fieldveil" encrypt -p adopting.yaml --existing keep table.jsonl -o table.jsonl
"$fieldveil" decrypt -p adopted.yaml table.jsonl
# Once the policy is strict, plaintext in the table is an error and not an answer.
"$fieldveil" decrypt -p adopted.yaml old.jsonl 2> refused.txt && exit 1
grep -q '^error\[not_encrypted\]' refused.txt
