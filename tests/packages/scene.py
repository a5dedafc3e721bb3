"""What a user of the wheel does: `python scene.py FOLDER`."""

import pathlib
import sys

from fieldveil import Key, Keyring, Policy, Veil

folder = pathlib.Path(sys.argv[1])
ring = Keyring.open(folder / "ring.json", Key.from_file(folder / "ring.key"))
veil = Veil(Policy.load(folder / "policy.yaml"), ring)
plain, stored = (folder / "sample.json").read_bytes(), (folder / "stored.json").read_bytes()

for document in (veil.decrypt(stored), veil.mask(stored, view="support"), veil.decrypt(veil.encrypt(plain))):
    sys.stdout.buffer.write(document)
