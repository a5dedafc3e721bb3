"""Every operator on every JSON type: what it shows, and that it redacts what it does not fit."""

import datetime
import json

import fieldveil_format as fv
from rings import MAIN

R = '"[REDACTED]"'
TEXT, NUMBER = '"abcdefgh"', "12345"
OTHERS = ["true", "null", '{"x":"abcdefgh"}', '["abcdefgh"]']

# An operator as a policy writes it, what each value becomes, and what everything else becomes.
TABLE = [
    ("redact", {TEXT: R, NUMBER: R, '""': R}, R),
    ('{ redact: "[SECRET]" }', {TEXT: '"[SECRET]"', NUMBER: '"[SECRET]"'}, '"[SECRET]"'),
    ('{ redact: { text: "a\\"b" } }', {TEXT: '"a\\"b"'}, '"a\\"b"'),
    ("nullify", {TEXT: "null", NUMBER: "null", '""': "null"}, "null"),
    ("keep", {v: v for v in (TEXT, NUMBER, '""', '"\\u0061\\/"', "1.10", "1e400", *OTHERS)}, None),
    ("type_mask", {TEXT: '""', NUMBER: "0", "1e400": "0", "true": "false", "false": "false", "null": "null", '""': '""'}, R),
    ("keep_ends", {TEXT: '"********"', NUMBER: '"*****"'}, R),
    (
        "{ keep_ends: { first: 1, last: 2 } }",
        {TEXT: '"a*****gh"', '"abcdefg"': '"a****fg"', '"abcdef"': '"a****f"', '"abcde"': '"a****"', '"abcd"': '"****"', '"abc"': '"***"', "123456": '"1****6"'},
        R,
    ),
    ("{ keep_ends: { first: 3, last: 3, min_hidden: 1 } }", {TEXT: '"abc**fgh"', '"abcdef"': '"abc*ef"', '"a"': '"*"'}, R),
    ("{ keep_ends: { last: 2, char: \"#\" } }", {TEXT: '"######gh"', '"\\u00e9\\ud83d\\ude00aaa\\u00fc"': '"####a\u00fc"'}, R),
    ("{ keep_ends: { last: 4, fixed: 3 } }", {TEXT: '"***efgh"', '"abcdefghijkl"': '"***ijkl"'}, R),
    ('{ keep_ends: { last: 4, skip: "- " } }', {'"12-34 56-78"': '"**-** 56-78"', '"ab-cd"': '"**-**"'}, R),
    ("shape", {'"Order-12 A/b"': '"Xxxxx-99 X/x"', "-12.5": '"-99.9"'}, R),
    ('{ shape: { upper: "A", lower: "a", digit: "0" } }', {'"Order-12"': '"Aaaaa-00"'}, R),
    ("email", {TEXT: R, '"a@b@example.org"': R, '"a b@example.org"': R, '"A <a@example.org>"': R, NUMBER: R, '""': R, '"@example.org"': R}, R),
    ("pan", {'"4111111111111111"': '"411111******1111"', '"4111 1111-1111 1111"': '"4111 11**-**** 1111"', "4111111111111111": '"411111******1111"', '"4222222222222"': '"422******2222"', '"4111111111111112"': R, '"411111111111"': R, TEXT: R, NUMBER: R, '""': R, '"card 4111111111111111"': R}, R),
    ("{ pan: { bin: 0 } }", {'"4111111111111111"': '"************1111"', '"5500-0055-5555-5559"': '"****-****-****-5559"'}, R),
    ("{ pan: { bin: 6, last: 4, luhn: false } }", {'"4111111111111112"': '"411111******1112"'}, R),
    ("phone", {TEXT: R, '""': R}, R),
    ("iban", {'"DE88370400440532013000"': R, '"XX89370400440532013000"': R, TEXT: R, NUMBER: R, '""': R}, R),
    ("ip", {TEXT: R, '"1.2.3"': R, '"1.2.3.256"': R, '"01.2.3.4"': R, NUMBER: R, '""': R}, R),
    ("date", {'"1984-05-17"': '"1984"', '"1984-05-17T10:00:00Z"': '"1984"', '"17.05.1984"': R, '"1984-02-30"': R, TEXT: R, NUMBER: R, '""': R}, R),
    ("{ date: month }", {'"1984-05-17"': '"1984-05"'}, R),
    ("{ date: quarter }", {'"1984-05-17"': '"1984-Q2"'}, R),
    ("{ bucket: 10 }", {"34": '"30-39"', "30": '"30-39"', "0": '"0-9"', '"34"': '"30-39"', TEXT: R, '""': R}, R),
    ("age_cap", {"104": '"90+"', "90": '"90+"', '"104"': '"90+"', "89": "89", "45": "45", TEXT: R, '""': R}, R),
    ("{ age_cap: 64 }", {"65": '"65+"', "64": "64"}, R),
    ('{ zip3: { allow: ["946"] } }', {'"94612"': '"946"', '"94612-4307"': '"946"', '"82001"': '"000"', "94612": '"946"'}, None),
    ("zip3", {'"94612"': '"000"'}, None),
    (
        '{ regex: { pattern: "[0-9]{4}-([0-9]{2})", replace: "****-$1" } }',
        {'"1984-05 and 2001-09"': '"****-05 and ****-09"', TEXT: R, NUMBER: R, '""': R},
        None,
    ),
]  # fmt: skip

KEYED = """
version: 1
rules:
  - { path: $.a, show: { pseudonym: people } }
  - { path: $.b, show: { pseudonym: { set: people, prefix: "p_", length: 10, domain: staff, normalize: [trim, lower] } } }
  - { path: $.c, show: { pseudonym: { set: people, scope: [tenant] } } }
  - { path: $.d, show: { date: { shift: { set: people, subject: $.who, days: 30 } } } }
"""


def policy(operator, stored=False):
    return f"version: 1\nrules:\n  - {{ path: $.v, {'store' if stored else 'show'}: {operator} }}\n"


def make():
    policies = {operator: policy(operator) for operator, _, _ in TABLE}
    policies["keyed"] = KEYED
    policies["remove"] = policy("remove")
    return {"rings": {"main": MAIN.shared()}, "policies": policies, "cases": [*shown(), *removed(), *keyed(), *refused()]}


def case(name, policy, before, after, **more):
    return {"id": name, "operation": "mask", "policy": policy, "input": before, "expect": {"output": after}, **more}


def shown():
    for number, (operator, table, other) in enumerate(TABLE):
        rest = {} if other is None else {value: other for value in OTHERS if value not in table}
        if operator == "type_mask":
            rest = {value: R for value in OTHERS[2:]}
        for at, (before, after) in enumerate({**table, **rest}.items()):
            yield case(f"{number}/{at}", operator, '{"v":%s,"w":0}' % before, '{"v":%s,"w":0}' % after)


def removed():
    for at, value in enumerate([TEXT, NUMBER, *OTHERS]):
        yield case(f"remove/{at}", "remove", '{"v":%s,"w":0}' % value, '{"w":0}')


def keyed():
    _, key = MAIN.keys["people", "primary"]

    def name(text, domain="people", scope=None, length=22):
        return fv.pseudonym(key, domain, fv.context_bytes(scope or {}), text, length)

    def run(id, record, expected, **more):
        return case(f"keyed/{id}", "keyed", json.dumps(record, ensure_ascii=False), json.dumps(expected, ensure_ascii=False), ring="main", **more)

    yield run("text", {"a": "maria"}, {"a": name("maria")})
    yield run("number", {"a": 42}, {"a": name("42")})
    yield run("true", {"a": True}, {"a": name("true")})
    yield run("container", {"a": [1]}, {"a": "[REDACTED]"})
    yield run("normalized", {"b": "\u2003MARIA\u00c9 "}, {"b": "p_" + name("maria\u00e9", "staff", length=10)})
    yield run("scoped", {"c": "maria"}, {"c": name("maria", scope={"tenant": "acme"})}, context={"tenant": "acme", "row": "1"})
    shift = datetime.timedelta(days=fv.date_shift(key, fv.NOTHING, "cus_1", 30))
    day = (datetime.date(2024, 2, 29) + shift).isoformat()
    yield run("date-shift", {"who": "cus_1", "d": "2024-02-29"}, {"who": "cus_1", "d": day})
    yield run("date-shift-no-date", {"who": "cus_1", "d": "soon"}, {"who": "cus_1", "d": "[REDACTED]"})


def refused():
    """Options that an operator does not have, or not so."""
    bad = [
        "redacted", "{ redact: 1 }", "{ redact: { colour: red } }", "{ keep_ends: { first: -1 } }", "{ keep_ends: { frist: 1 } }",
        "{ keep_ends: { first: many } }", "{ keep_ends: { char: ab } }", "{ pan: { bin: -1 } }", "{ pan: { last: x } }",
        "{ date: week }", "{ date: { shift: { set: people } } }", "{ bucket: 0 }", "{ bucket: {} }", "{ bucket: x }",
        "{ age_cap: x }", "{ ip: { v4: 33 } }", "{ ip: { v6: 129 } }", "{ regex: { pattern: \"(\" , replace: x } }",
        "{ regex: { replace: x } }", "regex", "bucket", "pseudonym", "{ pseudonym: { set: people, length: 9 } }",
        "{ pseudonym: { set: people, length: 44 } }", "{ pseudonym: { set: people, normalize: [upper] } }",
        "{ redact: a, nullify: {} }", "[redact]", "1", "{ encrypt: pii }", "{ deterministic: same }", "{ scan: { for: [nothing] } }",
    ]  # fmt: skip
    for at, operator in enumerate(bad):
        yield {"id": f"refused/{at}", "operation": "check", "input": policy(operator), "expect": {"error": "invalid_policy"}}
    for at, operator in enumerate(["reveal", "{ scan: [card] }", "{ custom: f }", "{ encrypt: {} }", "{ encrypt: { set: pii, pad: 7 } }", "encrypt"]):
        text = policy(operator, stored=True)
        yield {"id": f"refused/store-{at}", "operation": "check", "input": text, "expect": {"error": "invalid_policy"}}
