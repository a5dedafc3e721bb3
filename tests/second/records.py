"""Whole records both ways: what the command line wrote is opened here, what is written here it opens."""

import datetime
import json
import os
import subprocess
import tempfile
from pathlib import Path

import fieldveil_format as fv

POLICY = """
version: 1
context: { tenant: "$.tenant" }
%s
rules:
  - { path: "$.email", store: { encrypt: { set: pii, pad: 32 } }, show: email }
  - path: "$.cards[*].number"
    store: { encrypt: { set: pii, index: { set: look, into: number_index, normalize: [digits], bits: 64, scope: [tenant] } } }
    show: redact
  - { path: "$.grid[*][*]", store: { encrypt: pii }, show: redact }
  - { path: "$.note", store: { encrypt: health }, show: redact }
  - { path: "$.country", store: { deterministic: { set: same, scope: [tenant] } }, show: redact }
  - { path: "$['\u0130sim']", store: { encrypt: pii }, show: redact }
"""

PLAIN = (
    '{ "tenant":"acme", "email" : "m\\u0061ria@example.org",\n "cards":[{"number":"4111 1111 1111 1111"},'
    '{"number": 5500005555555559 }], "grid":[[1.10,-0],[],["",null]], "note":{"a":[1,2]}, "country":"S\\u00e3o \\"T\\"",'
    ' "\u0130sim":"Ay\u015fe", "clear":"fv1.hello" }\n'
)

SETS = [
    ("pii", "data", "aes-256-gcm"),
    ("quick", "data", "chacha20-poly1305"),
    ("health", "data", "chacha20-poly1305"),
    ("look", "index", None),
    ("same", "deterministic", None),
    ("people", "pseudonym", None),
]


def checks():
    """A name and a check for each."""
    shop = Shop()
    for layout in ("record", "value"):
        yield f"the {layout} layout is read", lambda layout=layout: read(shop, layout)
        yield f"the {layout} layout is written", lambda layout=layout: write(shop, layout)
    yield "a record under the other cipher is read", lambda: read_quick(shop)
    yield "the index and pseudonym are the same", lambda: look_ups(shop)
    yield "an altered ring is refused", lambda: altered_ring(shop)


class Shop:
    """A folder with a ring that the command line made, and its versions as this implementation reads them."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.kek = os.urandom(32)
        self.file("kek", self.kek.hex())
        self.run("key", "create", "-k", self.path("ring"))
        for name, purpose, suite in SETS:
            more = ["--suite", suite] if suite else []
            self.run("key", "add", "-k", self.path("ring"), "--set", name, "--purpose", purpose, *more)
        self.document = json.loads(Path(self.path("ring")).read_text())
        self.versions, _ = fv.open_keyring(self.document, self.kek)
        self.primaries = {name: (number, key) for number, (name, _, key) in self.versions.items()}

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def file(self, name, text):
        Path(self.path(name)).write_text(text)
        return self.path(name)

    def run(self, *arguments, text=""):
        command = [os.environ["FIELDVEIL_CLI"], *arguments]
        if "key" in arguments or "-k" in arguments:
            command += ["--kek-file", self.path("kek")]
        done = subprocess.run(command, input=text.encode(), capture_output=True)
        assert done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr.decode()}"
        return done.stdout.decode()

    def verb(self, verb, policy, text):
        return self.run(verb, "-p", self.file("policy.yaml", policy), "-k", self.path("ring"), "-", text=text)


def policy(layout, record_set="pii"):
    return POLICY % f"defaults: {{ layout: {layout}, record_set: {record_set} }}"


def tokens(node, path=()):
    """Every token of a stored record in document order: its path, its container, its step there, the token."""
    for step, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, (dict, list)):
            yield from tokens(value, (*path, step))
        elif isinstance(value, str) and value.startswith("fv1.") and step != "clear" and step != "_fv":
            yield (*path, step), node, step, fv.decode(value)


def unbound(path):
    return fv.binding_bytes([fv.ANY if isinstance(step, int) else step for step in path])


def restore(shop, stored):
    """The plain record, opened by this implementation alone; and how many tokens of which suite it held."""
    record, suites, ordinal = json.loads(stored, parse_float=str), {}, 0
    context = fv.context_bytes({"tenant": "acme"})
    header = fv.decode(record.pop("_fv")) if "_fv" in record else None
    opener = header and fv.Record.read(shop.versions[header.id][2], header, context)
    for path, container, step, token in tokens(record):
        suites[token.suite] = suites.get(token.suite, 0) + 1
        if token.suite in fv.FIELD:
            kind, payload = opener.open(token, ordinal, fv.binding_bytes(path))
            ordinal += 1
        elif token.suite == fv.DETERMINISTIC:
            kind, payload = fv.open_deterministic(shop.versions[token.id][2], token, context, unbound(path))
        else:
            kind, payload = fv.open_value(shop.versions[token.id][2], token, context, unbound(path), True)
        container[step] = json.loads(payload, parse_float=str) if kind == fv.JSON else payload.decode()
    assert header is None or int.from_bytes(header.body[24:28], "big") == ordinal
    for card in record["cards"]:
        card.pop("number_index")
    return record, suites


def read(shop, layout):
    record, suites = restore(shop, shop.verb("encrypt", policy(layout), PLAIN))
    assert record == json.loads(PLAIN, parse_float=str), record
    expected = {0x21: 8, 0x02: 1, 0x41: 1} if layout == "record" else {0x01: 8, 0x02: 1, 0x41: 1}
    assert suites == expected, suites


def read_quick(shop):
    stored = shop.verb("encrypt", policy("record", "quick").replace("pii", "quick"), PLAIN)
    record, suites = restore(shop, stored)
    assert record == json.loads(PLAIN, parse_float=str)
    assert suites == {0x22: 8, 0x02: 1, 0x41: 1}, suites


def write(shop, layout):
    """A stored record made by this implementation alone, which the command line must restore byte for byte."""
    context, kid = fv.context_bytes({"tenant": "acme"}), shop.primaries
    places = [
        (("email",), '"m\\u0061ria@example.org"'),
        (("cards", 0, "number"), '"4111 1111"'),
        (("grid", 0, 0), "1.10"),
        (("grid", 1, 0), "[ 1 , {}]"),
    ]
    number, key = kid["pii"]
    if layout == "record":
        record = fv.Record(key, number, context, len(places))
        made = [record.seal(i, fv.JSON, text.encode(), fv.binding_bytes(p)) for i, (p, text) in enumerate(places)]
        head = f'"_fv":"{fv.encode(record.header)}",'
    else:
        made = [fv.seal_value(key, number, fv.JSON, text.encode(), context, unbound(p)) for p, text in places]
        head = ""
    number, key = kid["health"]
    made.append(fv.seal_value(key, number, fv.TEXT, 'a "b" \u00e9'.encode(), context, unbound(("note",)), suite=2, pad=64))
    number, key = kid["same"]
    made.append(fv.seal_deterministic(key, number, fv.TEXT, "S\u00e3o".encode(), context, unbound(("country",))))
    texts = [f'"{fv.encode(raw)}"' for raw in made]
    shape = '{%s"tenant":"acme", "email":%s,"cards":[{"number":%s}],"grid":[[%s],[%s]],"note": %s,"country":%s}'
    plain = [text for _, text in places] + ['"a \\"b\\" \u00e9"', '"S\u00e3o"']
    assert shop.verb("decrypt", policy(layout), shape % (head, *texts)) == shape % ("", *plain)


def look_ups(shop):
    stored = json.loads(shop.verb("encrypt", policy("record"), PLAIN))
    scope, key = fv.context_bytes({"tenant": "acme"}), shop.primaries["look"][1]
    found = [card["number_index"] for card in stored["cards"]]
    assert found == [fv.index(key, "number_index", scope, digits) for digits in ("4111111111111111", "5500005555555559")]
    rules = """
version: 1
rules:
  - { path: "$.id", store: keep, show: { pseudonym: { set: people, prefix: p_, normalize: [trim, lower] } } }
  - { path: "$.born", store: keep, show: { date: { shift: { set: people, subject: "$.who", days: 365 } } } }
"""
    masked = json.loads(shop.verb("mask", rules, '{"id":" CUS_81723\\t","who":"x","born":"2000-01-01"}'))
    key = shop.primaries["people"][1]
    assert masked["id"] == "p_" + fv.pseudonym(key, "people", fv.NOTHING, "cus_81723")
    shift = datetime.timedelta(days=fv.date_shift(key, fv.NOTHING, "x", 365))
    assert masked["born"] == (datetime.date(2000, 1, 1) + shift).isoformat()


def altered_ring(shop):
    try:
        fv.open_keyring({**shop.document, "epoch": shop.document["epoch"] + 1}, shop.kek)
    except fv.FormatError as error:
        assert error.code == "invalid_keyring"
    else:
        raise AssertionError("an altered ring was opened")
