"""A rotation in a fleet: every process opens the ring by one call of the KMS, and hears of new keys by reading the file.

Needs what `story.py` needs.
"""

import tempfile
import time
from pathlib import Path

import boto3

import fieldveil
from fieldveil import Keyring, Policy, Veil
from fieldveil.kms import Kms
from story import ALIAS, service

POLICY = Policy.parse("{version: 1, rules: [{path: $.card, store: {encrypt: pii}}]}")
WAIT = 2  # seconds; an hour unless said, so that the slowest process has read the file


class Counting(Kms):
    """The provider, and how often it asked."""

    calls = 0

    def unwrap(self, wrapped: bytes, context: dict) -> bytes:
        Counting.calls += 1
        return super().unwrap(wrapped, context)


def main() -> None:
    with service(), tempfile.TemporaryDirectory() as folder:
        kms = boto3.client("kms")
        kms.create_alias(AliasName=ALIAS, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
        rotate(Counting(kms, ALIAS), Path(folder) / "ring.json")


def rotate(provider: Kms, path: Path) -> None:
    operator = Keyring.create(path, provider, min_pending=WAIT)
    with operator.edit() as edit:
        old = edit.add_set("pii", "data")
    fleet = [Keyring.open(path, provider) for _ in range(3)]  # each would be a process of its own
    writer, *readers = [Veil(POLICY, ring) for ring in fleet]
    store = [writer.encrypt({"id": number, "card": "4111 1111 1111 1111"}) for number in range(100)]
    print("calls of the KMS to open the fleet:", Counting.calls)

    with operator.edit() as edit:
        new = edit.rotate("pii")
        try:
            edit.promote("pii")
        except fieldveil.FieldveilError as error:
            print("too early:", error.code)
    for ring in fleet:
        ring.reload()  # or `reload_every(60)`, once
    time.sleep(WAIT + 0.1)
    with operator.edit() as edit:
        edit.promote("pii")
    fleet[0].reload()
    store.append(writer.encrypt({"id": 100, "card": "5555 5555 5555 4444"}))
    # The readers have not heard that it writes now; they have had the key since it was pending.
    print("read by all:", all(reader.decrypt(store[-1])["id"] == 100 for reader in readers))

    store = writer.reencrypt_many(store)
    with operator.edit() as edit:
        edit.destroy("pii", old, force=True)  # `fieldveil reencrypt --usage` writes the proof that makes force needless
    for ring in fleet:
        ring.reload()
    print("after the old key is gone:", sum(reader.decrypt(row)["id"] >= 0 for reader in readers for row in store))
    print("calls of the KMS since:", Counting.calls - 3, "| primary is the new one:", new in primaries(fleet[1]))


def primaries(ring: Keyring) -> list[int]:
    return [version["id"] for row in ring.sets() for version in row["versions"] if version["state"] == "primary"]


if __name__ == "__main__":
    main()
