"""Each language writes, each other reads: `python tests/interop/run.py '{"cli": [command…], "python": […]}'`.

Every pair in every operation that leaves bytes behind: records and values under both ciphers, with and without a
context, deterministic values, indexes, big files; and what one language refuses the others refuse.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import agents  # noqa: E402

RING = json.loads((HERE.parent / "vectors" / "tokens.json").read_text())["rings"]["main"]
OPEN = {"ring": json.dumps(RING["document"]), "kek": RING["kek"]}

RULES = """
classes: { mail: { show: email } }
views: { support: { open: true } }
rules:
  - { path: $.email, store: { encrypt: { set: %(set)s, pad: 32 } }, show: email }
  - { path: "$.cards[*].number", store: { encrypt: { set: %(set)s, index: { set: look, into: number_index, normalize: [digits] } } }, show: { pan: { bin: 0 } } }
  - { path: "$..secret", store: { encrypt: %(set)s } }
  - { path: $.note, store: { encrypt: health }, show: { keep_ends: { last: 2 } } }
  - { path: $.country, store: { deterministic: same }, show: keep }
  - { path: $.who, store: keep, show: { pseudonym: people } }
"""
POLICIES = {
    "record": "version: 1\n" + RULES % {"set": "pii"},
    "value": "version: 1\ndefaults: { layout: value }\n" + RULES % {"set": "pii"},
    "quick": "version: 1\ncontext: { tenant: $.tenant }\n" + RULES % {"set": "quick"},
}
DOCUMENTS = [
    '{ "tenant":"acme", "email" : "m\\u0061ria@example.org", "cards":[{"number":"4111 1111 1111 1111"},{"number":5500005555555559}],\n'
    ' "a":{"secret":[1.10,{"secret":null}]}, "note":"\u00e9\U0001d4b3 \\ud800", "country":"de", "who":"cus_1" }\n',
    '{"tenant":"","email":"","cards":[],"\\u0073ecret":-0,"note":1e400,"country":true,"who":42,"z":"fv1.hello"}',
    '{"tenant":"x"}',
]
CONTEXTS = [{}, {"\u00e9": "\U0001d4b3", "\uffee": ""}]
FILES = [b"", b"x", bytes(range(256)) * 64, bytes(40000)]


def pairs(speakers):
    """A name and a check for every writer, reader and thing written."""
    for writer, w in speakers.items():
        for reader, r in speakers.items():
            for name, policy in POLICIES.items():
                for number, document in enumerate(DOCUMENTS):
                    context = CONTEXTS[number % 2]
                    how = {"policy": policy, "context": context, **OPEN}
                    yield f"{writer} to {reader}: {name} {number}", lambda w=w, r=r, d=document, how=how: record(w, r, d.encode(), how)
            for number, content in enumerate(FILES):
                context = CONTEXTS[number % 2]
                yield f"{writer} to {reader}: file {number}", lambda w=w, r=r, c=content, x=context: stream(w, r, c, x)


def record(writer, reader, document, how):
    stored = writer.ask("encrypt", document, **how)
    assert reader.ask("decrypt", stored, **how) == document, "other bytes came back"
    plain = writer.ask("mask", document, **how)
    shown = reader.ask("mask", stored, view="support", **how)
    assert shown == plain, f"{shown} is shown, not {plain}"
    assert reader.ask("encrypt", stored, existing="keep", **how) == stored, "what is kept is changed"
    assert reader.ask("reencrypt", stored, **how) == stored, "there was nothing to move"
    if stored != document:
        expect(reader, "tampered", "decrypt", stored, **{**how, "context": {"other": "context"}})
        expect(reader, "already_encrypted", "encrypt", stored, **how)


def stream(writer, reader, content, context):
    sealed = writer.ask("seal_stream", content, set="pii", context=context, **OPEN)
    assert reader.ask("open_stream", sealed, context=context, **OPEN) == content, "other bytes came back"
    expect(reader, "wrong_key", "open_stream", sealed, context={"other": "context"}, **OPEN)
    # The shortest stream that is cut is none any more.
    expect(reader, "tampered" if content else "invalid_token", "open_stream", sealed[:-1], context=context, **OPEN)


def expect(agent, code, operation, given, **how):
    try:
        answer = agent.ask(operation, given, **how)
    except agents.Refused as refused:
        assert str(refused) == code, f"{refused}, not {code}"
    else:
        raise AssertionError(f"{operation} answered {answer[:200]}, not {code}")


def main(commands):
    speakers = {language: agents.start(command) for language, command in commands.items()}
    passed = failed = 0
    for name, check in pairs(speakers):
        try:
            check()
            passed += 1
        except (AssertionError, agents.Refused) as error:
            failed += 1
            print("FAILED", name, error)
    for agent in speakers.values():
        agent.close()
    print(f"languages: {', '.join(speakers)}; pairs: {len(speakers) ** 2}")
    print(f"\n{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
