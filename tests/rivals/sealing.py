"""Ciphertexts that stand where they were not put, or are changed unseen."""

import asyncio
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import ours

RECORD = {"limit": "100", "spent": "900"}
POLICY = {"rules": [{"path": "$.*", "store": {"encrypt": "pii"}}]}
TAMPERED = 6


def stored(ring, record=RECORD):
    text, code = ours.run("encrypt", POLICY, json.dumps(record), *ring)
    assert code == 0
    return json.loads(text)


def opens(ring, record):
    """Whether anything of a stored record is handed out."""
    text, code = ours.run("decrypt", POLICY, json.dumps(record), *ring)
    return code != TAMPERED or text != ""


def swapped(record):
    return {"limit": record["spent"], "spent": record["limit"], **{name: record[name] for name in record if name not in RECORD}}


def flipped(token, at):
    """The token with another bit in the byte at that place of what it carries."""
    raw = bytearray(base64.urlsafe_b64decode(token[4:] + "=="))
    raw[at] ^= 1
    return "fv1." + base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


# ---- Presidio


def a_ciphertext_is_changed_unseen(ring):
    from presidio_anonymizer.operators import AESCipher
    key, plain = b"0123456789abcdef", "balance: 100"
    raw = bytearray(base64.urlsafe_b64decode(AESCipher.encrypt(key, plain)))
    raw[9] ^= ord("1") ^ ord("9")  # the initialization vector is xored into the first block
    theirs = AESCipher.decrypt(key, base64.urlsafe_b64encode(bytes(raw)).decode()) == "balance: 900"
    record = stored(ring)
    record["limit"] = flipped(record["limit"], -1)
    return theirs, opens(ring, record)


# ---- Tink


def tink():
    import tink as library
    from tink import aead, json_proto_keyset_format, secret_key_access
    aead.register()
    handle = library.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    keys = json.loads(json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
    twin = {**keys["key"][0], "keyId": keys["key"][0]["keyId"] ^ 1}
    keys["key"].append(twin)
    both = json_proto_keyset_format.parse(json.dumps(keys), secret_key_access.TOKEN)
    return both.primitive(aead.Aead), twin["keyId"]


def the_key_id_in_front_is_not_authenticated(ring):
    primitive, other = tink()
    raw = bytearray(primitive.encrypt(b"900", b"spent"))
    raw[1:5] = other.to_bytes(4, "big")
    record = stored(ring)
    name = next(iter(record))
    assert name == "_fv"
    record["_fv"] = flipped(record["_fv"], 5)
    text, _ = ours.run("decrypt", POLICY, json.dumps(record), *ring)
    return primitive.decrypt(bytes(raw), b"spent") == b"900", text != ""


def two_fields_are_swapped(ring):
    primitive, _ = tink()
    record = swapped({name: primitive.encrypt(value.encode(), b"") for name, value in RECORD.items()})
    return primitive.decrypt(record["limit"], b"") == b"900", opens(ring, swapped(stored(ring)))


# ---- SOPS

AGE = {"public": "age1lzd99uklcjnc0e7d860axevet2cz99ce9pq6tzuzd05l5nr28ams36nvun",
       # The key of SOPS's own tests.
       "private": "AGE-SECRET-KEY-1G0Q5K9TV4REQ3ZSQRMTMG8NSWQGYT0T7TZ33RAZEE0GZYVZN0APSU24RK7"}


def sops(record, change, *more):
    """A record encrypted, changed and decrypted again; the stored form and what came out."""
    program = str(pathlib.Path(sys.executable).with_name("sops"))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "record.json")
        run = lambda *words: json.loads(subprocess.run([program, *words, str(path)], capture_output=True, check=True,
                                                       env={**os.environ, "SOPS_AGE_KEY": AGE["private"]}).stdout)
        path.write_text(json.dumps(record))
        kept = run("--age", AGE["public"], "--encrypt")
        path.write_text(json.dumps(change(kept)))
        return kept, run("--decrypt", *more)


def a_name_with_a_colon_is_also_a_path(ring):
    plain = {"a:b": "secret"}
    _, opened = sops(plain, lambda kept: {"a": {"b": kept.pop("a:b")}, **kept})
    record = stored(ring, plain)
    record["a"] = {"b": record.pop("a:b")}
    policy = {"rules": [{"path": "$.a.b", "store": {"encrypt": "pii"}}]}
    text, code = ours.run("decrypt", policy, json.dumps(record), *ring)
    return opened == {"a": {"b": "secret"}}, code != TAMPERED or text != ""


def two_elements_of_an_array_are_exchanged(ring):
    plain = {"list": ["one", "two"]}
    turn = lambda record: {**record, "list": record["list"][::-1]}
    _, opened = sops(plain, turn, "--ignore-mac")
    policy = {"rules": [{"path": "$.list[*]", "store": {"encrypt": "pii"}}]}
    text, code = ours.run("encrypt", policy, json.dumps(plain), *ring)
    assert code == 0
    text, code = ours.run("decrypt", policy, json.dumps(turn(json.loads(text))), *ring)
    return opened == {"list": ["two", "one"]}, code != TAMPERED or text != ""


def an_empty_text_stays_in_clear(ring):
    kept, _ = sops({"note": "", "other": "x"}, lambda kept: kept)
    return kept["note"] == "", stored(ring, {"note": ""})["note"] == ""


# ---- IronCore Alloy and Asherah


def fields_of_a_document_are_swapped(ring):
    import ironcore_alloy as alloy
    secrets = alloy.StandardSecrets(1, [alloy.StandaloneSecret(1, alloy.Secret(bytes(range(32))))])
    standard = alloy.Standalone(alloy.StandaloneConfiguration(secrets, {}, {})).standard()
    tenant = alloy.AlloyMetadata.new_simple("acme")

    async def story():
        made = await standard.encrypt({name: value.encode() for name, value in RECORD.items()}, tenant)
        moved = alloy.EncryptedDocument(edek=made.edek, document=swapped(dict(made.document)))
        return await standard.decrypt(moved, tenant)
    return asyncio.run(story())["limit"] == b"900", opens(ring, swapped(stored(ring)))


def fields_of_a_partition_are_swapped(ring):
    import asherah
    asherah.setup({"ServiceName": "s", "ProductID": "p", "Metastore": "memory", "KMS": "test-debug-static"})
    try:
        record = swapped({name: asherah.encrypt_string("acme", value) for name, value in RECORD.items()})
        return asherah.decrypt_string("acme", record["limit"]) == "900", opens(ring, swapped(stored(ring)))
    finally:
        asherah.shutdown()


# ---- AWS Encryption SDK (CVE-2026-6550, mended in 4.0.5)


def a_shared_cache_takes_the_commitment_away(ring):
    script = str(pathlib.Path(__file__).with_name("commitment.py"))
    done = subprocess.run([sys.executable, script], capture_output=True, check=True,
                          env={**os.environ, "PYTHONPATH": os.environ["RIVALS_ESDK"]})
    record = stored(ring)
    record["_fv"] = flipped(record["_fv"], -1)  # the end of a header is its commitment
    return done.stdout == b"1\n", opens(ring, record)


CASES = {
    "presidio-anonymizer": [a_ciphertext_is_changed_unseen],
    "Tink": [the_key_id_in_front_is_not_authenticated, two_fields_are_swapped],
    "SOPS": [a_name_with_a_colon_is_also_a_path, two_elements_of_an_array_are_exchanged, an_empty_text_stays_in_clear],
    "IronCore Alloy": [fields_of_a_document_are_swapped],
    "Asherah": [fields_of_a_partition_are_swapped],
    "AWS Encryption SDK": [a_shared_cache_takes_the_commitment_away],
}
