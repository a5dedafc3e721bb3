#!/bin/sh
# One stored record, three audiences: what each may see is decided by the policy, not by the program that asks.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
cat > views.yaml <<'POLICY'
version: 1
context: { order: "$.order" }
classes:
  name:    { kind: name,  store: { encrypt: pii }, show: redact }
  contact: { kind: email, store: { encrypt: pii }, show: email }
  card:    { kind: card,  store: { encrypt: pii }, show: { pan: { bin: 0, last: 4 } } }
rules:
  - { path: "$.name", class: name, required: true }
  - { path: "$.email", class: contact }
  - { path: "$.card", class: card }
views:
  support: { open: true }
  fraud:   { extends: support, contact: reveal, card: { pan: { bin: 6, last: 4 } } }
  partner: { unmatched: redact }
POLICY

echo '{"order":"A-1001","name":"Ada","email":"ada@example.org","card":"4111 1111 1111 1111","total":42.10}' > order.json
"$fieldveil" encrypt -p views.yaml order.json -o stored.json

# Without a view nothing is opened: a token is redacted, whatever its class would show.
"$fieldveil" mask -p views.yaml stored.json -o default.json
"$fieldveil" mask -p views.yaml --view support stored.json -o support.json
"$fieldveil" mask -p views.yaml --view fraud stored.json -o fraud.json
"$fieldveil" mask -p views.yaml --view partner stored.json -o partner.json
for view in default support fraud partner; do printf '%-8s %s' "$view" "$(cat "$view.json")"; echo; done

grep -q '"email":"\[REDACTED\]"' default.json
grep -q '"email":"a\*\*\*@example.org","card":"\*\*\*\* \*\*\*\* \*\*\*\* 1111","total":42.10' support.json
grep -q '"email":"ada@example.org","card":"4111 11\*\* \*\*\*\* 1111"' fraud.json
! grep -q -e A-1001 -e 42.10 -e Ada partner.json
