"""One KMS, one ring, two ways to open it: a provider in the application, and a program for the command line.

Needs `fieldveil`, `boto3` and, for a KMS on this machine, `moto[server,kms]`; FIELDVEIL names the command line.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

import fieldveil
from fieldveil import Keyring, Policy, Veil
from fieldveil.kms import Kms

ALIAS = "alias/app"
RECORD = b'{"id":7,"card":"4111 1111 1111 1111"}'
POLICY = '{ "version": 1, "rules": [ { "path": "$.card", "store": { "encrypt": "pii" } } ] }'


@contextlib.contextmanager
def service() -> Iterator[None]:
    """A KMS on this machine, which the environment names to `boto3`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://{host}:{port}",
        AWS_DEFAULT_REGION="eu-central-1",
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
    )
    try:
        yield
    finally:
        server.stop()


def main() -> None:
    with service(), tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        story(Path(__file__).resolve().with_name("kek.py"))


def story(program: Path) -> None:
    kms = boto3.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=key)
    provider = Kms(kms, ALIAS)
    by_program = ["--kek-command", f"{sys.executable} {program} {ALIAS}", "--kek-name", provider.name]

    def cli(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([os.environ.get("FIELDVEIL", "fieldveil"), *words], capture_output=True)

    def ok(*words: str) -> bytes:
        done = cli(*words)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    Path("policy.json").write_text(POLICY)
    policy = Policy.parse(POLICY)

    # The application makes a ring; the command line opens it.
    ring = Keyring.create("ring.json", provider)
    with ring.edit() as edit:
        edit.add_set("pii", "data")
    Path("stored.json").write_bytes(Veil(policy, ring).encrypt(RECORD))
    assert ok("decrypt", "-p", "policy.json", "-k", "ring.json", *by_program, "stored.json") == RECORD
    print("the ring of the application opens by the command line")

    # The command line makes a ring; the application opens it.
    ok("key", "create", "-k", "other.json", *by_program)
    ok("key", "add", "-k", "other.json", *by_program, "--set", "pii")
    Path("record.json").write_bytes(RECORD)
    stored = ok("encrypt", "-p", "policy.json", "-k", "other.json", *by_program, "record.json")
    other = Keyring.open("other.json", provider)
    assert Veil(policy, other).decrypt(stored) == RECORD
    print("the ring of the command line opens in the application")
    assert other.wraps() == ring.wraps() == [f"callback {provider.name}"], other.wraps()
    print("both have the row", *ring.wraps())

    # The ring's id is the encryption context: KMS refuses a row that was copied to another ring.
    context = {"fv-ring": "kr_another"}
    wrapped = provider.wrap(bytes(32), {"fv-ring": "kr_one"})
    assert provider.unwrap(wrapped, {"fv-ring": "kr_one"}) == bytes(32)
    try:
        provider.unwrap(wrapped, context)
        raise AssertionError("a row opens in another ring")
    except kms.exceptions.InvalidCiphertextException:
        print("a row that is copied to another ring does not open there")

    # Without the service nothing opens, and says so.
    kms.delete_alias(AliasName=ALIAS)
    try:
        Keyring.open("ring.json", provider)
        raise AssertionError("the ring opens without its key")
    except fieldveil.FieldveilError as error:
        assert error.code == "provider_failed", error.code
    refused = cli("decrypt", "-p", "policy.json", "-k", "ring.json", *by_program, "stored.json")
    assert (refused.returncode, refused.stdout) == (5, b""), refused
    print("without its key neither opens: provider_failed")


if __name__ == "__main__":
    main()
