#!/bin/sh
# A large file of lines: all cores, constant memory, and work that is killed goes on where it was. LINES says how many.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
cat > policy.yaml <<'POLICY'
version: 1
rules: [ { path: "$.email", store: { encrypt: pii } } ]
POLICY
seq "${LINES:-100000}" | sed 's/.*/{"id":&,"email":"user&@example.org","total":1.10}/' > plain.jsonl

# As much memory as a few batches take, whatever the size of the file.
(ulimit -v 2000000; "$fieldveil" encrypt -p policy.yaml plain.jsonl -o stored.jsonl)
test "$(wc -l < stored.jsonl)" = "$(wc -l < plain.jsonl)"
test "$(grep -c example.org stored.jsonl)" = 0

# A new version, and the whole file to move: killed in the middle, which leaves the file as it was and a journal.
"$fieldveil" key rotate --set pii && "$fieldveil" key promote --set pii --now
"$fieldveil" reencrypt -p policy.yaml stored.jsonl -o moved.jsonl --resume journal & run=$!
until [ -s journal ] || ! kill -0 "$run" 2>/dev/null; do sleep 0.02; done
kill -9 "$run" 2>/dev/null || true
wait "$run" 2>/dev/null || echo "killed after $(wc -c < journal) bytes of journal"
test -e moved.jsonl || "$fieldveil" reencrypt -p policy.yaml stored.jsonl -o moved.jsonl --resume journal

"$fieldveil" decrypt -p policy.yaml moved.jsonl -o restored.jsonl
cmp plain.jsonl restored.jsonl
"$fieldveil" inspect moved.jsonl
