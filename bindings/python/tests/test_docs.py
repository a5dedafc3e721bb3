"""The pages: every example in Python runs, and the table of objects is true row by row."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import math
import pathlib
import re
import types
import uuid
from typing import Any

import pytest

from fieldveil import Policy, Veil, _native, errors

DOCS = pathlib.Path(__file__).parents[1] / "docs"
EXAMPLES = [
    (page.name, example)
    for page in sorted(DOCS.glob("*.md"))
    for example in re.findall(r"```python\n(.*?)```", page.read_text(), re.DOTALL)
]
ROWS = re.findall(r"^\| `(.+?)`(?:, [^|]*| inside a document)? \| (.+?) \| (.*?) ?\|$", (DOCS / "objects.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=[page for page, _ in EXAMPLES])
def test_an_example_runs(page: str, example: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "cryptography" in example:
        pytest.importorskip("cryptography")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, page, "exec"), {})


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    y: int


def value(expression: str) -> Any:
    names = {"Colour": Colour, "Point": Point, "nan": math.nan, "inf": math.inf, **vars(datetime), **vars(types)}
    if "Model" in expression:
        pydantic = pytest.importorskip("pydantic")
        names["Model"] = pydantic.create_model("Model", total=(decimal.Decimal, ...))
    return eval(expression, {**names, "Decimal": decimal.Decimal, "UUID": uuid.UUID})


def test_the_table_is_read_whole() -> None:
    assert len(ROWS) == 26 and sum(written == "refused" for _, written, _ in ROWS) == 7


@pytest.mark.parametrize(("given", "written", "back"), ROWS, ids=[row[0] for row in ROWS])
def test_an_object_becomes_what_the_table_says(given: str, written: str, back: str) -> None:
    veil, document = Veil(Policy.parse("version: 1")), [value(given)]
    if written == "refused":
        with pytest.raises(errors.UnsupportedValueError):
            veil.mask(document)
        return
    text, shown = (re.match(r"`(.*?)`", cell) for cell in (written, back))
    assert text and shown
    assert _native.dumps(document).decode() == f"[{text[1]}]"
    [answer] = veil.mask(document)
    assert repr(answer) == shown[1] or answer == eval(shown[1], {"Decimal": decimal.Decimal})
    assert type(answer) is type(eval(shown[1], {"Decimal": decimal.Decimal}))
