"""The rings of the vectors, made from fixed secrets, and what is sealed under them with fixed salts."""

import hashlib
import hmac
import json

import fieldveil_format as fv

FAMILY = {
    "data": "aes-256-gcm",
    "subject": "aes-256-gcm",
    "deterministic": "aes-256-siv",
    "index": "hmac-sha-256",
    "pseudonym": "hmac-sha-256",
}
# Set, purpose, suite of its own, and its versions' states, the first being the oldest.
SETS = [
    ("pii", "data", None, ["retired", "disabled", "destroyed", "primary", "pending"]),
    ("quick", "data", "chacha20-poly1305", ["primary"]),
    ("health", "data", None, ["primary"]),
    ("same", "deterministic", None, ["retired", "primary"]),
    ("look", "index", None, ["retired", "primary"]),
    ("people", "pseudonym", None, ["primary"]),
    ("phones", "subject", None, ["primary"]),
]


def secret(label, length=32):
    """Bytes that a label names."""
    return hashlib.shake_256(b"fieldveil vectors " + label.encode()).digest(length)


class Ring:
    """A ring, its document, and its keys."""

    def __init__(self, name, seed, change=None):
        self.name, self.kek, self.ring_key = name, secret(seed + " kek"), secret(seed + " ring key")
        self.keys = {}
        sets = [self._set(seed, *row) for row in SETS]
        self.document = {
            "fieldveil_keyring": 1,
            "id": "kr_" + name,
            "epoch": 7,
            "min_pending": 3600,
            "wraps": [{"provider": "key", "wrapped": self.wrap_ring_key()}],
            "sets": sets,
        }
        if change:
            change(self.document)
        self.document["mac"] = self.mac(self.document)

    def _set(self, seed, name, purpose, suite, states):
        row = {"name": name, "purpose": purpose, "suite": suite or FAMILY[purpose], "versions": []}
        for number, state in enumerate(states):
            label = f"{name} {number}"
            kid, key = key_id(label), secret(f"{seed} key {label}")
            self.keys[name, state] = kid, key
            version = {"id": kid, "state": state, "created": "2026-01-02T03:04:05Z"}
            if state != "pending":
                version["promoted"] = "2026-01-02T04:04:05Z"
            if state != "destroyed":
                pairs = {"ring": "kr_" + self.name, "set": name, "purpose": purpose, "suite": row["suite"]}
                version["wrapped"] = wrap(self.ring_key, kid, key, pairs)
            row["versions"].append(version)
        return row

    def wrap_ring_key(self, kek=None, provider="key"):
        return wrap(kek or self.kek, 0, self.ring_key, {"ring": "kr_" + self.name, "provider": provider})

    def mac(self, document):
        signed = {name: value for name, value in document.items() if name != "mac"}
        canonical = json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()
        mac = hmac.digest(fv.expand(self.ring_key, fv.lp(b"fv1/ring-mac")), canonical, "sha256")
        return fv.encode(mac)[4:]

    def shared(self):
        """As a vector file holds it."""
        return {"kek": self.kek.hex(), "document": self.document}


def wrap(key, kid, payload, pairs):
    context = fv.context_bytes({"fv-" + name: value for name, value in pairs.items()})
    salt = secret(f"wrap {sorted(pairs.items())} {kid}", 24)
    return fv.encode(fv.seal_value(key, kid, fv.BYTES, payload, context, salt=salt))


def key_id(label):
    """An id whose text is letters and digits only, as the format asks."""
    for attempt in range(1000):
        kid = int.from_bytes(secret(f"id {label} {attempt}", 4), "big")
        if kid and fv.encode(fv.prefix(1, kid))[4:].isalnum():
            return kid
    raise AssertionError("no id was found")


MAIN = Ring("main", "main")
# The same ids over other keys: what an attacker's ring, or a mix-up of environments, looks like.
TWIN = Ring("twin", "twin")


def value(payload, binding=(), context=None, key=("pii", "primary"), kind=fv.JSON, suite=1, pad=0, ring=MAIN, salt="value"):
    """The bytes of a value token."""
    kid, material = ring.keys[key]
    bound, ctx = fv.binding_bytes(list(binding)), fv.context_bytes(context or {})
    return fv.seal_value(material, kid, kind, payload, ctx, bound, suite, pad, secret("salt " + salt, 24))


def deterministic(payload, binding=(), scope=None, key=("same", "primary"), kind=fv.TEXT):
    """The bytes of a deterministic token."""
    kid, material = MAIN.keys[key]
    return fv.seal_deterministic(
        material, kid, kind, payload, fv.context_bytes(scope or {}), fv.binding_bytes(list(binding))
    )


def record(fields, context=None, key=("pii", "primary"), suite=0x11, ring=MAIN, salt="record", count=None):
    """The header of a record and its field tokens, as bytes; a field is `(binding, payload)`, or with a kind and pad."""
    kid, material = ring.keys[key]
    made = fv.Record(
        material, kid, fv.context_bytes(context or {}), count or len(fields), suite, secret("salt " + salt, 24)
    )
    sealed = []
    for ordinal, (binding, payload, *more) in enumerate(fields):
        kind, pad = (*more, fv.JSON, 0)[:2] if more else (fv.JSON, 0)
        sealed.append(made.seal(ordinal, kind, payload, fv.binding_bytes(list(binding)), pad))
    return made.header, sealed
