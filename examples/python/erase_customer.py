"""Erasing a customer: each person has a key, and without it the records, and every backup of them, are unreadable."""

import tempfile
from pathlib import Path

from fieldveil import Key, Keyring, Policy, Veil, errors

POLICY = Policy.parse("""
version: 1
subject: "$.customer"
rules: [{path: "$.email", store: {encrypt: people}, show: email}]
views: {support: {open: true}}
""")


def main() -> None:
    """Encrypts three records under three people's keys, and forgets one of them."""
    keyring = Keyring.create(Path(tempfile.mkdtemp()) / "ring.json", Key(bytes(range(32))))  # keep yours in a vault
    with keyring.edit() as ring:
        ring.add_set("people", "subject")
    # One row a person, in a table of its own that is backed up apart from the records, or not at all.
    keys = {name: keyring.new_subject_key("people", name) for name in ("c-1", "c-2", "c-3")}
    veil = Veil(POLICY, keyring)
    records = [
        veil.encrypt({"customer": name, "email": f"{name}@example.org"}, subject=(name, key)) for name, key in keys.items()
    ]

    del keys["c-2"]

    remaining = [record for record in records if record["customer"] in keys]
    print("others: ", [veil.decrypt(it, subject=(it["customer"], keys[it["customer"]]))["email"] for it in remaining])
    try:
        veil.decrypt(records[1])
    except errors.FieldveilError as error:
        print("erased: ", error.code)
    print("support:", veil.mask(records[1], view="support")["email"])


if __name__ == "__main__":
    main()
