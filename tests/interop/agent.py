"""The agent of Python: answers requests by the package `fieldveil` (see `agents.py` for the protocol)."""

import base64
import io
import sys

from fieldveil import FieldveilError, Key, Keyring, Policy, Veil


class Failing:
    """A provider of the application's that has lost its connection."""

    def __init__(self, name):
        self.name = name

    def wrap(self, secret, context):
        raise RuntimeError("no connection")

    unwrap = wrap


def answer(how, pairs):
    operation, given = how["operation"].decode(), how["input"]

    def word(name, default=None):
        return how[name].decode() if name in how else default

    if operation == "check":
        Policy.parse(given.decode())
        return b""
    openers = [Key(bytes.fromhex(word("kek")))] if "kek" in how else []
    if "provider" in how:
        openers.append(Failing(word("provider")))
    if operation == "open_ring":
        Keyring.open(word("path"), *openers) if "path" in how else Keyring.parse(given, *openers)
        return b""
    ring = Keyring.parse(how["ring"], *openers) if "ring" in how else None
    if operation in ("open_stream", "seal_stream"):
        written = io.BytesIO()
        if operation == "open_stream":
            ring.decrypt_stream(io.BytesIO(given), written, context=pairs)
        else:
            ring.encrypt_stream(word("set"), io.BytesIO(given), written, context=pairs)
        return written.getvalue()
    veil = Veil(Policy.parse(word("policy")), ring)
    options = {"mask": ("view",), "encrypt": ("existing",), "decrypt": (), "reencrypt": ()}[operation]
    chosen = {name: word(name) for name in options if name in how}
    if operation == "decrypt" and how.get("partial"):
        chosen["partial"] = True
    return getattr(veil, operation)(given, context=pairs, **chosen)


def main():
    for line in sys.stdin:
        how, pairs = {}, {}
        for part in line.split():
            name, _, value = part.partition("=")
            value = base64.b64decode(value)
            if name == "context":
                key, _, paired = value.decode().partition("\0")
                pairs[key] = paired
            else:
                how[name] = value
        try:
            print("ok", base64.b64encode(answer(how, pairs)).decode(), flush=True)
        except FieldveilError as error:
            print("error", error.code, flush=True)
        except Exception as error:
            print("error", f"{type(error).__name__}: {error}".replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
