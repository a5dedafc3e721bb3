"""Fieldveil at the same work: through the command line."""

import json
import os
import subprocess
import tempfile


def run(verb, policy, record, *more, ring=None):
    """What a verb makes of a record; the output as it is written, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"version": 1, **policy}, file)
        arguments = [os.environ["FIELDVEIL_CLI"], verb, "--policy", path, *more]
        if ring:
            arguments += ["--keyring", ring]
        done = subprocess.run(arguments, input=record.encode(), capture_output=True, check=False)
        return done.stdout.decode(), done.returncode


def mask(rules, record):
    shown, code = run("mask", {"rules": rules}, record)
    assert code == 0, "a record is masked"
    return shown
