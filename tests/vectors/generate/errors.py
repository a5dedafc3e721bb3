"""Errors: each code that a call without a past can give, once at least, by the shortest way to it.

Four need a past or a fault and have tests of their own: `keyring_changed`, `keyring_rolled_back`,
`provider_key_lost` and `internal`.
"""

import json

import fieldveil_format as fv
from rings import MAIN, TWIN, record, value

POLICIES = {
    "one": "version: 1\ndefaults: { layout: value }\nrules:\n  - { path: $.v, store: { encrypt: pii } }\n",
    "record": "version: 1\nrules:\n  - { path: $.v, store: { encrypt: pii }, required: true }\n",
    "no set": "version: 1\nrules:\n  - { path: $.v, store: { encrypt: nothing } }\n",
    "other purpose": "version: 1\nrules:\n  - { path: $.v, store: { encrypt: look } }\n",
    "subject": "version: 1\nrules:\n  - { path: $.v, store: { encrypt: phones } }\n",
    "error on containers": "version: 1\nrules:\n  - { path: $.v, container: error, store: { encrypt: pii } }\n",
}


def make():
    return {"rings": {"main": MAIN.shared(), "twin": TWIN.shared()}, "policies": POLICIES, "cases": list(cases())}


def case(code, operation, policy, text, name=None, **more):
    ring = {} if operation in ("check", "open_ring") else {"ring": more.pop("ring", "main"), "policy": policy}
    return {"id": name or code, "operation": operation, **ring, "input": text, "expect": {"error": code}, **more}


def cases():
    token = fv.encode(value(b"1", ["v"]))
    yield case("invalid_policy", "check", None, "version: 9\n")
    yield case("invalid_path", "check", None, "version: 1\nrules: [ { path: v, show: redact } ]\n")
    yield case("unknown_view", "mask", "one", "{}", view="nobody")
    yield case("invalid_context", "encrypt", "one", "{}", context={"fv-x": "1"})
    yield case("invalid_json", "encrypt", "one", "{")
    yield case("invalid_token", "decrypt", "one", '{"v":"fv1.?"}')
    yield case("missing_field", "encrypt", "record", "{}")
    yield case("limit_exceeded", "encrypt", "one", "[" * 200)
    yield case("limit_exceeded", "encrypt", "one", "{}", "limit_exceeded/context", context={f"k{i}": "" for i in range(65)})
    yield case("already_encrypted", "encrypt", "one", '{"v":"%s"}' % token)
    yield case("unsupported_version", "decrypt", "one", '{"v":"fv9.x"}')
    yield case("unsupported_value", "encrypt", "error on containers", '{"v":[]}')
    yield case("unknown_key_set", "encrypt", "no set", '{"v":1}')
    yield case("unknown_key", "decrypt", "one", '{"v":"%s"}' % fv.encode(b"\1\1\0\0\0\1" + bytes(80)))
    yield case("key_not_usable", "decrypt", "one", '{"v":"%s"}' % fv.encode(value(b"1", ["v"], key=("pii", "disabled"))))
    yield case("key_not_usable", "encrypt", "other purpose", '{"v":1}', "key_not_usable/purpose")
    yield case("wrong_passphrase", "open_ring", None, json.dumps(MAIN.document), kek="11" * 32)
    yield case("invalid_keyring", "open_ring", None, "{}", kek=MAIN.kek.hex())
    yield case("missing_subject", "encrypt", "subject", '{"v":1}')
    yield case("wrong_key", "decrypt", "one", '{"v":"%s"}' % token, ring="twin")
    yield case("tampered", "decrypt", "one", '{"v":"%s"}' % token, context={"a": "b"})
    yield case("not_encrypted", "decrypt", "one", '{"v":1}')
    header, (field,) = record([(["v"], b"1")], key=("phones", "primary"))
    erased = fv.encode(b"\1\x11\0\0\0\1" + header[6:])
    yield case("unknown_key", "decrypt", "subject", '{"_fv":"%s","v":"%s"}' % (erased, fv.encode(field)), "unknown_key/erased")
    callback = {**MAIN.document, "wraps": [{"provider": "callback", "name": "kms", "wrapped": "AAAA"}]}
    yield case("provider_failed", "open_ring", None, json.dumps(callback), provider={"name": "kms", "fails": True})
    yield case("io", "open_ring", None, None, path="no/such/folder/ring.json", kek=MAIN.kek.hex())
