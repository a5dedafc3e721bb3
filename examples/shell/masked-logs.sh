#!/bin/sh
# Masked logs: what an application writes, and what its log may keep. No key is needed.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

cat > policy.yaml <<'POLICY'
version: 1
rules:
  - { names: [password, token, "*_secret"], show: remove }
  - { names: [email], show: email }
  - { path: "$.card", show: { pan: { bin: 0, last: 4 } } }
POLICY

cat > app.jsonl <<'LINES'
{"level":"info","user":{"email":"ada@example.org","password":"hunter2"},"card":"4111 1111 1111 1111"}
this line is not JSON, and says 4111 1111 1111 1111
{"level":"warn","client_secret":"s3cr3t","took":1.10}
LINES

# A bad line becomes a placeholder, and the exit code says so.
"$fieldveil" mask -p policy.yaml app.jsonl -o masked.jsonl || test $? = 1
cat masked.jsonl
! grep -q -e hunter2 -e s3cr3t -e '4111 1111' masked.jsonl
