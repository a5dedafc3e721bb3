"""What the suites share: the workspace, its vectors, a ring, a policy, the command line."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
from typing import Any, Callable

import pytest
from hypothesis import settings

import fieldveil

# No example has a deadline: that a busy machine takes longer for one is no fault.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")

ROOT = pathlib.Path(__file__).resolve().parents[3]

POLICY = """
version: 1
id: test
classes:
  contact: { kind: email, store: { encrypt: pii }, show: email }
  card: { kind: card, store: { encrypt: { set: pii, index: { set: card_index, into: number_index, normalize: [digits] } } }, show: { pan: { bin: 0 } } }
  note: { store: { encrypt: pii }, show: redact }
  secret: { store: remove, show: redact }
rules:
  - { path: "$.email", class: contact }
  - { path: "$..card.number", class: card }
  - { path: "$.notes[*]", class: note }
  - { names: [password], class: secret }
views:
  support: { open: true }
  full: { open: true, contact: reveal, card: reveal, note: reveal }
"""


@pytest.fixture(scope="session")
def ring_file(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("ring") / "ring.json"
    keyring = fieldveil.Keyring.create(str(path), fieldveil.Key(bytes(range(32))))
    with keyring.edit() as ring:
        ring.add_set("pii", "data")
        ring.add_set("card_index", "index")
        ring.add_set("people", "pseudonym")
        ring.add_set("same", "deterministic")
    return path


@pytest.fixture(scope="session")
def keyring(ring_file: pathlib.Path) -> fieldveil.Keyring:
    return fieldveil.Keyring.open(str(ring_file), fieldveil.Key(bytes(range(32))))


@pytest.fixture(scope="session")
def policy() -> fieldveil.Policy:
    return fieldveil.Policy.parse(POLICY)


@pytest.fixture(scope="session")
def veil(policy: fieldveil.Policy, keyring: fieldveil.Keyring) -> fieldveil.Veil:
    return fieldveil.Veil(policy, keyring)


@pytest.fixture(scope="session")
def cli() -> Callable[..., bytes]:
    """The command line of this workspace, as a function of its arguments; skipped where it is not built."""
    built = [ROOT / "target" / profile / "fieldveil" for profile in ("release", "debug")]
    program: Any = os.environ.get("FIELDVEIL_CLI") or next((str(p) for p in built if p.exists()), None)
    program = program or shutil.which("fieldveil")
    if program is None:
        pytest.skip("the command line is not built: cargo build -p fieldveil-cli")

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> bytes:
        done = subprocess.run(
            [program, *arguments], input=stdin, capture_output=True, env={**os.environ, **environment}, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run
