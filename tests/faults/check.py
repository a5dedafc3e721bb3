"""A full disk, a folder that cannot be written, signals in the middle of a write, memory that runs out, a clock that
jumps: nothing is lost, and the error says what happened.

`FIELDVEIL_CLI` names the program. What needs root mounts small file systems in a namespace that ends with this
process; `cargo xtask test faults` starts it in one.
"""

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLI = os.environ["FIELDVEIL_CLI"]
LINES = 10_000
MOUNTS = os.environ.get("FIELDVEIL_MOUNTS") == "1"
POLICY = "version: 1\nrules:\n  - { path: $.v, store: { encrypt: pii }, show: redact }\n"


class Place:
    """A folder with a ring, its key elsewhere, a policy and some records."""

    def __init__(self, folder, secrets):
        self.folder, self.ring = Path(folder), Path(folder) / "ring.json"
        self.kek, self.policy, self.lines = (Path(secrets) / name for name in ("kek", "policy.yaml", "in.jsonl"))
        self.kek.write_text("17" * 32)
        self.policy.write_text(POLICY)
        self.lines.write_text("".join('{"v":"%s","n":%d}\n' % ("x" * 40, n) for n in range(LINES)))
        self.ok("key", "create", "-k", self.ring)
        self.ok("key", "add", "-k", self.ring, "--set", "pii")

    def start(self, *arguments, **how):
        words = [CLI, *map(str, arguments), "--kek-file", str(self.kek)]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)

    def run(self, *arguments, **how):
        process = self.start(*arguments, **how)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err.decode()

    def ok(self, *arguments, **how):
        code, out, err = self.run(*arguments, **how)
        assert code == 0, f"{arguments}: {code} {err}"
        return out

    def encrypt(self, out, **how):
        return self.run("encrypt", "-p", self.policy, "-k", self.ring, self.lines, "-o", out, **how)

    def versions(self):
        listed = json.loads(self.ok("key", "list", "--json", "-k", self.ring))
        return [version["state"] for s in listed["sets"] for version in s["versions"]]

    def names(self):
        """What lies in the folder, but the lock beside the ring."""
        return sorted(path.name for path in self.folder.iterdir() if "lock" not in path.name)


def refused(answer, code):
    status, _, message = answer
    assert f"error[{code}]" in message, f"{status}: {message}"
    assert status == 7, f"exit code {status}"


def full_disk():
    """A disk that fills up while a ring or an output is written."""
    with disk("size=256k") as folder, tempfile.TemporaryDirectory() as secrets:
        place = Place(folder, secrets)
        before, names = place.ring.read_bytes(), place.names()
        refused(place.encrypt(place.folder / "out.jsonl"), "io")
        assert place.names() == names, f"half an output stays: {place.names()}"
        refused(place.run("seal", "-k", place.ring, "--set", "pii", place.lines, "-o", place.folder / "out"), "io")
        assert place.names() == names, f"half an output stays: {place.names()}"
        filler = place.folder / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass
        refused(place.run("key", "rotate", "-k", place.ring, "--set", "pii"), "io")
        assert place.ring.read_bytes() == before, "the ring was changed"
        filler.unlink()
        assert place.names() == names, f"half a ring stays: {place.names()}"
        assert place.versions() == ["primary"]
        place.ok("key", "rotate", "-k", place.ring, "--set", "pii")
        assert place.versions() == ["primary", "pending"]


def read_only_folder():
    """A folder that can be read and not written: reading verbs work, writing ones say so."""
    with disk("size=4m") as folder, tempfile.TemporaryDirectory() as secrets:
        place = Place(folder, secrets)
        before = place.ring.read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        refused(place.run("key", "rotate", "-k", place.ring, "--set", "pii"), "io")
        refused(place.run("key", "create", "-k", place.folder / "other.json"), "io")
        refused(place.encrypt(place.folder / "out.jsonl"), "io")
        assert place.ring.read_bytes() == before
        assert place.versions() == ["primary"], "a ring in a folder like this must open"
        code, _, message = place.encrypt(Path(secrets) / "out.jsonl")
        assert code == 0, message


def signals():
    """Killed at any moment, an output is the old one or the new one, and never half of it."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as secrets:
        place, chance = Place(folder, secrets), random.Random(17)
        out = place.folder / "out.jsonl"
        started = time.monotonic()
        assert place.encrypt(out)[0] == 0
        whole, lines = time.monotonic() - started, out.read_bytes().count(b"\n")
        assert lines == LINES
        for number in range(25):
            out.write_bytes(b"the old output")
            process = place.start("encrypt", "-p", place.policy, "-k", place.ring, place.lines, "-o", out)
            time.sleep(chance.random() * whole)
            process.send_signal(chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
            process.communicate(timeout=60)
            found = out.read_bytes()
            assert found == b"the old output" or found.count(b"\n") == lines, f"half an output in round {number}"


def ring_killed():
    """Killed while it saves, a ring is the old one or the new one, and always opens."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as secrets:
        place, chance = Place(folder, secrets), random.Random(18)
        known = place.versions()
        for number in range(60):
            process = place.start("key", "add", "-k", place.ring, "--set", f"s{number}")
            time.sleep(chance.random() * 0.012)
            process.kill()
            process.communicate(timeout=60)
            now = place.versions()
            assert now == known or now == [*known, "primary"], f"a ring between two in round {number}"
            known = now


def memory():
    """Memory runs out: no output, and not half of one."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as secrets:
        place = Place(folder, secrets)
        big, out = Path(secrets) / "big.json", place.folder / "out.json"
        big.write_text('{"v":"' + "x" * (48 << 20) + '"}')
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (96 << 20, 96 << 20))  # noqa: E731
        words = ("encrypt", "-p", place.policy, "-k", place.ring, big, "-o", out)
        code, _, message = place.run(*words, preexec_fn=limit)
        assert code != 0, "there was memory enough after all"
        assert not out.exists(), "there is an output"
        assert "xxxx" not in message, "the message holds payload"
        assert place.versions() == ["primary"]


def clock():
    """A clock before the ring was made, and one years ahead: refused or done, never a crash or a lost key."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as secrets:
        place = Place(folder, secrets)
        place.ok("key", "rotate", "-k", place.ring, "--set", "pii")

        def at(moment, *arguments):
            words = ["faketime", moment, CLI, *map(str, arguments), "--kek-file", str(place.kek)]
            done = subprocess.run(words, capture_output=True, text=True)
            return done.returncode, done.stderr

        promote = ("key", "promote", "-k", place.ring, "--set", "pii")
        for early in ("1970-01-02", "2001-01-01", "now"):
            code, message = at(early, *promote)
            assert code == 5 and "error[key_not_usable]" in message, f"{early}: {code} {message}"
            assert place.versions() == ["primary", "pending"]
        code, message = at("1970-01-02", "encrypt", "-p", place.policy, "-k", place.ring, place.lines, "-o", place.folder / "out")
        assert code == 0, message
        code, message = at("2106-02-08", *promote)
        assert code == 0, message
        assert sorted(place.versions()) == ["primary", "retired"]
        code, message = at("1970-01-02", "key", "rotate", "-k", place.ring, "--set", "pii")
        assert code in (0, 5), message
        place.ok("decrypt", "-p", place.policy, "-k", place.ring, "--lines", place.folder / "out")


@contextlib.contextmanager
def disk(options):
    """A small file system of its own, gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


CHECKS = [
    (full_disk, MOUNTS, "mounting needs root"),
    (read_only_folder, MOUNTS, "mounting needs root"),
    (signals, True, ""),
    (ring_killed, True, ""),
    (memory, sys.platform == "linux", "only Linux limits memory so"),
    (clock, shutil.which("faketime") is not None, "the program `faketime` is not installed"),
]


def main():
    passed = failed = skipped = 0
    for check, possible, reason in CHECKS:
        if not possible:
            skipped += 1
            print(f"not here: {check.__name__}: {reason}")
            continue
        try:
            check()
            passed += 1
        except Exception as error:
            failed += 1
            print(f"FAILED {check.__name__}: {type(error).__name__}: {error}")
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
