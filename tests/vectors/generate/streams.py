"""Streams: lengths around a chunk, every byte of the header flipped, chunks cut, doubled, exchanged."""

import base64

import fieldveil_format as fv
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from damage import flipped, refusal
from rings import MAIN, TWIN, secret

CHUNK = 16384


def make():
    return {"rings": {"main": MAIN.shared(), "twin": TWIN.shared()}, "cases": list(cases())}


def sealed(message, key=("pii", "primary"), context=None, chunks=None):
    """A stream of these bytes, or of these chunks as they are."""
    kid, material = MAIN.keys[key]
    p, salt = fv.prefix(fv.STREAM, kid), secret("salt stream", 24)
    chunk_key, nonce, commitment = fv.stream_keys(material, p, salt, fv.context_bytes(context or {}))
    cipher, base = AESGCM(chunk_key), int.from_bytes(nonce, "big")
    if chunks is None:
        chunks = [message[at : at + CHUNK] for at in range(0, len(message) + 1, CHUNK)]
    bodies = [cipher.encrypt((base ^ i).to_bytes(12, "big"), chunk, None) for i, chunk in enumerate(chunks)]
    return p + salt + commitment, bodies


def message(length):
    """Bytes that a person recognizes."""
    return (b"0123456789abcde\n" * (length // 16 + 1))[:length]


def case(name, raw, expect, ring="main", **more):
    if isinstance(expect, str):
        expect = {"error": expect}
    elif isinstance(expect, bytes):
        expect = {"output_base64": base64.b64encode(expect).decode()}
    text = base64.b64encode(raw).decode()
    return {"id": name, "operation": "open_stream", "ring": ring, "input_base64": text, "expect": expect, **more}


def whole(length, **how):
    header, bodies = sealed(message(length), **how)
    return header + b"".join(bodies)


def cases():
    for length in (0, 1, CHUNK - 1, CHUNK, CHUNK + 1):
        yield case(f"length-{length}", whole(length), message(length))
    for state in ("retired", "pending"):
        yield case(f"key-{state}", whole(3, key=("pii", state)), message(3))
    yield case("key-disabled", whole(3, key=("pii", "disabled")), "key_not_usable")
    yield case("key-destroyed", whole(3, key=("pii", "destroyed")), "key_not_usable")
    yield case("key-of-the-other-cipher", whole(3, key=("quick", "primary")), "key_not_usable")
    yield case("key-of-an-index", whole(3, key=("look", "primary")), "key_not_usable")
    yield case("key-under-the-same-id", whole(3), "wrong_key", ring="twin")
    yield case("context-right", whole(3, context={"a": "b"}), message(3), context={"a": "b"})
    yield case("context-wrong", whole(3, context={"a": "b"}), "wrong_key", context={"a": "c"})
    yield case("context-missing", whole(3, context={"a": "b"}), "wrong_key")
    yield case("context-too-much", whole(3), "wrong_key", context={"a": "b"})
    short = whole(3)
    for at in range(len(short)):
        code = refusal(at, "wrong_key" if at < 62 else "tampered")
        yield case(f"byte-{at}", flipped(short, at), code)
    for length in (0, 1, 5, 6, 30, 61, 62, 77):
        yield case(f"cut-{length}", short[:length], "invalid_token")
    for length in (78, 79, len(short) - 1):
        yield case(f"cut-{length}", short[:length], "tampered")
    yield case("one-byte-more", short + b"\0", "tampered")
    header, bodies = sealed(message(2 * CHUNK + 5))
    yield case("last-chunk-missing", header + b"".join(bodies[:-1]), "tampered")
    yield case("first-chunk-missing", header + b"".join(bodies[1:]), "tampered")
    yield case("chunks-exchanged", header + bodies[1] + bodies[0] + bodies[2], "tampered")
    yield case("chunk-doubled", header + bodies[0] + bodies[0] + bodies[1] + bodies[2], "tampered")
    yield case("chunk-cut", header + bodies[0][:-1] + bodies[1] + bodies[2], "tampered")
    header, bodies = sealed(message(CHUNK))
    yield case("empty-last-chunk-missing", header + bodies[0], "tampered")
    header, bodies = sealed(None, chunks=[b"abc", b"def"])
    yield case("something-behind-a-short-chunk", header + b"".join(bodies), "tampered")
