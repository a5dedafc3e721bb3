"""How the tests speak to each language: the command line as processes, the others as agents over a line protocol.

An agent reads one request a line, words of the form `name=base64` separated by spaces, and answers `ok base64` or
`error code`. The names are `operation`, `input`, `policy`, `ring`, `kek` (hex), `view`, `existing`, `partial`,
`set`, `path`, `provider`, and any number of `context`, each a name and a value with a NUL between them. A word that
is not there was not given. The operations are those of the vectors, and `seal_stream`.
"""

import base64
import contextlib
import itertools
import os
import re
import subprocess
import tempfile
from pathlib import Path

EXIT = {
    3: "invalid_policy invalid_path unknown_view invalid_context",
    4: "invalid_json invalid_token missing_field limit_exceeded already_encrypted unsupported_version unsupported_value",
    5: "unknown_key_set unknown_key key_not_usable wrong_passphrase invalid_keyring keyring_changed keyring_rolled_back"
    " missing_subject provider_failed provider_key_lost",
    6: "wrong_key tampered not_encrypted",
    7: "io",
    70: "internal",
}


class Refused(Exception):
    """The code that an agent answered instead of bytes."""


class CommandLine:
    """The program `fieldveil`, a process for each request."""

    def __init__(self, program):
        self.program, self.numbers, self.folder = program, itertools.count(), tempfile.TemporaryDirectory()

    def close(self):
        self.folder.cleanup()

    def file(self, content):
        path = Path(self.folder.name) / str(next(self.numbers))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def ask(self, operation, given=b"", **how):
        return self.call(self.arguments(operation, given, how), given)

    def arguments(self, operation, given, how):
        words = []
        if operation == "check":
            return ["check", "-p", self.file(given)]
        if "policy" in how:
            words += ["-p", self.file(how["policy"])]
        if operation == "open_ring":
            words += ["-k", how.get("path") or self.file(given)]
        elif "ring" in how:
            words += ["-k", self.file(how["ring"])]
        if "kek" in how:
            words += ["--kek-file", self.file(how["kek"])]
        if "provider" in how:
            words += ["--kek-command", "false", "--kek-name", how["provider"]]
        for pair in how.get("context", {}).items():
            words += ["--context", "=".join(pair)]
        for name in ("view", "existing", "set"):
            words += [f"--{name}", how[name]] if name in how else []
        words += ["--partial"] if how.get("partial") else []
        command = {"open_ring": ["key", "list"], "open_stream": ["open"], "seal_stream": ["seal"]}
        return [*command.get(operation, [operation]), *words, *([] if operation == "open_ring" else ["-"])]

    def call(self, arguments, given):
        # No variable of ours reaches it: a ring in the environment would open what must stay closed.
        env = {"PATH": os.environ["PATH"]}
        done = subprocess.run([self.program, *arguments], input=given, capture_output=True, env=env)
        if done.returncode == 0:
            return b"" if arguments[0] in ("check", "key") else done.stdout
        message = done.stderr.decode()
        code = re.search(r"error\[(\w+)\]", message)
        if not code or code[1] not in EXIT.get(done.returncode, "").split():
            raise Refused(f"exit code {done.returncode}: {message}")
        raise Refused(code[1])


class Agent:
    """A language's agent, one process for all requests."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(30)

    def ask(self, operation, given=b"", **how):
        words = {**how, "operation": operation, "input": given}
        pairs = [("context", "\0".join(pair)) for pair in words.pop("context", {}).items()]
        line = " ".join(f"{name}={text(value)}" for name, value in [*words.items(), *pairs])
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Refused(f"the agent ended with {self.process.wait()}") from None
        kind, _, answer = self.process.stdout.readline().decode().strip().partition(" ")
        if kind == "ok":
            return base64.b64decode(answer)
        raise Refused(answer or f"the agent ended with {self.process.poll()}")


def text(value):
    if isinstance(value, bool):
        value = "true" if value else ""
    raw = value if isinstance(value, bytes) else value.encode()
    return base64.b64encode(raw).decode()


def start(command):
    """The agent of a command; of one word, the command line."""
    return CommandLine(command[0]) if len(command) == 1 else Agent(command)
