#!/bin/sh
# A ring whose key never leaves a PKCS#11 token: SoftHSM2 here (Debian's package softhsm2), a hardware module in
# earnest. The application and the command line open the same ring.
set -eu
fieldveil=${FIELDVEIL:-fieldveil}
example=${EXAMPLE:-fieldveil-example-pkcs11}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"

# A token of one's own; an administrator does this once.
mkdir tokens
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\n' "$work" > softhsm2.conf
export SOFTHSM2_CONF="$work/softhsm2.conf"
echo 271828 > pin
softhsm2-util --init-token --free --label vault --so-pin 314159 --pin "$(cat pin)" > init.txt

export PKCS11_MODULE="${PKCS11_MODULE:-/usr/lib/softhsm/libsofthsm2.so}" PKCS11_TOKEN=vault PKCS11_PIN_FILE="$work/pin"
"$example" make .
"$fieldveil" decrypt -p policy.json -k ring.json --kek-command "$example" --kek-name pkcs11:vault/fieldveil stored.json
echo
"$example" lose .
