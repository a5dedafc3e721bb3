"""Threads, forks and a pre-forking server share one veil."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any

import pytest

import fieldveil
from fieldveil import Keyring, Policy, Veil, errors

RECORD = {"email": "maria@example.org", "card": {"number": "4111 1111 1111 1111"}, "notes": ["x" * 3000]}


def test_threads_share_a_veil(veil: Veil) -> None:
    failures: list[BaseException] = []

    def work(tenant: str) -> None:
        try:
            for _ in range(200):
                stored = veil.encrypt(RECORD, {"tenant": tenant})
                assert veil.decrypt(stored, {"tenant": tenant}) == RECORD
                with pytest.raises(errors.TamperedError):
                    veil.decrypt(stored, {"tenant": "nobody"})
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_provider_in_python_holds_nobody_up(tmp_path: Any, policy: Policy) -> None:
    """While one thread waits for its provider, others reach the same ring: nobody waits with the interpreter held."""

    class Vault:
        name = "vault"

        def wrap(self, key: bytes, context: Any) -> bytes:
            return key[::-1]

        def unwrap(self, wrapped: bytes, context: Any) -> bytes:
            time.sleep(0.3)
            return wrapped[::-1]

    writer = Keyring.create(tmp_path / "ring.json", Vault())
    with writer.edit() as ring:
        ring.add_set("pii", "data")
    reader = Keyring.open(tmp_path / "ring.json", Vault())
    with writer.edit() as ring:
        ring.rewrap(Vault(), remove=[0], new_ring_key=True)
        ring.rotate("pii")
        ring.promote("pii", now=True)
    stored = Veil(policy, writer).encrypt({"email": "maria@example.org"})
    veil, opened = Veil(policy, reader), []
    threads = [threading.Thread(target=lambda: opened.append(veil.decrypt(stored))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert opened and opened[0] == {"email": "maria@example.org"} and not any(t.is_alive() for t in threads)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_child_goes_on_with_what_its_parent_had(veil: Veil, keyring: Keyring) -> None:
    veil.encrypt_many([RECORD] * 100)  # threads were there, and are gone
    before = veil.encrypt(RECORD)
    ends = os.pipe()
    child = os.fork()
    if child == 0:
        answer = b"failed"
        try:
            many = veil.encrypt_many([RECORD] * 100)
            assert veil.decrypt(before) == RECORD and veil.decrypt_many(many)[99] == RECORD
            answer = keyring.encrypt_value("pii", "x", binding=None).encode()
        finally:
            os.write(ends[1], answer)
            os._exit(0)
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as pipe:
        token = pipe.read().decode()
    assert os.waitpid(child, 0)[1] == 0
    assert keyring.decrypt_value(token, binding=None) == "x"
    # No salt is drawn twice: nothing of a generator was copied.
    assert token[:44] != keyring.encrypt_value("pii", "x", binding=None)[:44]


APP = '''
import os, fieldveil
ring = fieldveil.Keyring.from_env()
token = ring.encrypt_value("pii", "maria", binding=None)

def app(environ, start_response):
    start_response("200 OK", [("content-type", "text/plain")])
    mine = ring.encrypt_value("pii", "x", binding=None)
    return [" ".join([str(os.getpid()), ring.decrypt_value(token, binding=None), mine]).encode()]
'''


def test_gunicorn_preloads(tmp_path: Any, ring_file: Any) -> None:
    pytest.importorskip("gunicorn")
    (tmp_path / "service.py").write_text(APP)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kek = bytes(range(32)).hex()
    environment = {**os.environ, "FIELDVEIL_KEYRING": str(ring_file), "FIELDVEIL_KEK": kek}
    options = ["--preload", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error", "service:app"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *options], cwd=tmp_path, env=environment)
    try:
        answers = [ask(f"http://127.0.0.1:{port}/").split() for _ in range(40)]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    assert {opened for _, opened, _ in answers} == {"maria"}
    assert len({token for _, _, token in answers}) == 40
    assert all(fieldveil.inspect(token)["kind"] == "value" for _, _, token in answers)


def ask(url: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
