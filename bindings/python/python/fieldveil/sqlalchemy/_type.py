"""The type of an encrypted column, and the comparisons that it allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import operators
from sqlalchemy.types import Text, TypeDecorator

from .. import inspect
from .._native import Keyring
from ..errors import FieldveilError
from ._errors import as_they_are, refused
from ._index import BlindIndex, Context, frozen, pairs
from ._search import Refused, is_expression, matches


class EncryptedType(TypeDecorator[Any]):
    """A text column of value tokens: text, numbers, bytes and objects come back as they went in.

    A token of n bytes has 4 + ⌈4(79+n)/3⌉ characters.

    Args:
        keyring: the ring with the set.
        set_: the name of its ``data`` set.
        binding: what the tokens are bound to, table and column; keep it when either is renamed.
        index: where equality is searched; without it ``==`` and ``in_`` are refused.
        context: pairs that tokens are bound to besides, or a function that gives them for the statement at hand.
        migrating: the column still holds plaintext: both are read and searched, tokens are written.

    Raises:
        FieldveilError: from the statement that reads or writes; never wrapped, so that no plaintext is in its text.
    """

    impl = Text
    cache_ok = True

    # Every argument can be given by position: only of those does SQLAlchemy make the type's part of a cache key.
    def __init__(
        self,
        keyring: Keyring,
        set_: str,
        binding: Sequence[str],
        index: BlindIndex | None = None,
        context: Context = None,
        migrating: bool = False,
    ) -> None:
        super().__init__()
        self.keyring = keyring
        self.set_ = set_
        self.binding = tuple(binding)
        self.index = index
        self.context = frozen(context)
        self.migrating = migrating

    def __repr__(self) -> str:
        return f"EncryptedType({self.set_!r}, {self.binding!r})"

    def seal(self, value: Any) -> str | None:
        """The token of a value; NULL stays NULL."""
        if value is None:
            return None
        with as_they_are():
            return self.keyring.encrypt_value(self.set_, value, pairs(self.context), binding=self.binding)

    def open(self, stored: str | None) -> Any:
        """The value of a token; plaintext is itself while ``migrating``."""
        if stored is None or (self.migrating and not is_token(stored)):
            return stored
        with as_they_are():
            return self.keyring.decrypt_value(stored, pairs(self.context), binding=self.binding)

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """What SQLAlchemy writes."""
        return self.seal(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """What SQLAlchemy has read."""
        return self.open(value)

    class Comparator(TypeDecorator.Comparator[Any]):
        """``==``, ``in_`` and ``is_(None)``, rewritten to the companion; anything else would compare tokens."""

        def operate(self, op: Any, *other: Any, **_: Any) -> Any:
            """One comparison."""
            kind: Any = self.type
            given = other[0] if other else None
            if op in _NULL and (given is None or isinstance(given, sa.sql.elements.Null)):
                bare = sa.type_coerce(self.expr, Text())
                return bare.is_(None) if _NULL[op] else bare.is_not(None)
            if op is operators.eq and is_expression(given):
                return Refused(self.expr, given)
            if op is operators.eq:
                return matches(self.expr, kind, [given])
            if op is operators.in_op:
                return matches(self.expr, kind, given)
            raise refused(
                f"`{getattr(op, '__name__', op)}` over an encrypted column would compare tokens; "
                "only ==, in_ and is_(None) are possible"
            )

        def reverse_operate(self, op: Any, other: Any, **_: Any) -> Any:
            """The column on the right."""
            return self.operate(op, other)

    comparator_factory = Comparator


_NULL = {operators.eq: True, operators.is_: True, operators.ne: False, operators.is_not: False}


def is_token(text: str) -> bool:
    """Whether a text is a token, by its form."""
    if not text.startswith("fv"):
        return False
    try:
        inspect(text)
    except FieldveilError:
        return False
    return True
