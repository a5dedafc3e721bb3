"""Documents: what is no JSON is refused by every verb, and what a rule does not name comes out as it went in."""

import base64

from rings import MAIN

POLICIES = {
    "mask": "version: 1\nrules:\n  - { path: $.secret, show: redact }\n",
    "remove": "version: 1\nrules:\n  - { names: [gone], show: remove }\n",
    "encrypt": "version: 1\ndefaults: { layout: value }\nrules:\n  - { path: $.secret, store: { encrypt: pii } }\n",
    "allow-list": "version: 1\nrules:\n  - { path: $.open, show: keep }\nviews: { default: { unmatched: redact } }\n",
}

VERBATIM = [
    "{}", "[]", "null", "true", "0", "-0", '""', "1.10", "1e400", "-1E+0002", "123456789012345678901234567890",
    " { } ", "\t[\r\n1 ,2 ]\n", '{"a":1,"a":2}', '{"\\ud800":"\\udfff\\u0000"}', '"\u2028\u00e9\U0001d4b3\\/"',
    '{"secret_":1,"Secret":2,"\\u0073ecrets":3}', '{"a":{"secret":1}}', '["fv1.hello","fv2.hello"]', '{"":{"":[{}]}}',
    "[" * 128 + "]" * 128,
]  # fmt: skip

NOT_JSON = [
    "", " ", "{", "}", "[", "]", '"', "{]", "[}", "[1,]", "[,1]", "[1 2]", "[1,,2]", '{"a"}', '{"a":}', '{"a":1,}',
    '{,"a":1}', '{"a" 1}', '{"a":1 "b":2}', "{a:1}", "{'a':1}", "{1:1}", "nul", "nulll", "True", "NaN", "Infinity",
    "-Infinity", "-", "+1", "01", "-01", "1.", ".1", "1e", "1e+", "0x10", "1_000", '"\\x"', '"\\u12g4"', '"\\u123"',
    '"a\nb"', '"a\tb"', '"\u0000"', '"\x1f"', '"\\', "// a\n1", "/* a */1", "[1]//", "1 2", "{}{}", "{} x", "\ufeff{}",
    '1"a"', '"a"1', '{"a":1}}', "[1]]", '["a":1]', '{"a",1}', "\x0b1", "\u00a01", "'a'", "undefined", "[1\x00]",
]  # fmt: skip

NOT_UTF8 = [b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xe2\x82"', b"\xff\xfe{\x00}\x00", b'{"\x80":1}']


def make():
    return {"rings": {"main": MAIN.shared()}, "policies": POLICIES, "cases": list(cases())}


def case(name, policy, text, expect, operation="mask", **more):
    expect = {"error": expect} if expect in ("invalid_json", "limit_exceeded") else {"output": expect}
    return {"id": name, "operation": operation, "policy": policy, "input": text, "expect": expect, **more}


def cases():
    for number, text in enumerate(VERBATIM):
        yield case(f"verbatim/{number}", "mask", text, text)
    for number, text in enumerate(NOT_JSON):
        yield case(f"not-json/{number}", "mask", text, "invalid_json")
        yield case(f"not-json/{number}/decrypt", "encrypt", text, "invalid_json", "decrypt", ring="main")
    for number, raw in enumerate(NOT_UTF8):
        made = case(f"not-utf-8/{number}", "mask", None, "invalid_json", input_base64=base64.b64encode(raw).decode())
        del made["input"]
        yield made
    yield case("depth/arrays", "mask", "[" * 129 + "]" * 129, "limit_exceeded")
    yield case("depth/objects", "mask", '{"a":' * 129 + "1" + "}" * 129, "limit_exceeded")
    yield case("depth/unclosed", "mask", "[" * 100_000, "limit_exceeded")
    masked = {
        '{"secret":"x"}': '{"secret":"[REDACTED]"}',
        '{"\\u0073ecret":"x"}': '{"\\u0073ecret":"[REDACTED]"}',
        '{"secret":1,"secret":[2]}': '{"secret":"[REDACTED]","secret":"[REDACTED]"}',
        ' { "a" : 1 , "secret" : { "b" : 2 } } ': ' { "a" : 1 , "secret" : "[REDACTED]" } ',
        '{"secret":"fv1.hello"}': '{"secret":"[REDACTED]"}',
    }
    removed = {
        '{"gone":1}': "{}",
        '{"gone":1,"a":2}': '{"a":2}',
        '{"a":1,"gone":2}': '{"a":1}',
        '{"a":1,"gone":2,"b":3}': '{"a":1,"b":3}',
        '{"gone":1,"gone":2}': "{}",
        '{"gone":1,"a":2,"gone":3}': '{"a":2}',
        '[{"gone":1},{"a":{"gone":[1,2]}}]': '[{},{"a":{}}]',
    }
    listed = {
        '{"open":"x","a":"y"}': '{"open":"x","a":"[REDACTED]"}',
        '{"a":{"b":[1,null,true,"z",{}]}}': '{"a":{"b":["[REDACTED]","[REDACTED]","[REDACTED]","[REDACTED]",{}]}}',
        "1": '"[REDACTED]"',
        "[]": "[]",
    }
    for group, policy, table in (("masked", "mask", masked), ("removed", "remove", removed), ("allow-list", "allow-list", listed)):
        for number, (text, expected) in enumerate(table.items()):
            yield case(f"{group}/{number}", policy, text, expected)
