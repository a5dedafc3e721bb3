"""Tokens of every suite with every byte flipped and every length cut, and the text form damaged in every way.

The code that each damage has is worked out from the table of the format, not from an implementation.
"""

import fieldveil_format as fv
from damage import flipped, refusal
from rings import MAIN, TWIN, deterministic, record, value

LOCKED = "version: 1\ndefaults: { layout: value }\nrules:\n"
POLICIES = {
    "value": LOCKED + "  - { path: $.v, store: { encrypt: pii } }\n",
    "quick": LOCKED + "  - { path: $.v, store: { encrypt: quick } }\n",
    "same": LOCKED + "  - { path: $.v, store: { deterministic: same } }\n",
    "record": "version: 1\nrules:\n"
    + "".join(f"  - {{ path: $.{name}, store: {{ encrypt: pii }} }}\n" for name in "abc"),
    "quick record": "version: 1\nrules:\n"
    + "".join(f"  - {{ path: $.{name}, store: {{ encrypt: quick }} }}\n" for name in "abc"),
}


def make():
    cases = [*values(), *headers_and_fields(), *texts(), *kinds(), *inside()]
    return {"rings": {"main": MAIN.shared(), "twin": TWIN.shared()}, "policies": POLICIES, "cases": cases}


def case(name, policy, document, expect, ring="main", **more):
    expect = {"error": expect} if isinstance(expect, str) else expect
    return {"id": name, "operation": "decrypt", "policy": policy, "ring": ring, "input": document, "expect": expect, **more}


def document(raw):
    return '{"v":"%s"}' % (raw if isinstance(raw, str) else fv.encode(raw))


def opens(text):
    return {"output": text}


def values():
    """Value and deterministic tokens, flipped byte by byte and cut to each length."""
    plain = b'"maria"'
    of = {
        "value": value(plain, ["v"]),
        "quick": value(plain, ["v"], key=("quick", "primary"), suite=2),
        "same": deterministic(b"maria", ["v"]),
    }
    for policy, raw in of.items():
        committed = 62 if policy != "same" else 6
        yield case(f"{policy}/whole", policy, document(raw), opens('{"v":"maria"}'))
        for at in range(len(raw)):
            code = refusal(at, "wrong_key" if at < committed else "tampered")
            yield case(f"{policy}/byte-{at}", policy, document(flipped(raw, at)), code)
        for length in range(len(raw)):
            if length < fv.SHORTEST[raw[1]]:
                code = "invalid_token"
            else:
                code = "tampered"
            yield case(f"{policy}/cut-{length}", policy, document(raw[:length]), code)


def headers_and_fields():
    fields = [(["a"], b'"maria"'), (["b"], b"4111"), (["c"], b"{}")]
    for policy, key, suite in (("record", "pii", 0x11), ("quick record", "quick", 0x12)):
        header, sealed = record(fields, key=(key, "primary"), suite=suite)

        def whole(header=header, sealed=sealed):
            return '{"_fv":"%s","a":"%s","b":"%s","c":"%s"}' % tuple(map(fv.encode, (header, *sealed)))

        yield case(f"{policy}/whole", policy, whole(), opens('{"a":"maria","b":4111,"c":{}}'))
        for at in range(len(header)):
            # The first byte of the count makes it larger than a record may be.
            code = refusal(at, "invalid_token" if at == 30 else "wrong_key")
            yield case(f"{policy}/header-byte-{at}", policy, whole(flipped(header, at)), code)
        for at in range(len(sealed[1])):
            code = "unsupported_version" if at < 2 else "tampered"
            yield case(f"{policy}/field-byte-{at}", policy, whole(sealed=[sealed[0], flipped(sealed[1], at), sealed[2]]), code)
        for length in (1, 5, 6, 22, 23):
            code = "invalid_token" if length < 23 else "tampered"
            yield case(f"{policy}/field-cut-{length}", policy, whole(sealed=[sealed[0], sealed[1][:length], sealed[2]]), code)
        for length in (1, 6, 34, 65):
            yield case(f"{policy}/header-cut-{length}", policy, whole(header[:length]), "invalid_token")
        yield case(f"{policy}/header-longer", policy, whole(header + b"\0"), "invalid_token")


def texts():
    """The text form: what is no token of ours, and what is a damaged one."""
    raw = value(b'"maria"', ["v"])
    text = fv.encode(raw)
    assert len(raw) % 3, "a token with trailing bits is needed"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    loose = text[:-1] + alphabet[alphabet.index(text[-1]) + 1]
    bad = {
        "padding": (text + "=", "invalid_token"),
        "two-paddings": (text + "==", "invalid_token"),
        "space-behind": (text + " ", "invalid_token"),
        "space-within": (text[:20] + " " + text[20:], "invalid_token"),
        "line-break": (text[:20] + "\\n" + text[20:], "invalid_token"),
        "plus": (text[:20] + "+" + text[21:], "invalid_token"),
        "slash": (text[:20] + "/" + text[21:], "invalid_token"),
        "not-ascii": (text[:20] + "é" + text[21:], "invalid_token"),
        "trailing-bits": (loose, "invalid_token"),
        "mark-alone": ("fv1.", "invalid_token"),
        "mark-and-words": ("fv1.hello world", "invalid_token"),
        "next-version": ("fv2." + text[4:], "unsupported_version"),
        "version-10": ("fv10." + text[4:], "unsupported_version"),
        "version-0": ("fv0." + text[4:], "unsupported_version"),
        "next-version-of-anything": ("fv2.!", "unsupported_version"),
        "capital-mark": ("FV1." + text[4:], "not_encrypted"),
        "no-version": ("fv." + text[4:], "not_encrypted"),
        "space-before": (" " + text, "not_encrypted"),
        "no-mark": (text[4:], "not_encrypted"),
        "plain": ("maria", "not_encrypted"),
        "empty": ("", "not_encrypted"),
    }
    for name, (token, code) in bad.items():
        yield case(f"text/{name}", "value", document(token), code)
    for name, raw_value in {"number": "1", "null": "null", "true": "true", "array": "[]", "object": "{}"}.items():
        yield case(f"text/a-{name}", "value", '{"v":%s}' % raw_value, "not_encrypted")
    escaped = "".join("\\u%04x" % ord(c) for c in text)
    yield case("text/escaped", "value", document(escaped), opens('{"v":"maria"}'))
    yield case("text/escaped-name", "value", '{"\\u0076":"%s"}' % text, opens('{"\\u0076":"maria"}'))


def kinds():
    """Tokens of every other kind at the place of a value, and keys that may not open it."""
    raw = value(b'"maria"', ["v"])
    header, (field,) = record([(["v"], b'"maria"')])
    yield case("kind/header", "value", document(header), "invalid_token")
    yield case("kind/stream", "value", document(flipped(flipped(raw, 1, 5), 1, 6)), "invalid_token")
    yield case("kind/field", "value", document(field), "tampered")
    yield case("kind/other-cipher", "value", document(raw[:1] + b"\x02" + raw[2:]), "key_not_usable")
    for state in ("retired", "pending"):
        token = value(b'"maria"', ["v"], key=("pii", state))
        yield case(f"key/{state}", "value", document(token), opens('{"v":"maria"}'))
    disabled = value(b'"maria"', ["v"], key=("pii", "disabled"))
    yield case("key/disabled", "value", document(disabled), "key_not_usable")
    gone = value(b'"maria"', ["v"], key=("pii", "destroyed"))
    yield case("key/destroyed", "value", document(gone), "key_not_usable")
    yield case("key/other-set", "value", document(value(b'"maria"', ["v"], key=("health", "primary"))), "key_not_usable")
    yield case("key/index-set", "value", document(value(b'"maria"', ["v"], key=("look", "primary"))), "key_not_usable")
    yield case("key/other-ring", "value", document(raw), "wrong_key", ring="twin")
    yield case("key/deterministic-retired", "same", document(deterministic(b"x", ["v"], key=("same", "retired"))), opens('{"v":"x"}'))
    yield case("key/deterministic-other-ring", "same", document(deterministic(b"x", ["v"])), "tampered", ring="twin")
    yield case("context/other", "value", document(raw), "tampered", context={"tenant": "acme"})
    bound = value(b'"maria"', ["v"], {"tenant": "acme", "\u00e9": "\U0001d4b3"})
    right = {"\u00e9": "\U0001d4b3", "tenant": "acme"}
    yield case("context/right", "value", document(bound), opens('{"v":"maria"}'), context=right)
    yield case("context/none", "value", document(bound), "tampered")
    yield case("context/not-normalized", "value", document(bound), "tampered", context={"tenant": "acme", "e\u0301": "\U0001d4b3"})
    yield case("context/one-more", "value", document(bound), "tampered", context={**right, "more": ""})
    yield case("binding/other-member", "value", document(value(b"1", ["w"])), "tampered")
    yield case("binding/none", "value", document(value(b"1", [])), "tampered")
    yield case("binding/deeper", "value", document(value(b"1", ["v", fv.ANY])), "tampered")
    yield case("binding/split-name", "value", document(value(b"1", ["", "v"])), "tampered")


def inside():
    """What may stand in a token that opens, and what may not."""
    good = {
        "string": b'"a\\u0000\\ud800\\/"',
        "number": b"-0.10e+400",
        "object": b'{ "a" : [ 1 ] , "a":2 }',
        "true": b"true",
        "null": b"null",
        "empty-string": b'""',
        "deep": b"[" * 100 + b"]" * 100,
    }
    for name, payload in good.items():
        yield case(f"inside/{name}", "value", document(value(payload, ["v"])), opens('{"v":%s}' % payload.decode()))
    for pad in (16, 32, 64, 128):
        token = value(b'"maria"', ["v"], pad=pad)
        yield case(f"inside/padded-{pad}", "value", document(token), opens('{"v":"maria"}'))
    text = value('a"\\\n\u0001\u00e9\u2028/'.encode(), ["v"], kind=fv.TEXT)
    yield case("inside/text", "value", document(text), opens('{"v":"a\\"\\\\\\n\\u0001\u00e9\u2028/"}'))
    bad = {
        "nothing": b"",
        "two-values": b"1 2",
        "two-members": b'1,"admin":true',
        "space-before": b" 1",
        "space-behind": b"1\n",
        "word": b"NaN",
        "half": b'{"a":',
        "control": b'"\x01"',
        "not-utf-8": b'"\xff"',
        "comment": b"1//",
        "too-deep": b"[" * 1100 + b"]" * 1100,
    }
    for name, payload in bad.items():
        yield case(f"inside/{name}", "value", document(value(payload, ["v"])), "tampered")
    yield case("inside/text-not-utf-8", "value", document(value(b"\xff", ["v"], kind=fv.TEXT)), "tampered")
    for kind in (0, fv.BYTES, fv.SUBJECT_KEY, 5, 0x7F):
        yield case(f"inside/type-{kind}", "value", document(value(b"1", ["v"], kind=kind)), "tampered")
    padded = fv.JSON | fv.PADDED
    long_zeros = padded_by_hand(b'"maria"', zeros=1000)
    yield case("inside/more-zeros", "value", document(value(long_zeros, ["v"], kind=padded)), opens('{"v":"maria"}'))
    no_zeros = padded_by_hand(b'"maria"', zeros=0)
    yield case("inside/no-zeros", "value", document(value(no_zeros, ["v"], kind=padded)), opens('{"v":"maria"}'))
    yield case("inside/not-zeros", "value", document(value(no_zeros + b"\0\1", ["v"], kind=padded)), "tampered")
    yield case("inside/length-too-long", "value", document(value(b"\0\0\0\x09" + b"1", ["v"], kind=padded)), "tampered")
    yield case("inside/length-huge", "value", document(value(b"\xff\xff\xff\xff" + b"1", ["v"], kind=padded)), "tampered")
    yield case("inside/no-length", "value", document(value(b"\0\0\0", ["v"], kind=padded)), "tampered")


def padded_by_hand(payload, zeros):
    return fv.lp(payload) + bytes(zeros)
