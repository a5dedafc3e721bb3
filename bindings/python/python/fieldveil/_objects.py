"""What Python's own types become in a document; the native module asks for those it does not know."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import math
import re
import sys
import uuid
from collections.abc import Mapping
from typing import Any, Tuple, Union

from .errors import UnsupportedValueError


def plain(value: Any) -> Tuple[bool, Any]:
    """The JSON number text of a value (``True``), or a plainer object to write in its stead (``False``).

    Raises:
        UnsupportedValueError: the type has no JSON form.
    """
    if isinstance(value, decimal.Decimal):
        if not value.is_finite():
            raise UnsupportedValueError("JSON has no NaN and no infinity; replace it before the call")
        return True, decimal.Decimal.__str__(value)  # whatever a class of the application's says of itself
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return False, value.isoformat()
    if isinstance(value, uuid.UUID):
        return False, str(value)
    if isinstance(value, enum.Enum):
        return False, value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return False, {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return False, dict(value)
    dump = getattr(value, "model_dump", None)
    if callable(dump) and not isinstance(value, type):
        return False, dump()
    raise UnsupportedValueError(
        f"a value of type `{type(value).__name__}` has no JSON form; convert it before the call"
    )


def quoted(text: str) -> str:
    """A text with lone surrogates as a JSON string: each of them as its escape, since UTF-8 has no form for it."""
    return re.sub("[\ud800-\udfff]", lambda lone: f"\\u{ord(lone[0]):04x}", json.dumps(text, ensure_ascii=False))


def number(text: str) -> Union[int, float, decimal.Decimal]:
    """The narrowest type that holds the number of a JSON text exactly.

    Raises:
        UnsupportedValueError: not even ``Decimal`` has so large an exponent.
    """
    if text.lstrip("-").isdigit() and text != "-0":
        return integer(text)
    with decimal.localcontext() as context:
        context.clear_traps()
        nearest, exact = float(text), decimal.Decimal(text)
    if not exact.is_finite():
        raise UnsupportedValueError("a number is beyond what `Decimal` holds; give the document as `bytes`, which keep it as written")
    return nearest if math.isfinite(nearest) and decimal.Decimal(repr(nearest)) == exact else exact


def digits(number: int) -> str:
    """The digits of an integer of any length: ``Decimal`` knows no limit."""
    return str(decimal.Decimal(number))


def integer(text: str) -> int:
    """An integer of any length, in pieces, so that CPython's limit on long digit strings does not apply."""
    limit = getattr(sys, "get_int_max_str_digits", lambda: 0)()
    if not limit or len(text) <= limit:
        return int(text)
    digits = text.lstrip("-")
    number = 0
    for start in range(0, len(digits), 640):
        piece = digits[start : start + 640]
        number = number * 10 ** len(piece) + int(piece)
    return -number if text.startswith("-") else number
