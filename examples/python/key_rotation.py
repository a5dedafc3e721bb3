"""A key rotation: readable before it writes, every record moved, the old key destroyed once nothing needs it."""

import tempfile
from collections import Counter
from pathlib import Path

from fieldveil import Key, Keyring, Policy, Veil, errors

POLICY = Policy.parse("{version: 1, defaults: {layout: value}, rules: [{path: $.email, store: {encrypt: pii}}]}")


def under(keyring: Keyring, records: list[dict[str, str]]) -> dict[int, int]:
    """How many of the records each version of the key has sealed."""
    [pii] = [row for row in keyring.sets() if row["name"] == "pii"]
    prefixes = {pattern.strip("%"): version["id"] for version in pii["versions"] for pattern in version["patterns"]}
    return Counter(prefixes[record["email"][:12]] for record in records)


def main() -> None:
    """Rotates, promotes, re-encrypts, and destroys."""
    path = Path(tempfile.mkdtemp()) / "ring.json"
    keyring = Keyring.create(path, Key(bytes(range(32))), min_pending=3600)  # keep your own key in a vault
    with keyring.edit() as ring:
        old = ring.add_set("pii", "data")
    veil = Veil(POLICY, keyring)
    records = [veil.encrypt({"email": f"user{number}@example.org"}) for number in range(100)]
    print("before:", under(keyring, records) == {old: 100})

    with keyring.edit() as ring:
        new = ring.rotate("pii")
        try:
            ring.promote("pii")  # too early: other processes may not be able to read it yet
        except errors.KeyNotUsableError as error:
            print("early: ", error.code)
        ring.promote("pii", now=True)  # there are no others in this example
    assert veil.decrypt(records[0]) == {"email": "user0@example.org"}

    records = veil.reencrypt_many(records)
    print("after: ", under(keyring, records) == {new: 100})
    assert veil.decrypt_many(records)[7] == {"email": "user7@example.org"}

    with keyring.edit() as ring:
        ring.destroy("pii", old, force=True)  # `fieldveil reencrypt --usage` writes the proof that makes force needless
    print("sets:  ", [version["state"] for version in keyring.sets()[0]["versions"]])


if __name__ == "__main__":
    main()
