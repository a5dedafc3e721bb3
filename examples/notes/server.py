"""The server of the note-taking client: opens what a phone has synced, by the private key alone.

`python server.py FOLDER` reads `ring.json` and `notes.jsonl`, which the phone left, and prints the notes.
"""

import sys
from pathlib import Path

from fieldveil import Hpke, Keyring, Policy, Veil


def main(folder):
    # The phone made this ring; the server never gave it one of its own.
    ring = Keyring.open(folder / "ring.json", Hpke.private((folder / "server.key").read_bytes()))
    veil = Veil(Policy.load(folder / "policy.yaml"), ring)
    for stored in (folder / "notes.jsonl").read_text().splitlines():
        print(veil.decrypt(stored))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
