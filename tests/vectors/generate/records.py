"""Records: everything that an attacker, or an accident, can do with the fields of one, and what is not detected."""

import fieldveil_format as fv
from rings import MAIN, TWIN, deterministic, record, value

POLICY = """version: 1
rules:
  - { id: a, path: $.a, store: { encrypt: pii }, show: redact }
  - { id: list, path: "$.list[*].n", store: { encrypt: pii }, show: { keep_ends: { last: 2 } } }
  - { id: note, path: $.note, store: { encrypt: health }, show: redact }
  - { id: same, path: $.same, store: { deterministic: same }, show: redact }
"""
POLICIES = {
    "record": POLICY,
    "open": POLICY.replace("rules:", "classes: { c: { show: redact } }\nviews: { open: { open: true } }\nrules:", 1),
    "required": POLICY.replace("id: a,", "id: a, required: true,"),
    "migrating": POLICY.replace("pii }", "pii }, migrating: true"),
    "value": POLICY.replace("rules:", "defaults: { layout: value }\nrules:", 1),
    "any element": POLICY.replace("id: list,", "id: list, bind_index: false,"),
    "context": POLICY.replace("rules:", "context: { tenant: $.tenant }\nrules:", 1),
    "nulls": POLICY.replace("encrypt: pii }, show: redact", "encrypt: { set: pii, nulls: keep } }, show: redact"),
    "header": POLICY.replace("rules:", "defaults: { header: __head }\nrules:", 1),
    "moved": POLICY.replace("rules:", "moved: [ { from: $.old, to: $.a } ]\nrules:", 1),
    "root": "version: 1\nrules:\n  - { path: $, store: { encrypt: pii } }\n",
    "lists": 'version: 1\nrules:\n  - { path: "$.x[*][*]", store: { encrypt: pii } }\n',
}

FIELDS = [(["a"], b'"maria"'), (["list", 0, "n"], b'"first"'), (["list", 1, "n"], b'"other"')]
PLAIN = '{"a":"maria","list":[{"n":"first"},{"n":"other"}]}'


def make():
    made = [*damage(), *undetected(), *sets(), *shapes(), *masked(), *existing()]
    return {"rings": {"main": MAIN.shared(), "twin": TWIN.shared()}, "policies": POLICIES, "cases": made}


def case(name, policy, text, expect, operation="decrypt", ring="main", **more):
    expect = {"error": expect} if isinstance(expect, str) else expect
    return {"id": name, "operation": operation, "policy": policy, "ring": ring, "input": text, "expect": expect, **more}


def opens(text=PLAIN):
    return {"output": text}


def tokens(**how):
    """The texts of a header and its three fields."""
    header, sealed = record(FIELDS, **how)
    return [fv.encode(raw) for raw in (header, *sealed)]


def stored(h, a, x, y):
    return f'{{"_fv":"{h}","a":"{a}","list":[{{"n":"{x}"}},{{"n":"{y}"}}]}}'


def damage():
    h, a, x, y = tokens()
    h2, a2, x2, y2 = tokens(salt="an older version")
    plain = '"maria"'
    yield case("whole", "record", stored(h, a, x, y), opens())
    yield case("header-last", "record", f'{{"a":"{a}","list":[{{"n":"{x}"}},{{"n":"{y}"}}],"_fv":"{h}"}}', opens())
    yield case("header-in-the-middle", "record", f'{{"a":"{a}","_fv":"{h}","list":[{{"n":"{x}"}},{{"n":"{y}"}}]}}', opens())
    yield case("header-name-escaped", "record", stored(h, a, x, y).replace("_fv", "\\u005ffv"), opens())
    yield case("spaces", "record", f'{{ "_fv" : "{h}" , "a" : "{a}","list":[{{"n":"{x}"}},{{"n":"{y}"}}] }}', opens('{   "a" : "maria","list":[{"n":"first"},{"n":"other"}] }'))
    swaps = {
        "elements-exchanged": stored(h, a, y, x),
        "fields-exchanged": stored(h, x, a, y),
        "field-doubled": stored(h, a, x, x),
        "field-of-an-older-version": stored(h, a, x2, y),
        "header-of-an-older-version": stored(h2, a, x, y),
        "all-fields-of-an-older-version": stored(h, a2, x2, y2),
        "field-removed": f'{{"_fv":"{h}","a":"{a}","list":[{{"n":"{x}"}}]}}',
        "first-field-removed": f'{{"_fv":"{h}","list":[{{"n":"{x}"}},{{"n":"{y}"}}]}}',
        "all-fields-removed": f'{{"_fv":"{h}"}}',
        "header-removed": f'{{"a":"{a}","list":[{{"n":"{x}"}},{{"n":"{y}"}}]}}',
        "header-doubled": stored(h, a, x, y).replace("{", f'{{"_fv":"{h}",', 1),
        "header-and-an-older-one": stored(h, a, x, y).replace("{", f'{{"_fv":"{h2}",', 1),
        "header-a-number": stored(h, a, x, y).replace(f'"{h}"', "1"),
        "header-null": stored(h, a, x, y).replace(f'"{h}"', "null"),
        "header-a-field": stored(a, a, x, y),
        "element-moved": f'{{"_fv":"{h}","a":"{a}","list":[{{"n":"{x}"}},{{}},{{"n":"{y}"}}]}}',
        "element-before": f'{{"_fv":"{h}","a":"{a}","list":[{{}},{{"n":"{x}"}},{{"n":"{y}"}}]}}',
        "value-token-in-a-record": stored(h, fv.encode(value(b'"maria"', ["a"])), x, y),
        "deterministic-token-in-a-record": stored(h, fv.encode(deterministic(b"maria", ["a"])), x, y),
    }
    for name, text in swaps.items():
        yield case(name, "record", text, "tampered")
    yield case("replaced-by-plaintext", "record", stored(h, a, x, y).replace(f'"{a}"', plain), "not_encrypted")
    yield case("replaced-by-null", "record", stored(h, a, x, y).replace(f'"{a}"', "null"), "not_encrypted")
    yield case("replaced-by-an-object", "record", stored(h, a, x, y).replace(f'"{a}"', "{}"), "not_encrypted")
    yield case("other-context", "record", stored(h, a, x, y), "tampered", context={"tenant": "evil"})
    yield case("key-under-the-same-id", "record", stored(h, a, x, y), "wrong_key", ring="twin")
    for state, code in {"disabled": "key_not_usable", "destroyed": "key_not_usable"}.items():
        yield case(f"key-{state}", "record", stored(*tokens(key=("pii", state))), code)
    for state in ("retired", "pending"):
        yield case(f"key-{state}", "record", stored(*tokens(key=("pii", state))), opens())
    yield case("header-of-another-set", "record", stored(*tokens(key=("health", "primary"))), "key_not_usable")
    yield case("header-under-an-index-key", "record", stored(*tokens(key=("look", "primary"))), "key_not_usable")
    _, wrong_count, *_ = tokens(count=4)
    h4, a4, x4, y4 = tokens(count=4)
    yield case("count-too-large", "record", stored(h4, a4, x4, y4), "tampered")
    h1, sealed = record(FIELDS, count=2)
    yield case("count-too-small", "record", stored(fv.encode(h1), *map(fv.encode, sealed)), "tampered")
    out_of_order = record([FIELDS[1], FIELDS[0], FIELDS[2]])
    texts = [fv.encode(raw) for raw in (out_of_order[0], *out_of_order[1])]
    # A store may give members back in another order: the ordinals are a set, each bound to its place.
    yield case("members-in-another-order", "record", stored(texts[0], texts[2], texts[1], texts[3]), opens())
    yield case("header-in-value-layout", "value", stored(h, a, x, y), "tampered")
    field_alone = f'{{"a":"{a}"}}'
    yield case("field-in-value-layout", "value", field_alone, "tampered")
    # `partial` forgives what is missing and what is plain, and nothing else.
    partial = {
        "field-removed": opens('{"a":"maria","list":[{"n":"first"}]}'),
        "first-field-removed": opens('{"list":[{"n":"first"},{"n":"other"}]}'),
        "all-fields-removed": opens("{}"),
        "elements-exchanged": "tampered",
        "field-doubled": "tampered",
        "field-of-an-older-version": "tampered",
        "header-removed": "tampered",
        "header-doubled": "tampered",
    }
    for name, expect in partial.items():
        yield case(f"partial/{name}", "record", swaps[name], expect, partial=True)
    text = stored(h, a, x, y).replace(f'"{a}"', '"plain"')
    yield case("partial/plaintext", "record", text, opens(PLAIN.replace("maria", "plain")), partial=True)


def undetected():
    """What the format says is not detected, so that nobody relies on it."""
    h, a, x, y = tokens()
    whole = stored(h, a, x, y)
    yield case("undetected/clear-member-added", "record", whole[:-1] + ',"admin":true}', opens(PLAIN[:-1] + ',"admin":true}'))
    yield case("undetected/all-removed", "record", "{}", opens("{}"))
    yield case("undetected/all-removed-but-required", "required", "{}", "missing_field")
    yield case("required-there", "required", whole, opens())
    yield case("required-partial", "required", "{}", opens("{}"), partial=True)
    v1, v2 = (fv.encode(value(f'"{n}"'.encode(), ["list", fv.ANY, "n"], salt=n)) for n in ("first", "other"))
    yield case("undetected/values-exchanged", "value", f'{{"list":[{{"n":"{v2}"}},{{"n":"{v1}"}}]}}', opens('{"list":[{"n":"other"},{"n":"first"}]}'))


def sets():
    """Fields of other sets are value tokens beside the record, and are not counted."""
    h, a, x, y = tokens()
    note = fv.encode(value(b'"ill"', ["note"], key=("health", "primary")))
    same = fv.encode(deterministic(b"de", ["same"]))
    text = stored(h, a, x, y)[:-1] + f',"note":"{note}","same":"{same}"}}'
    yield case("two-sets", "record", text, opens(PLAIN[:-1] + ',"note":"ill","same":"de"}'))
    yield case("two-sets/one-plain", "record", text.replace(note, "ill"), "not_encrypted")
    yield case("two-sets/deterministic-for-value", "record", text.replace(note, same), "tampered")
    yield case("two-sets/value-for-deterministic", "record", text.replace(same, note), "tampered")
    pii = fv.encode(value(b'"ill"', ["note"]))
    yield case("two-sets/value-of-the-record-set", "record", text.replace(note, pii), "key_not_usable")
    yield case("two-sets/header-at-a-field", "record", text.replace(note, h), "invalid_token")
    only = f'{{"note":"{note}"}}'
    yield case("two-sets/without-the-record-set", "record", only, opens('{"note":"ill"}'))
    yield case("deterministic/bound-to-its-place", "record", f'{{"same":"{fv.encode(deterministic(b"de", ["other"]))}"}}', "tampered")
    quoted = fv.encode(deterministic('\u00e9"'.encode(), ["same"]))
    yield case("deterministic/escapes", "record", f'{{"same":"{quoted}"}}', opens('{"same":"\u00e9\\""}'))
    yield case("deterministic/number", "record", f'{{"same":"{fv.encode(deterministic(b"1.10", ["same"], kind=fv.JSON))}"}}', opens('{"same":1.10}'))


def shapes():
    """Layouts, roots, headers by another name, tokens that moved with their schema."""
    h, a, x, y = tokens()
    yield case("header-renamed", "header", stored(h, a, x, y).replace("_fv", "__head"), opens())
    yield case("header-renamed-there", "header", stored(h, a, x, y), "tampered")
    loose = record([(["a"], b'"maria"'), (["list", fv.ANY, "n"], b'"first"'), (["list", fv.ANY, "n"], b'"other"')])
    h1, a1, x1, y1 = (fv.encode(raw) for raw in (loose[0], *loose[1]))
    yield case("unbound-elements", "any element", stored(h1, a1, x1, y1), opens())
    yield case("unbound-elements-in-a-bound-rule", "record", stored(h1, a1, x1, y1), "tampered")
    root = fv.encode(value(b"[1, 2]", []))
    yield case("root-selected", "root", f' "{root}"\n', opens(" [1, 2]\n"))
    yield case("root-in-the-clear", "root", "[1,2]", "not_encrypted")
    nested = record([(["x", 0, 0], b"1"), (["x", 0, 1], b"2"), (["x", 1, 0], b"3")])
    head, *inner = (fv.encode(raw) for raw in (nested[0], *nested[1]))
    text = '{"_fv":"%s","x":[["%s","%s"],["%s"]]}'
    yield case("nested-lists", "lists", text % (head, *inner), opens('{"x":[[1,2],[3]]}'))
    yield case("nested-lists/moved", "lists", '{"_fv":"%s","x":[["%s"],["%s","%s"]]}' % (head, *inner), "tampered")
    yield case("nested-lists/exchanged", "lists", text % (head, inner[1], inner[0], inner[2]), "tampered")
    wrapped = record([(["a"], b"1")], {"tenant": "acme"})
    of_tenant = f'{{"_fv":"{fv.encode(wrapped[0])}","tenant":"%s","a":"{fv.encode(wrapped[1][0])}"}}'
    yield case("context-of-the-record", "context", of_tenant % "acme", opens('{"tenant":"acme","a":1}'))
    yield case("context-of-the-record-altered", "context", of_tenant % "evil", "tampered")
    yield case("context-of-the-record-missing", "context", of_tenant.replace('"tenant":"%s",', ""), "missing_field")
    yield case("context-of-the-record-contradicted", "context", of_tenant % "acme", "invalid_context", context={"tenant": "evil"})
    yield case("context-of-the-record-repeated", "context", of_tenant % "acme", opens('{"tenant":"acme","a":1}'), context={"tenant": "acme"})
    kept = record([FIELDS[1], FIELDS[2]])
    h3, x3, y3 = (fv.encode(raw) for raw in (kept[0], *kept[1]))
    yield case("null-kept", "nulls", f'{{"_fv":"{h3}","a":null,"list":[{{"n":"{x3}"}},{{"n":"{y3}"}}]}}', opens(PLAIN.replace('"maria"', "null")))
    old = record([(["old"], b'"maria"')])
    yield case("moved", "moved", f'{{"_fv":"{fv.encode(old[0])}","a":"{fv.encode(old[1][0])}"}}', opens('{"a":"maria"}'))
    yield case("moved/not-said-so", "record", f'{{"_fv":"{fv.encode(old[0])}","a":"{fv.encode(old[1][0])}"}}', "tampered")
    yield case("moved/both-there", "moved", f'{{"_fv":"{fv.encode(old[0])}","a":"{fv.encode(old[1][0])}","old":1}}', "tampered")
    yield case("migrating/plain", "migrating", PLAIN, opens())
    plain = stored(h, a, x, y).replace(f'"{a}"', '"maria"')
    yield case("migrating/value-token", "migrating", f'{{"a":"{fv.encode(value(b"1", ["a"]))}"}}', opens('{"a":1}'))
    yield case("not-migrating/mixed", "record", plain, "not_encrypted")


def masked():
    """`mask` takes the header out, opens in open views alone, and redacts what does not open."""
    h, a, x, y = tokens()
    whole = stored(h, a, x, y)
    shown = '{"a":"[REDACTED]","list":[{"n":"***st"},{"n":"***er"}]}'
    closed = '{"a":"[REDACTED]","list":[{"n":"[REDACTED]"},{"n":"[REDACTED]"}]}'
    yield case("mask/closed", "open", whole, opens(closed), "mask")
    yield case("mask/closed-without-a-ring", "open", whole, opens(closed), "mask", ring=None)
    yield case("mask/plain", "open", PLAIN.replace("first", "a first").replace("other", "another"), opens(closed.replace('{"n":"[REDACTED]"},{"n":"[REDACTED]"}', '{"n":"*****st"},{"n":"*****er"}')), "mask")
    ends = shown.replace("***st", "****t").replace("***er", "****r")
    yield case("mask/open", "open", whole, opens(ends), "mask", view="open")
    yield case("mask/open-and-altered", "open", stored(h, a, y, x), opens(closed), "mask", view="open")
    yield case("mask/open-and-one-missing", "open", f'{{"_fv":"{h}","list":[{{"n":"{x}"}}]}}', opens('{"list":[{"n":"****t"}]}'), "mask", view="open")
    yield case("mask/other-context", "open", whole, opens(closed), "mask", view="open", context={"a": "b"})
    yield case("mask/other-key", "open", whole, opens(closed), "mask", view="open", ring="twin")
    yield case("mask/no-ring", "open", whole, opens(closed), "mask", view="open", ring=None)
    doubled = whole.replace("{", f'{{"_fv":"{h}",', 1)
    yield case("mask/header-doubled", "open", doubled, opens(closed), "mask", view="open")
    yield case("mask/header-a-number", "open", whole.replace(f'"{h}"', "1"), opens(closed), "mask", view="open")
    yield case("mask/unselected-token", "open", '{"z":"%s"}' % a, opens('{"z":"%s"}' % a), "mask")


def existing():
    """What `encrypt` does with a document that holds tokens already."""
    h, a, x, y = tokens()
    whole = stored(h, a, x, y)

    def encrypt(name, policy, text, expect, **more):
        return case(f"existing/{name}", policy, text, expect, "encrypt", **more)

    back = {"restores": True}
    yield encrypt("plain", "record", PLAIN, back)
    yield encrypt("plain-keep", "record", PLAIN, back, existing="keep")
    yield encrypt("nothing-to-do", "record", '{"z":"fv1.hello"}', opens('{"z":"fv1.hello"}'))
    yield encrypt("looks-like-a-token", "record", '{"a":"fv1.hello"}', back)
    yield encrypt("looks-like-a-later-token", "record", '{"a":"fv2.hello"}', back)
    yield encrypt("record", "record", whole, "already_encrypted")
    yield encrypt("record-seal", "record", whole, "already_encrypted", existing="seal")
    yield encrypt("record-keep", "record", whole, opens(whole), existing="keep")
    yield encrypt("record-keep-altered", "record", stored(h, a, y, x), "tampered", existing="keep")
    yield encrypt("record-keep-other-context", "record", whole, "tampered", existing="keep", context={"a": "b"})
    yield encrypt("record-keep-other-key", "record", whole, "wrong_key", existing="keep", ring="twin")
    yield encrypt("token-without-header", "record", '{"a":"%s"}' % a, "already_encrypted")
    yield encrypt("header-alone", "record", '{"_fv":"%s"}' % h, "already_encrypted")
    yield encrypt("header-name-in-use", "record", '{"_fv":1,"a":2}', "already_encrypted")
    yield encrypt("header-name-in-use-value", "value", '{"_fv":1,"a":2}', "already_encrypted")
    token = fv.encode(value(b'"maria"', ["a"]))
    yield encrypt("value", "value", '{"a":"%s"}' % token, "already_encrypted")
    yield encrypt("value-keep", "value", '{"a":"%s"}' % token, opens('{"a":"%s"}' % token), existing="keep")
    other = fv.encode(value(b'"maria"', ["b"]))
    yield encrypt("value-keep-elsewhere", "value", '{"a":"%s"}' % other, "tampered", existing="keep")
    yield encrypt("value-seal", "value", '{"a":"%s"}' % token, back, existing="seal")
    yield encrypt("missing-required", "required", '{"b":1}', "missing_field")
    yield encrypt("missing-context", "context", '{"a":1}', "missing_field")
    yield encrypt("contradicting-context", "context", '{"a":1,"tenant":"x"}', "invalid_context", context={"tenant": "y"})
    yield encrypt("context-no-scalar", "context", '{"a":1,"tenant":{}}', "invalid_context")
    yield encrypt("reserved-context", "record", PLAIN, "invalid_context", context={"fv-ring": "x"})
    yield encrypt("empty-context-name", "record", PLAIN, "invalid_context", context={"": "x"})
    yield encrypt("duplicate-names", "record", '{"a":1,"a":2}', "unsupported_value")
    yield encrypt("duplicate-names-value", "value", '{"a":1,"a":2}', back)
    yield encrypt("deterministic-container", "record", '{"same":[1]}', "unsupported_value")
    yield encrypt("deterministic-lone-surrogate", "record", '{"same":"\\ud800"}', "unsupported_value")
    yield encrypt("not-json", "record", '{"a":1', "invalid_json")
    for name, text in {"empty": '{"a":""}', "null": '{"a":null}', "number": '{"a":1.10}', "escapes": '{"a":"\\u0061\\/\\ud800"}', "nested": '{"a":{ "b" : [1e400] }}'}.items():
        yield encrypt(f"restores-{name}", "record", text, back)
    yield encrypt("restores-null-kept", "nulls", '{"a":null,"list":[{"n":1}]}', back)
    yield encrypt("restores-an-array", "record", '[{"a":1}]', opens('[{"a":1}]'))
    yield encrypt("restores-the-root", "root", " [1] ", back)
