"""Python objects to JSON text and back: exact, or a clear error."""

import dataclasses
import datetime
import decimal
import enum
import json
import math
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldveil import _native, errors

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(TREES)
def test_a_tree_comes_back(tree: Any) -> None:
    assert _native.loads(_native.dumps(tree)) == tree


@given(TREES)
def test_the_text_is_what_the_standard_library_reads(tree: Any) -> None:
    assert json.loads(_native.dumps(tree)) == tree


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_comes_back_equal(number: decimal.Decimal) -> None:
    back = _native.loads(_native.dumps(number))
    assert decimal.Decimal(back) == number or decimal.Decimal(repr(back)) == number


@pytest.mark.parametrize("number", [2**53 + 1, -(2**63), 2**63, 10**30, -(10**4000)])
def test_integers_of_any_size(number: int) -> None:
    back = _native.loads(_native.dumps(number))
    assert back == number and type(back) is int


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.10", 1.1),
        ("1e2", 100.0),
        ("1e400", decimal.Decimal("1e400")),
        ("0.1000000000000000055511151231257827", decimal.Decimal("0.1000000000000000055511151231257827")),
        ("0e999999999999", 0.0),
    ],
)
def test_a_number_is_never_rounded(text: str, expected: Any) -> None:
    back = _native.loads(text.encode())
    assert type(back) is type(expected) and back == expected


def test_a_number_that_nothing_holds_is_refused() -> None:
    with pytest.raises(errors.UnsupportedValueError, match="beyond"):
        _native.loads(b"1e99999999999999999999")


def test_minus_zero_keeps_its_sign() -> None:
    assert math.copysign(1, _native.loads(b"-0")) == -1
    assert math.copysign(1, _native.loads(_native.dumps(-0.0))) == -1


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, decimal.Decimal("NaN"), {1: 2}, {"a": {1, 2}}, b"bytes", object(), 1j],
)
def test_what_has_no_json_form_is_refused(value: Any) -> None:
    with pytest.raises(errors.UnsupportedValueError):
        _native.dumps([value])


def test_a_cycle_is_refused() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(errors.LimitExceededError, match="nests deeper"):
        _native.dumps(cycle)


@dataclasses.dataclass
class Point:
    x: int
    at: datetime.date


class Colour(enum.Enum):
    RED = "red"


def test_types_of_the_standard_library() -> None:
    one = uuid.UUID(int=1)
    value = {
        "point": Point(1, datetime.date(2026, 11, 22)),
        "colour": Colour.RED,
        "id": one,
        "at": datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc),
        "pair": (1, 2),
    }
    assert _native.loads(_native.dumps(value)) == {
        "point": {"x": 1, "at": "2026-11-22"},
        "colour": "red",
        "id": str(one),
        "at": "2026-11-22T00:00:00+00:00",
        "pair": [1, 2],
    }


def test_a_pydantic_model() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Order(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        total: decimal.Decimal
        mail: str

    assert _native.dumps(Order(total=decimal.Decimal("1.10"), mail="a@b")) == b'{"total":1.10,"mail":"a@b"}'


@pytest.mark.parametrize("number", [10**5000, -(10**5000) + 1, 7**6000], ids=["round", "negative", "odd"])
def test_an_integer_beyond_the_limit_of_digits(number: int) -> None:
    assert _native.loads(_native.dumps({"a": [number]})) == {"a": [number]}


def test_a_decimal_speaks_for_itself() -> None:
    class Talkative(decimal.Decimal):
        def __str__(self) -> str:
            return '1,"admin":true'

    assert _native.dumps({"a": Talkative("1.50")}) == b'{"a":1.50}'


def test_lone_surrogates_stay() -> None:
    text = "\ud800 \U0001f600 \udfff"
    assert _native.dumps(text) == b'"\\ud800 \xf0\x9f\x98\x80 \\udfff"'
    assert _native.loads(_native.dumps({text: text})) == {text: text}
