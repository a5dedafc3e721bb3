"""The known answers of `tests/vectors/format.json`: each is written anew from its salt, and opened."""

import json
from pathlib import Path

import fieldveil_format as fv

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "format.json"


def checks():
    """A name and a check for each vector; their number is asserted, so that none is lost in silence."""
    vectors = json.loads(VECTORS.read_text())["vectors"]
    assert len(vectors) >= 44, "vectors are missing"
    for number, vector in enumerate(vectors):
        check = globals()["check_" + vector["kind"]]
        yield f"{number} {vector['kind']}", lambda check=check, vector=vector: check(vector)


def binding(steps):
    return fv.binding_bytes([fv.ANY if isinstance(step, dict) else step for step in steps])


def key(vector):
    return bytes.fromhex(vector["key"])


def check_value(v):
    context, bound, payload = fv.context_bytes(v["context"]), binding(v["binding"]), bytes.fromhex(v["payload"])
    salt = bytes.fromhex(v["salt"])
    sealed = fv.seal_value(key(v), v["id"], v["type"], payload, context, bound, v["suite"], v["pad"], salt)
    assert fv.encode(sealed) == v["token"]
    assert fv.open_value(key(v), fv.decode(v["token"]), context, bound) == (v["type"], payload)


def check_record(v):
    context, salt = fv.context_bytes(v["context"]), bytes.fromhex(v["salt"])
    writer = fv.Record(key(v), v["id"], context, v["count"], v["suite"], salt)
    assert fv.encode(writer.header) == v["header"]
    reader = fv.Record.read(key(v), fv.decode(v["header"]), context)
    for field in v["fields"]:
        ordinal, bound, payload = field["ordinal"], binding(field["binding"]), bytes.fromhex(field["payload"])
        assert fv.encode(writer.seal(ordinal, fv.JSON, payload, bound)) == field["token"]
        assert reader.open(fv.decode(field["token"]), ordinal, bound) == (fv.JSON, payload)


def check_deterministic(v):
    scope, bound, payload = fv.context_bytes(v["scope"]), binding(v["binding"]), bytes.fromhex(v["payload"])
    assert fv.encode(fv.seal_deterministic(key(v), v["id"], v["type"], payload, scope, bound)) == v["token"]
    assert fv.open_deterministic(key(v), fv.decode(v["token"]), scope, bound) == (v["type"], payload)


def check_index(v):
    assert fv.index(key(v), v["name"], fv.context_bytes(v["scope"]), v["text"], v["bits"]) == v["index"]


def check_pseudonym(v):
    made = fv.pseudonym(key(v), v["domain"], fv.context_bytes(v["scope"]), v["text"], v["length"])
    assert made == v["pseudonym"]


def check_date_shift(v):
    assert fv.date_shift(key(v), fv.context_bytes(v["scope"]), v["subject"], v["days"]) == v["shift"]


def check_stream_keys(v):
    p, salt = bytes.fromhex(v["prefix"]), bytes.fromhex(v["salt"])
    made = fv.stream_keys(key(v), p, salt, fv.context_bytes(v["context"]))
    assert [part.hex() for part in made] == [v["chunk_key"], v["base_nonce"], v["commitment"]]


def check_keyring(v):
    versions, ring_key = fv.open_keyring(v["document"], bytes.fromhex(v["kek"]))
    assert ring_key.hex() == v["ring_key"]
    assert [(name, purpose) for name, purpose, _ in versions.values()] == [("pii", "data")]


def check_refused(v):
    try:
        token = fv.decode(v["token"])
        if token.id != v["id"]:
            raise fv.FormatError("unknown_key")
        fv.open_value(key(v), token, fv.context_bytes(v["context"]), binding(v["binding"]), in_document=True)
    except fv.FormatError as error:
        assert error.code == v["code"], f"{error.code}, not {v['code']}: {v['why']}"
    else:
        raise AssertionError(f"was opened: {v['why']}")
