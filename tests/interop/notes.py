"""The note-taking clients against the server: `python tests/interop/notes.py '{"kotlin": [command…], "swift": […]}'`.

Each client makes its ring, stores and syncs; the server, which runs in this very Python, opens what it left by the
private key alone. What lies on the disk of either holds no note.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NOTES = Path(__file__).resolve().parents[2] / "examples" / "notes"
# RFC 9180, A.1.1: skRm and pkRm.
PRIVATE = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
PUBLIC = bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")


def play(language, command, phone, server):
    """What is wrong with one client's story, as (name, whether it holds)."""
    shutil.copy(NOTES / "policy.yaml", phone)
    shutil.copy(NOTES / "policy.yaml", server)
    (phone / "server.pub").write_bytes(PUBLIC)
    (server / "server.key").write_bytes(PRIVATE)
    shown = subprocess.run([*command, str(phone)], check=True, capture_output=True, text=True).stdout
    notes = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
    yield "the client reads its own notes", [note["id"] for note in notes] == ["n1", "n2"]
    yield "which are its own", language in notes[0]["text"].lower()

    lying = b"".join(file.read_bytes() for file in phone.iterdir())
    yield "no note lies on its disk", b"Milk" not in lying and b"litres" not in lying and b"Monday" not in lying
    rows = json.loads((phone / "ring.json").read_text())["wraps"]
    yield "two wraps: the device's and the server's", [row["provider"] for row in rows] == ["callback", "hpke"]

    # The upload: these two files and nothing else leave the phone.
    for name in ("ring.json", "notes.jsonl"):
        shutil.copy(phone / name, server)
    opened = subprocess.run([sys.executable, str(NOTES / "server.py"), str(server)], capture_output=True, text=True)
    yield "the server opens them by its private key", [json.loads(line) for line in opened.stdout.splitlines()] == notes

    swapped = [note.replace('"id":"n1"', '"id":"n2"') for note in (server / "notes.jsonl").read_text().splitlines()]
    (server / "notes.jsonl").write_text("\n".join(swapped))
    refused = subprocess.run([sys.executable, str(NOTES / "server.py"), str(server)], capture_output=True, text=True)
    yield "a note that was given another id is refused", refused.returncode != 0 and "TamperedError" in refused.stderr


def main(clients):
    passed = failed = 0
    for language, command in clients.items():
        with tempfile.TemporaryDirectory() as phone, tempfile.TemporaryDirectory() as server:
            for name, holds in play(language, command, Path(phone), Path(server)):
                passed += holds
                failed += not holds
                if not holds:
                    print(f"FAILED {language}: {name}")
    print(f"\n{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
