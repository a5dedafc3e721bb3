#!/bin/sh
# A backup of any size, sealed as a stream: read only as a whole, under the context that it was written with.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

"$fieldveil" init . > init.txt
export FIELDVEIL_KEYRING=ring.json FIELDVEIL_KEK_FILE=ring.key
head -c 5000000 /dev/urandom > dump.sql
"$fieldveil" seal --set pii --context table=orders dump.sql -o dump.sql.fv

"$fieldveil" open --context table=orders dump.sql.fv -o restored.sql
cmp dump.sql restored.sql
# Cut short, it is refused, and a failed run leaves no file behind.
head -c 4000000 dump.sql.fv > cut.fv
"$fieldveil" open --context table=orders cut.fv -o never.sql 2> refused.txt && exit 1
grep '^error\[tampered\]' refused.txt
test ! -e never.sql
"$fieldveil" open --context table=people dump.sql.fv -o never.sql 2> refused.txt && exit 1
grep '^error\[wrong_key\]' refused.txt
