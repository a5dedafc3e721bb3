"""Errors that SQLAlchemy lets through as they are: its own wrapper would print the statement's plain parameters."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

from sqlalchemy.exc import DontWrapMixin

from ..errors import FieldveilError, UnsupportedValueError


@functools.cache
def _unwrapped(kind: type[FieldveilError]) -> type[FieldveilError]:
    def reduce(self: FieldveilError) -> Any:
        return kind.__reduce__(self)

    return type(kind.__name__, (kind, DontWrapMixin), {"__reduce__": reduce, "__module__": kind.__module__})


def refused(message: str) -> FieldveilError:
    """What an encrypted column cannot do, and what to do instead."""
    return _unwrapped(UnsupportedValueError)(message)


@contextlib.contextmanager
def as_they_are() -> Iterator[None]:
    """Raises the errors of the block as the same class, one that SQLAlchemy does not wrap."""
    try:
        yield
    except FieldveilError as error:
        kind: Any = type(error)  # a class is hashable, whatever its stub says
        same = _unwrapped(kind)(
            str(error), message=error.message, path=error.path, index=error.index, line=error.line, position=error.position
        )
        raise same from None
