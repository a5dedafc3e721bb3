#!/bin/sh
# A schema that evolves: a member moves, and the records written before it still open.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
cat > before.yaml <<'POLICY'
version: 1
rules: [ { path: "$.email", store: { encrypt: pii } } ]
POLICY
cat > after.yaml <<'POLICY'
version: 1
moved: [ { from: "$.email", to: "$.contact.email" } ]
rules: [ { path: "$.contact.email", store: { encrypt: pii } } ]
POLICY

echo '{"email":"ada@example.org"}' | "$fieldveil" encrypt -p before.yaml -o old.json
# The program that moves the member needs no key: a token is text like any other to it.
sed 's/"email":\("[^"]*"\)/"contact":{"email":\1}/' old.json > moved.json

# A token is bound to its place, so a policy that does not know of the move refuses it.
sed '/^moved/d' after.yaml > unaware.yaml
"$fieldveil" decrypt -p unaware.yaml moved.json 2> refused.txt && exit 1
grep -q '^error\[tampered\]' refused.txt
"$fieldveil" decrypt -p after.yaml moved.json
"$fieldveil" decrypt -p after.yaml moved.json | grep -q '{"contact":{"email":"ada@example.org"}}'
