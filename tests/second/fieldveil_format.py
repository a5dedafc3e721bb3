"""Format 1 of Fieldveil a second time: another language and library, written from the format document alone.

It exists to be compared with the core, so it is plain where the core is fast. Do not use it for anything else:
Python cannot wipe a key from memory.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import struct
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

JSON, TEXT, BYTES, SUBJECT_KEY, PADDED = 1, 2, 3, 4, 0x80
VALUE, HEADER, FIELD, DETERMINISTIC, STREAM = (0x01, 0x02), (0x11, 0x12), (0x21, 0x22), 0x41, 0x61
SHORTEST = {0x01: 79, 0x02: 79, 0x11: 66, 0x12: 66, 0x21: 23, 0x22: 23, 0x41: 23, 0x61: 78}
ANY, DECODED = object(), object()  # steps of a binding: any array element; into a decoded string
NOTHING = bytes(4)  # no context, no binding
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class FormatError(Exception):
    """A refusal, with the code that the format names for it."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Token(NamedTuple):
    prefix: bytes  # six bytes, of which the next two are a part
    suite: int
    id: int
    body: bytes


def lp(data):
    return struct.pack(">I", len(data)) + data


def expand(key, info, length=32, algorithm=hashes.SHA256):
    return HKDFExpand(algorithm(), length, info).derive(key)


def prefix(suite, number):
    return struct.pack(">BBI", 1, suite, number)


def context_bytes(pairs):
    encoded = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    return struct.pack(">I", len(encoded)) + b"".join(lp(key) + lp(value) for key, value in encoded)


def binding_bytes(steps):
    def step(part):
        if part is ANY or part is DECODED:
            return b"\x01" if part is ANY else b"\x03"
        if isinstance(part, int):
            return b"\x02" + struct.pack(">Q", part)
        return b"\x00" + lp(part.encode("utf-8", "surrogatepass"))
    return struct.pack(">I", len(steps)) + b"".join(map(step, steps))


def encode(raw):
    return "fv1." + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text):
    """A token from its text, refused in the order that the format names."""
    mark = re.match(r"fv([0-9]+)\.", text)
    if mark and mark[1] != "1":
        raise FormatError("unsupported_version")
    if not mark or not re.fullmatch(r"[A-Za-z0-9_-]+", text[4:]) or len(text) % 4 == 1:
        raise FormatError("invalid_token")
    raw = base64.urlsafe_b64decode(text[4:] + "=" * (-len(text) % 4))
    if encode(raw) != text:
        raise FormatError("invalid_token")  # trailing bits that are not zero
    if raw[0] != 1 or (len(raw) > 1 and raw[1] not in SHORTEST):
        raise FormatError("unsupported_version")
    short = len(raw) < 2 or len(raw) < SHORTEST[raw[1]]
    if short or (raw[1] in HEADER and not (len(raw) == 66 and 1 <= int.from_bytes(raw[30:34], "big") <= 1 << 20)):
        raise FormatError("invalid_token")
    return Token(raw[:6], raw[1], int.from_bytes(raw[2:6], "big"), raw[6:])


def pack(kind, payload, pad=0):
    if not pad:
        return bytes([kind]) + payload
    plain = bytes([kind | PADDED]) + lp(payload)
    return plain + bytes(-len(plain) % pad)


def unpack(plain, in_document=False):
    kind, payload = plain[0], plain[1:]
    if kind & PADDED:
        length = int.from_bytes(payload[:4], "big")
        payload, zeros = payload[4 : 4 + length], payload[4 + length :]
        if len(payload) != length or any(zeros):
            raise FormatError("tampered")
    kind &= ~PADDED
    allowed = (JSON, TEXT) if in_document else (JSON, TEXT, BYTES, SUBJECT_KEY)
    if kind not in allowed or (in_document and kind == JSON and not is_json(payload)):
        raise FormatError("tampered")
    return kind, payload


def is_json(payload):
    try:
        text = payload.decode()
        json.loads(text, parse_constant=int, parse_int=str, parse_float=str)  # int refuses the word NaN
    except ValueError:
        return False
    return text == text.strip()


def aead(suite, key):
    return AESGCM(key) if suite & 0x0F == 1 else ChaCha20Poly1305(key)


def opened(cipher, *sealed):
    try:
        return cipher.decrypt(*sealed)
    except InvalidTag:
        raise FormatError("tampered") from None


def committed(expected, found):
    if not hmac.compare_digest(expected, found):
        raise FormatError("wrong_key")


# Value tokens: a salt, a commitment to the key, and a key of their own.
def value_parts(key, p, salt, context, binding):
    commitment = expand(key, lp(b"fv1/commit") + p + salt)
    derived = expand(key, lp(b"fv1/value") + p + salt + lp(context))
    return commitment, aead(p[1], derived), lp(b"fv1/value") + p + lp(binding)


def seal_value(key, number, kind, payload, context=NOTHING, binding=NOTHING, suite=1, pad=0, salt=None):
    salt, p = salt or os.urandom(24), prefix(suite, number)
    commitment, cipher, associated = value_parts(key, p, salt, context, binding)
    return p + salt + commitment + cipher.encrypt(salt[12:], pack(kind, payload, pad), associated)


def open_value(key, token, context=NOTHING, binding=NOTHING, in_document=False):
    salt, found, ciphertext = token.body[:24], token.body[24:56], token.body[56:]
    commitment, cipher, associated = value_parts(key, token.prefix, salt, context, binding)
    committed(commitment, found)
    return unpack(opened(cipher, salt[12:], ciphertext, associated), in_document)


class Record:
    """One record's key: seals its fields, or opens them under the header that was read."""

    def __init__(self, key, number, context, count, suite=0x11, salt=None):
        self.salt, self.suite, self.prefix = salt or os.urandom(24), suite, prefix(suite, number)
        count = struct.pack(">I", count)
        self.commitment = expand(key, lp(b"fv1/commit") + self.prefix + self.salt + count)
        self.header = self.prefix + self.salt + count + self.commitment
        self.cipher = aead(suite, expand(key, lp(b"fv1/record") + self.prefix + self.salt + lp(context)))

    @classmethod
    def read(cls, key, token, context):
        count = int.from_bytes(token.body[24:28], "big")
        record = cls(key, token.id, context, count, token.suite, token.body[:24])
        committed(record.commitment, token.body[28:])
        return record

    def _field(self, ordinal, binding):
        f, nonce = prefix(self.suite + 0x10, ordinal), int.from_bytes(self.salt[12:], "big") ^ ordinal
        return f, nonce.to_bytes(12, "big"), lp(b"fv1/field") + self.prefix + f + lp(binding)

    def seal(self, ordinal, kind, payload, binding, pad=0):
        f, nonce, associated = self._field(ordinal, binding)
        return f + self.cipher.encrypt(nonce, pack(kind, payload, pad), associated)

    def open(self, token, ordinal, binding):
        f, nonce, associated = self._field(ordinal, binding)
        if token.prefix != f:
            raise FormatError("tampered")
        return unpack(opened(self.cipher, nonce, token.body, associated), in_document=True)


# Deterministic values: equal values, equal tokens.
def siv(key, scope, binding):
    return AESSIV(expand(key, lp(b"fv1/siv") + lp(scope) + lp(binding), 64))


def seal_deterministic(key, number, kind, payload, scope=NOTHING, binding=NOTHING):
    p = prefix(DETERMINISTIC, number)
    return p + siv(key, scope, binding).encrypt(pack(kind, payload), [p])


def open_deterministic(key, token, scope=NOTHING, binding=NOTHING):
    return unpack(opened(siv(key, scope, binding), token.body, [token.prefix]), in_document=True)


# Look-ups: one keyed hash, three ways to write it.
def keyed_hash(key, info, scope, text):
    return hmac.digest(expand(key, info), lp(scope) + text.encode(), hashlib.sha256)


def index(key, name, scope, text, bits=64):
    return keyed_hash(key, lp(b"fv1/index") + lp(name.encode()), scope, text).hex()[: bits // 4]


def pseudonym(key, domain, scope, text, length=22):
    number = int.from_bytes(keyed_hash(key, lp(b"fv1/pseudonym") + lp(domain.encode()), scope, text), "big")
    return "".join(DIGITS[number // 62**place % 62] for place in range(42, 42 - length, -1))


def date_shift(key, scope, subject, days):
    h = int.from_bytes(keyed_hash(key, lp(b"fv1/dateshift"), scope, subject), "big") % (2 * days)
    return h - days if h < days else h - days + 1


# Streams: the key, base nonce and commitment of C2SP chunked-encryption under ours.
def stream_keys(key, p, salt, context):
    inner = expand(key, lp(b"fv1/stream") + p + lp(context))
    made = expand(inner, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt, 76, hashes.SHA512)
    return made[:32], made[32:44], made[44:]


def open_keyring(document, kek):
    """The versions of a ring, `{id: (set, purpose, key)}`, and its ring key, by the wrap of the provider `key`."""

    def unwrap(key, text, **pairs):
        context = context_bytes({"fv-" + name: value for name, value in pairs.items()})
        return open_value(key, decode(text), context)[1]
    ring, versions = document["id"], {}
    row = next(row for row in document["wraps"] if row["provider"] == "key")
    ring_key = unwrap(kek, row["wrapped"], ring=ring, provider="key")
    signed = {name: value for name, value in document.items() if name != "mac"}
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()
    mac = hmac.digest(expand(ring_key, lp(b"fv1/ring-mac")), canonical, hashlib.sha256)
    if encode(mac)[4:] != document["mac"]:
        raise FormatError("invalid_keyring")
    for s in document["sets"]:
        pairs = {"ring": ring, "set": s["name"], "purpose": s["purpose"], "suite": s["suite"]}
        for version in (version for version in s["versions"] if version["state"] != "destroyed"):
            versions[version["id"]] = s["name"], s["purpose"], unwrap(ring_key, version["wrapped"], **pairs)
    return versions, ring_key
