"""Look-ups: blind indexes as `encrypt` writes them and as they are taken out again, and deterministic equality."""

import fieldveil_format as fv
from rings import MAIN, deterministic, record

RULE = "  - {{ path: $.{0}, store: {{ encrypt: {{ set: pii, index: {{ set: look, into: {0}_index, {1} }} }} }}, show: redact }}\n"
OPTIONS = {
    "plain": "bits: 64",
    "short": "bits: 20",
    "whole": "bits: 256",
    "digits": "normalize: [digits]",
    "name": "normalize: [trim, lower]",
    "nfc": "normalize: [nfc]",
    "nothing": "normalize: [digits, trim]",
    "scoped": "scope: [tenant]",
}
POLICIES = {"index": "version: 1\nrules:\n" + "".join(RULE.format(*pair) for pair in OPTIONS.items())}
POLICIES["two"] = "version: 1\nrules:\n" + RULE.format("plain", "bits: 64") + "  - { path: $.same, store: { deterministic: same } }\n"


def make():
    return {"rings": {"main": MAIN.shared()}, "policies": POLICIES, "cases": list(cases())}


def index(member, text, scope=None, bits=64):
    _, key = MAIN.keys["look", "primary"]
    return fv.index(key, f"{member}_index", fv.context_bytes(scope or {}), text, bits)


def case(name, text, expect, operation="encrypt", policy="index", **more):
    expect = {"error": expect} if isinstance(expect, str) else expect
    return {"id": name, "operation": operation, "policy": policy, "ring": "main", "input": text, "expect": expect, **more}


def cases():
    written = [
        ("text", "plain", '"maria"', "maria", {}),
        ("escaped", "plain", '"m\\u0061ria"', "maria", {}),
        ("number", "plain", "1.10", "1.10", {}),
        ("true", "plain", "true", "true", {}),
        ("bits-20", "short", '"maria"', "maria", {"bits": 20}),
        ("bits-256", "whole", '"maria"', "maria", {"bits": 256}),
        ("digits", "digits", '"4111-1111 1111 1111"', "4111111111111111", {}),
        ("only-ascii-digits", "digits", '"\u0664\u06611"', "1", {}),
        ("trim-lower", "name", '"\u2003MARIA \u00c9\u0130\\t"', "maria \u00e9i\u0307", {}),
        ("nfc", "nfc", '"e\u0301"', "\u00e9", {}),
    ]
    for name, member, value, text, how in written:
        yield case(f"index/{name}", '{"%s":%s}' % (member, value), {"contains": '"%s_index":"%s"' % (member, index(member, text, **how)), "restores": True})
    yield case("index/scoped", '{"scoped":"x"}', {"contains": index("scoped", "x", {"tenant": "acme"}), "restores": True}, context={"tenant": "acme", "row": "7"})
    yield case("index/scope-missing", '{"scoped":"x"}', "invalid_context", context={"row": "7"})
    yield case("index/nothing-left", '{"nothing":"abc"}', {"lacks": "nothing_index", "restores": True})
    yield case("index/container", '{"plain":[1]}', "unsupported_value")
    yield case("index/name-in-use", '{"plain":1,"plain_index":2}', "unsupported_value")
    yield case("index/name-in-use-before", '{"plain_index":2,"plain":1}', "unsupported_value")
    header, (field,) = record([(["plain"], b'"maria"')])
    stored = '{"_fv":"%s","plain":"%s","plain_index":"%s"}' % (fv.encode(header), fv.encode(field), index("plain", "maria"))
    yield case("index/taken-out", stored, {"output": '{"plain":"maria"}'}, "decrypt")
    yield case("index/taken-out-by-mask", stored, {"output": '{"plain":"[REDACTED]"}'}, "mask")
    yield case("index/removed", stored[: stored.index(',"plain_index')] + "}", {"output": '{"plain":"maria"}'}, "decrypt")
    token = fv.encode(deterministic(b"de", ["same"]))
    yield case("deterministic/equal", '{"same":"de"}', {"output": '{"same":"%s"}' % token}, policy="two")
    yield case("deterministic/equal-escaped", '{"same":"\\u0064e"}', {"output": '{"same":"%s"}' % token}, policy="two")
    number = fv.encode(deterministic(b"1.0", ["same"], kind=fv.JSON))
    yield case("deterministic/number-as-written", '{"same":1.0}', {"output": '{"same":"%s"}' % number}, policy="two")
    old = fv.encode(deterministic(b"de", ["same"], key=("same", "retired")))
    yield case("deterministic/reencrypt", '{"same":"%s"}' % old, {"output": '{"same":"%s"}' % token}, "reencrypt", policy="two")
    yield case("deterministic/reencrypt-nothing", '{"same":"%s"}' % token, {"output": '{"same":"%s"}' % token}, "reencrypt", policy="two")
