"""Keyring files: every member altered, hostile numbers, and keys that do not fit."""

import copy
import json

from rings import MAIN, Ring, secret

KEK = MAIN.kek.hex()


def make():
    return {"cases": [*opened(), *altered(), *forms(), *hostile(), *forged()]}


def case(name, text, expect, kek=KEK, **more):
    text = text if isinstance(text, str) else json.dumps(text)
    return {"id": name, "operation": "open_ring", "input": text, "kek": kek, "expect": expect, **more}


def bad(name, text, code="invalid_keyring", **more):
    return case(name, text, {"error": code}, **more)


OPENS = {"output": ""}


def opened():
    yield case("good/as-written", MAIN.document, OPENS)
    yield case("good/spaces", json.dumps(MAIN.document, indent=3) + "\n\n", OPENS)
    reordered = dict(reversed(MAIN.document.items()))
    yield case("good/other-order", reordered, OPENS)

    def second_wrap(document):
        document["wraps"].insert(0, {"provider": "callback", "name": "aws-kms:alias/app", "wrapped": "AAAA"})

    yield case("good/behind-another-wrap", Ring("two", "main", second_wrap).document, OPENS)
    yield bad("wrong-key", MAIN.document, "wrong_passphrase", kek=secret("no kek").hex())
    yield bad("zero-key", MAIN.document, "wrong_passphrase", kek="00" * 32)


def altered():
    """One change each, and the MAC as it was."""

    def change(path, new):
        document = copy.deepcopy(MAIN.document)
        node = document
        for step in path[:-1]:
            node = node[step]
        if new is None:
            del node[path[-1]]
        else:
            node[path[-1]] = new
        return document

    version = ("sets", 0, "versions", 3)
    # What the wrapped secrets are bound to is noticed there; the rest by the MAC.
    changes = {
        "epoch-lower": (("epoch",), 6),
        "epoch-higher": (("epoch",), 8),
        "min-pending": (("min_pending",), 0),
        "state": (("sets", 0, "versions", 1, "state"), "retired"),
        "created": ((*version, "created"), "2025-01-02T03:04:05Z"),
        "promoted": ((*version, "promoted"), "2025-01-02T03:04:05Z"),
        "set-removed": (("sets", 1), None),
        "version-removed": (("sets", 0, "versions", 0), None),
        "set-renamed": (("sets", 1, "name"), "quicker"),
        "purpose": (("sets", 4, "purpose"), "pseudonym"),
        "suite": (("sets", 0, "suite"), "chacha20-poly1305"),
        "id-of-a-version": ((*version, "id"), MAIN.document["sets"][0]["versions"][3]["id"] ^ 1),
        "version-key-exchanged": ((*version, "wrapped"), MAIN.document["sets"][0]["versions"][0]["wrapped"]),
        "version-key-flipped": ((*version, "wrapped"), flip(MAIN.document["sets"][0]["versions"][3]["wrapped"])),
        "mac-flipped": (("mac",), flip(MAIN.document["mac"])),
        "mac-empty": (("mac",), ""),
        "mac-missing": (("mac",), None),
        "no-id": (("id",), None),
        "no-epoch": (("epoch",), None),
        "no-min-pending": (("min_pending",), None),
        "no-wraps": (("wraps",), None),
        "wraps-empty": (("wraps",), []),
        "no-sets": (("sets",), None),
        "format-2": (("fieldveil_keyring",), 2),
        "format-text": (("fieldveil_keyring",), "1"),
        "no-format": (("fieldveil_keyring",), None),
        "unknown-member": (("note",), "hello"),
        "unknown-member-of-a-set": (("sets", 0, "note"), "hello"),
        "unknown-member-of-a-version": ((*version, "note"), "hello"),
        "unknown-member-of-a-wrap": (("wraps", 0, "note"), "hello"),
        "epoch-text": (("epoch",), "7"),
        "epoch-fraction": (("epoch",), 7.5),
        "epoch-negative": (("epoch",), -7),
        "epoch-huge": (("epoch",), 1 << 53),
        "id-number": (("id",), 7),
        "id-not-ascii": (("id",), "kr_é"),
        "id-quote": (("id",), 'kr_"'),
        "sets-object": (("sets",), {}),
        "unknown-purpose": (("sets", 0, "purpose"), "everything"),
        "unknown-suite": (("sets", 0, "suite"), "aes-128-gcm"),
        "suite-of-another-purpose": (("sets", 0, "suite"), "hmac-sha-256"),
        "unknown-state": ((*version, "state"), "active"),
        "no-primary": ((*version, "state"), "retired"),
        "two-primaries": (("sets", 0, "versions", 0, "state"), "primary"),
        "set-twice": (("sets", 1), MAIN.document["sets"][0]),
        "id-zero": ((*version, "id"), 0),
        "id-too-large": ((*version, "id"), 1 << 32),
        "id-twice": ((*version, "id"), MAIN.document["sets"][0]["versions"][0]["id"]),
        "created-no-date": ((*version, "created"), "yesterday"),
        "no-created": ((*version, "created"), None),
        "live-without-key": ((*version, "wrapped"), None),
        "unknown-provider": (("wraps", 0, "provider"), "magic"),
        "no-provider": (("wraps", 0, "provider"), None),
        "key-wrap-without-key": (("wraps", 0, "wrapped"), None),
        "key-wrap-no-token": (("wraps", 0, "wrapped"), "hello"),
    }
    for name, (path, new) in changes.items():
        yield bad(f"altered/{name}", change(path, new))


def flip(text):
    """Another character of the alphabet in the middle, so that it still decodes."""
    at = len(text) // 2
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def forms():
    text = json.dumps(MAIN.document)
    damaged = {
        "empty": "",
        "no-json": "kr_main",
        "array": f"[{text}]",
        "cut": text[:-1],
        "something-behind": text + "{}",
        "byte-order-mark": "\ufeff" + text,
        "comment": "// ring\n" + text,
        "epoch-twice": text.replace('"epoch": 7', '"epoch": 7, "epoch": 7'),
        "epoch-escaped-twice": text.replace('"epoch": 7', '"epoch": 7, "\\u0065poch": 7'),
        "epoch-exponent": text.replace('"epoch": 7', '"epoch": 7e0'),
        "epoch-as-fraction": text.replace('"epoch": 7', '"epoch": 7.0'),
    }
    for name, text in damaged.items():
        yield bad(f"form/{name}", text)


def hostile():
    """Refused before any work is done, whatever the key."""
    salt, wrapped = "AAAAAAAAAAAAAAAAAAAAAA", MAIN.document["wraps"][0]["wrapped"]

    def row(**how):
        good = {"provider": "passphrase", "kdf": "argon2id", "memory_kib": 65536, "passes": 3, "lanes": 1, "salt": salt, "wrapped": wrapped}
        return {**good, **how}

    costs = {
        "memory-small": row(memory_kib=19455),
        "memory-large": row(memory_kib=1048577),
        "memory-huge": row(memory_kib=(1 << 53) - 1),
        "passes-none": row(passes=0),
        "passes-many": row(passes=17),
        "lanes-none": row(lanes=0),
        "lanes-many": row(lanes=5),
        "memory-times-passes": row(memory_kib=1048576, passes=5),
        "other-kdf": row(kdf="pbkdf2"),
        "salt-short": row(salt="AAAA"),
        "salt-no-base64": row(salt="!" * 22),
    }
    for name, wrap in costs.items():
        yield bad(f"hostile/{name}", {**MAIN.document, "wraps": [*MAIN.document["wraps"], wrap]})
    yield bad("hostile/9-passphrases", {**MAIN.document, "wraps": MAIN.document["wraps"] + [row()] * 9})
    yield bad("hostile/17-wraps", {**MAIN.document, "wraps": MAIN.document["wraps"] * 17})
    yield bad("hostile/10000-wraps", json.dumps({**MAIN.document, "wraps": []}).replace("[]", "[" + "{}," * 9999 + "{}]", 1))
    yield bad("hostile/deep", "[" * 100_000)


def forged():
    """A whole ring under a MAC that is right, and still contradicting itself: no writer of ours makes one."""

    def no_primary(document):
        document["sets"][0]["versions"][3]["state"] = "retired"

    def zero(document):
        document["sets"][1]["versions"][0]["id"] = 0

    def other_provider(document):
        document["wraps"][0]["provider"] = "hpke"

    def destroyed_with_key(document):
        document["sets"][0]["versions"][0]["state"] = "destroyed"

    for change in (no_primary, zero, other_provider, destroyed_with_key):
        yield bad(f"forged/{change.__name__}", Ring("main", "main", change).document)
    other = Ring("other", "main").document
    yield bad("forged/wrap-of-another-ring", {**MAIN.document, "id": other["id"]})
