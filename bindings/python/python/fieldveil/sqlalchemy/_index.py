"""The blind index beside an encrypted column: what it holds, and what is searched for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Union

import sqlalchemy as sa
from sqlalchemy.orm import MappedColumn, mapped_column

from .._native import Veil
from ._errors import as_they_are

Context = Union[Callable[[], "Mapping[str, str | int] | None"], Mapping[str, Union[str, int]], None]
Frozen = Union[Callable[[], "Mapping[str, str | int] | None"], "tuple[tuple[str, str | int], ...]", None]

WHOLE = 16
"""Hexadecimal digits from which on a term stands for its value: 64 bits."""


def frozen(context: Context) -> Frozen:
    """A context that can be a part of a statement's cache key."""
    return context if context is None or callable(context) else tuple(context.items())


def pairs(context: Frozen) -> dict[str, str | int] | None:
    """The pairs of a context for the statement at hand."""
    given = context() if callable(context) else context
    return None if given is None else dict(given)


@dataclasses.dataclass(frozen=True)
class BlindIndex:
    """Where and how equality over an encrypted column is searched.

    Args:
        veil: the policy, and the keyring with the index set.
        class_: the class of the policy whose ``store`` has an ``index``.
        of: the name of the encrypted column.
        column: the name of the companion column; the name that the class says under ``into``, so that other
            languages find the same rows.
        context: the pairs of the index's ``scope``, or a function that gives them for the statement at hand.
    """

    veil: Veil
    class_: str
    of: str
    column: str
    context: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "context", frozen(self.context))

    def mapped_column(self, **options: Any) -> MappedColumn[Any]:
        """The companion as an attribute of a mapped class; the options are those of SQLAlchemy's own."""
        return mapped_column(self.column, sa.String(64), **self._options(options))

    def table_column(self, **options: Any) -> sa.Column[Any]:
        """The companion as a column of a table; the options are those of SQLAlchemy's own."""
        return sa.Column(self.column, sa.String(64), **self._options(options))

    def term(self, value: Any) -> str | None:
        """What the companion holds for a value: NULL for NULL, nothing where the normalizers leave nothing."""
        if value is None:
            return None
        with as_they_are():
            return self.veil.blind_index(self.class_, value, context=pairs(self.context)) or ""

    def terms(self, values: Sequence[Any]) -> list[str]:
        """What the companion may hold for any of these values, under each live version of the index set."""
        context = pairs(self.context)
        with as_they_are():
            return [term for value in values for term in self.veil.search_terms(self.class_, value, context=context)]

    def is_any(self, values: Sequence[Any], found: Any) -> bool:
        """Whether a decrypted value is one of those that were searched for."""
        with as_they_are():
            return any(self.veil.is_same(self.class_, value, found) for value in values)

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        info = {**options.pop("info", {}), "fieldveil": self}
        return {"index": True, "nullable": True, "default": self._filled, "info": info, **options}

    def _filled(self, context: Any) -> str | None:
        """SQLAlchemy asks this of every row that it inserts, one by one or in bulk."""
        # Rows that stand in the statement itself are numbered: `email_m0`, and the companion from `email_index_m1` on.
        number = context.current_column.key.removeprefix(self.column) or "_m0"
        row = context.current_parameters
        return self.term(row.get(self.of + number, row.get(self.of)))
