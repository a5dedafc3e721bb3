"""``dict`` and ``bytes`` are two ways to the same answer."""

from __future__ import annotations

import copy
import json
import pathlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fieldveil
from fieldveil import Policy, Veil, _native

NAMES = ["a", "b", "c", "A-b", "_fv", 'é"\n', "\ud800"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.dates()
    | st.sampled_from(["maria@example.org", "fv1.AAAA", "\udfff", '{"a": "x", "b": [1, {"a": 2}]}'])
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4)
    | st.tuples(inner, inner)
    | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=16,
)
PATHS = ["$", "$.a", "$.a.b", "$..a", "$..b[*]", "$.*", "$[*].a", "$.a[-1]", "$..c[1:3]", "$..[?@.a]", "$..a..b"]
SELECTORS = st.sampled_from(PATHS).map(lambda path: {"path": path}) | st.sampled_from(["c", "ab", "a*", "/^[ab]$/"]).map(
    lambda name: {"names": [name]}
)


def rules(member: str, operators: list[Any]) -> st.SearchStrategy[Any]:
    extra = st.sampled_from([{}, {}, {"types": ["string"]}, {"container": "recurse"}])
    one = st.builds(lambda where, operator, more: {**where, member: operator, **more}, SELECTORS, st.sampled_from(operators), extra)
    decoded = SELECTORS.map(lambda where: {**where, "decode": "json", "rules": [{"path": "$..a", member: operators[0]}]})
    return st.lists(one | decoded, max_size=4)


def policy(chosen: Any, more: Any = None, **views: Any) -> Policy | None:
    text = {"version": 1, "defaults": {"limits": {"depth": 5}}, "rules": chosen, "views": views, **(more or {})}
    try:
        return Policy.parse(json.dumps(text))
    except fieldveil.FieldveilError:
        return None


def outcome(call: Any, document: Any, **options: Any) -> Any:
    """The answer as JSON text, or the code of the error."""
    try:
        return call(document, **options)
    except fieldveil.FieldveilError as error:
        return error.code


def both(call: Any, tree: Any, **options: Any) -> tuple[Any, Any]:
    """What a verb makes of the text of objects, read again, and of the objects themselves."""
    before = copy.deepcopy(tree)
    from_text = outcome(call, _native.dumps(tree), **options)
    from_objects = outcome(call, [tree] if isinstance(tree, str) else tree, **options)
    assert tree == before
    if isinstance(from_text, bytes):
        from_text = _native.loads(from_text)
    return from_text, from_objects


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    TREES.filter(lambda tree: not isinstance(tree, str)),
    rules("show", ["redact", "remove", "nullify", "keep", "shape", "email", "type_mask", {"scan": ["email"]}]),
    st.sampled_from([{}, {"default": {"unmatched": "redact"}}]),
)
def test_shown_the_same(tree: Any, chosen: Any, views: Any) -> None:
    compiled = policy(chosen, **views)
    if compiled is not None:
        veil = Veil(compiled)
        from_text, from_objects = both(veil.mask, tree)
        assert same(from_objects, from_text)
        batch = veil.mask_many([tree, _native.dumps(tree), tree], errors="return")
        assert all(map(same, map(read, batch), [from_objects] * 3))


@pytest.fixture(scope="session")
def rotated(ring_file: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> fieldveil.Keyring:
    """The ring of the suite after its keys were rotated."""
    path = tmp_path_factory.mktemp("rotated") / "ring.json"
    path.write_bytes(ring_file.read_bytes())
    keyring = fieldveil.Keyring.open(path, fieldveil.Key(bytes(range(32))))
    with keyring.edit() as ring:
        for name in ("pii", "card_index"):
            ring.rotate(name)
            ring.promote(name, now=True)
    return keyring


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    tree=TREES.filter(lambda tree: not isinstance(tree, str)),
    chosen=rules("store", [{"encrypt": "pii"}, {"encrypt": {"set": "pii", "index": {"set": "card_index", "into": "i"}}}, "remove", "keep"]),
    more=st.sampled_from([{}, {"moved": [{"from": "$.c", "to": "$.a"}]}]),
    existing=st.sampled_from(["error", "keep", "seal"]),
)
def test_stored_and_restored_the_same(
    keyring: fieldveil.Keyring, rotated: fieldveil.Keyring, tree: Any, chosen: Any, more: Any, existing: Any
) -> None:
    compiled = policy(chosen, more, open={"open": True})
    if compiled is None:
        return
    veil, later = Veil(compiled, keyring), Veil(compiled, rotated)
    from_text, from_objects = both(veil.encrypt, tree, existing=existing)
    if not isinstance(tree, (dict, list, tuple)) or isinstance(from_objects, str):
        assert type(from_text) is type(from_objects)
        return
    assert without_tokens(from_text) == without_tokens(from_objects)
    restored = veil.decrypt(_native.dumps(from_text))
    for stored in (from_text, from_objects):
        back, back_from_objects = both(veil.decrypt, stored)
        assert same(back_from_objects, back)
        assert same(back, _native.loads(restored))
        shown, shown_from_objects = both(veil.mask, stored, view="open")
        assert same(shown_from_objects, shown)
        kept, kept_from_objects = both(veil.encrypt, stored, existing="keep")
        assert without_tokens(kept_from_objects) == without_tokens(kept)
        renewed, renewed_from_objects = both(later.reencrypt, stored)
        assert without_tokens(renewed_from_objects) == without_tokens(renewed)
        if not isinstance(renewed, str):
            for document in (renewed, renewed_from_objects):
                assert same(outcome(later.decrypt, document), back)
                assert same(outcome(later.reencrypt, document), document)
        batch = later.reencrypt_many([stored, _native.dumps(stored)], errors="return")
        assert [without_tokens(read(answer)) for answer in batch] == [without_tokens(renewed)] * 2


def read(answer: Any) -> Any:
    """An answer of a batch as :func:`outcome` gives one by itself."""
    if isinstance(answer, fieldveil.FieldveilError):
        return answer.code
    return _native.loads(answer) if isinstance(answer, bytes) else answer


def same(left: Any, right: Any) -> bool:
    """Equal, of the same types, and in the same order."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


def without_tokens(value: Any) -> Any:
    """One word for every token, and members in their order."""
    if isinstance(value, dict):
        return [(name, without_tokens(inner)) for name, inner in value.items()]
    if isinstance(value, list):
        return [without_tokens(inner) for inner in value]
    return "token" if isinstance(value, str) and "fv1." in value else (type(value), value)


REDACT_A = Policy.parse("{ version: 1, rules: [ { path: $.a, show: redact } ] }")


def test_the_caller_keeps_what_was_given() -> None:
    tree = {"a": 1, "b": {"c": [1, 2]}, "d": (1, 2)}
    before = copy.deepcopy(tree)
    shown = Veil(REDACT_A).mask(tree)
    assert shown == {"a": "[REDACTED]", "b": {"c": [1, 2]}, "d": [1, 2]}
    assert tree == before and type(tree["d"]) is tuple


def test_what_nothing_is_asked_of_is_looked_at_all_the_same() -> None:
    veil = Veil(REDACT_A)
    for bad in (float("nan"), {1: 2}, {1, 2}, b"bytes", object(), [[float("inf")]], {"x": ({"y": b""},)}):
        with pytest.raises(fieldveil.UnsupportedValueError):
            veil.mask({"a": 1, "b": bad})
        with pytest.raises(fieldveil.UnsupportedValueError):
            veil.mask({"a": bad})


def test_what_holds_itself_is_refused() -> None:
    inside: dict[str, Any] = {}
    inside["again"] = [inside]
    for tree in (inside, {"a": inside}, [inside]):
        with pytest.raises(fieldveil.LimitExceededError):
            Veil(REDACT_A).mask(tree)


def test_the_header_comes_first_and_the_index_behind_its_value(veil: fieldveil.Veil) -> None:
    record = {"id": 7, "card": {"kind": "visa", "number": "4111 1111 1111 1111", "year": 2028}, "email": "a@b.example"}
    stored = veil.encrypt(record)
    assert list(stored) == ["_fv", "id", "card", "email"]
    assert list(stored["card"]) == ["kind", "number", "number_index", "year"]
    assert veil.decrypt(stored) == record


def test_people_are_told_apart_by_the_objects_that_name_them(tmp_path: pathlib.Path) -> None:
    keyring = fieldveil.Keyring.create(tmp_path / "ring.json", fieldveil.Key(bytes(range(32))))
    with keyring.edit() as ring:
        ring.add_set("people", "subject")
    named = Policy.parse("{ version: 1, subject: $.id, rules: [ { path: $.m, store: { encrypt: people } } ] }")
    veil, people = Veil(named, keyring), {name: keyring.new_subject_key("people", name) for name in ("maria", "7")}
    records: list[Any] = [{"id": "maria", "m": 1}, {"id": 7, "m": 2}, {"id": "jo", "m": 3}, b'{"id":"maria","m":4}']
    stored = veil.encrypt_many(records, subjects=people, errors="return")
    assert isinstance(stored[2], fieldveil.MissingSubjectError) and stored[2].index == 2
    del people["7"], stored[2], records[2]
    back = veil.decrypt_many(stored, subjects=people, errors="return")
    assert (back[0], back[2]) == (records[0], records[2])
    assert isinstance(back[1], fieldveil.UnknownKeyError)


def test_what_nothing_was_done_to_is_never_rounded(keyring: fieldveil.Keyring) -> None:
    """Not where the whole document is read either: a filter looks, and the answer is made of the objects themselves."""
    filtered = Veil(Policy.parse("{ version: 1, rules: [ { path: '$.p[?@.k == 1.10].s', show: redact } ] }"))
    inside = [2**70, 0.1, "x" * 100]
    record: dict[str, Any] = {"p": [{"k": 1.1, "s": "secret"}, {"k": 2, "s": "shown"}], "n": inside}
    shown = filtered.mask(record)
    assert shown["p"] == [{"k": 1.1, "s": "[REDACTED]"}, {"k": 2, "s": "shown"}]
    assert all(there is here for there, here in zip(shown["n"], inside, strict=True))
    assert record["p"][0]["s"] == "secret"


def test_a_report_of_objects(veil: fieldveil.Veil) -> None:
    record = {"email": "maria@example.org", "notes": ["x", "y"]}
    shown, report = veil.mask_with_report(record)
    text, of_text = veil.mask_with_report(json.dumps(record).encode())
    assert (shown, report) == (json.loads(text), of_text)


def test_a_provider_of_another_thread_may_change_the_object_meanwhile() -> None:
    """The walk reads a copy: what it has looked at is what it answers."""
    tree: dict[str, Any] = {"a": "x", "b": "y"}

    def change(_: str) -> str:
        tree["a"] = tree["late"] = "secret"
        return "shown"

    custom = Policy.parse("{ version: 1, rules: [ { path: $.b, show: { custom: change } } ] }")
    assert Veil(custom, custom={"change": change}).mask(tree) == {"a": "x", "b": "shown"}
