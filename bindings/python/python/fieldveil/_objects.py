"""What Python's own types become in a document; the native module asks for those it does not know."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import sys
import uuid
from collections.abc import Mapping
from typing import Any, Tuple

from .errors import UnsupportedValueError


def plain(value: Any) -> Tuple[bool, Any]:
    """The JSON number text of a value (``True``), or a plainer object to write in its stead (``False``).

    Raises:
        UnsupportedValueError: the type has no JSON form.
    """
    if isinstance(value, decimal.Decimal):
        if not value.is_finite():
            raise UnsupportedValueError("JSON has no NaN and no infinity; replace it before the call")
        return True, str(value)
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
