"""A ring of our own, for the cases that encrypt."""

import contextlib
import os
import pathlib
import subprocess
import tempfile


@contextlib.contextmanager
def ring():
    """The arguments that open it: key sets `pii` and `people` under a key file."""
    with tempfile.TemporaryDirectory() as folder:
        key, path = pathlib.Path(folder, "kek"), str(pathlib.Path(folder, "ring.json"))
        key.write_bytes(os.urandom(32))
        key.chmod(0o600)
        given = ["--keyring", path, "--kek-file", str(key)]
        command = lambda *words: subprocess.run([os.environ["FIELDVEIL_CLI"], "key", *words, *given], check=True,
                                                stdout=subprocess.DEVNULL)
        command("create")
        command("add", "--set", "pii")
        command("add", "--set", "people", "--purpose", "pseudonym")
        yield given
