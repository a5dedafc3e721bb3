"""Equality over an encrypted column, as a condition over its companion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors

from ..errors import TamperedError
from ._errors import refused
from ._index import WHOLE, BlindIndex

EXPRESSION = "an encrypted column is compared with values only, not with an expression or a parameter"


class Encrypted(Protocol):
    """What a search asks of the type of a column."""

    index: BlindIndex | None
    migrating: bool

    def open(self, stored: str | None) -> Any:
        """The value of a token."""


class Candidates(sa.BindParameter[Any]):
    """The tokens that a short index finds and that decrypt to what was searched for; known once a connection is."""

    inherit_cache = True
    column: Any
    values: list[Any]


def matches(expression: Any, kind: Encrypted, given: Any) -> Any:
    """``companion IN (terms)``; compared again after decryption where the index is short; plaintext while migrating.

    The terms are made when the statement is executed, so that a statement may be kept while keys are rotated.
    """
    values = _plain(given)
    index = kind.index
    if index is None:
        raise refused("the encrypted column has no index; give its type an `index` to search by equality")
    searched = index
    terms = sa.bindparam(
        "terms", unique=True, expanding=True, type_=sa.String(), callable_=lambda: searched.terms(values)
    )
    found = _companion(expression, index).in_(terms)
    bare = sa.type_coerce(expression, sa.Text())
    if any(len(term) < WHOLE for term in index.terms(values)):
        tokens = Candidates("tokens", None, unique=True, expanding=True, type_=sa.Text(), callable_=_unknown)
        tokens.column = next(iter(expression.base_columns))
        tokens.values = values
        found = sa.and_(found, bare.in_(tokens))
        Rechecked.needed = True
    if kind.migrating:
        found = sa.or_(found, bare.in_([value for value in values if isinstance(value, str)]))
    return found


class Refused(sa.ColumnElement[bool]):
    """``==`` with an expression: as true or false as SQLAlchemy's own collections of columns need, and no SQL."""

    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, left: Any, right: Any) -> None:
        self.same = hash(left) == hash(right)

    def __bool__(self) -> bool:
        return self.same


@compiles(Refused)
def _refuse(element: Refused, compiler: Any, **_: Any) -> str:
    raise refused(EXPRESSION)


class Rechecked:
    """Whether any statement of this process has to be looked through for candidates."""

    needed = False


def with_candidates(connection: sa.Connection, statement: Any, options: Any) -> Any:
    """The statement with the tokens that its conditions over short indexes come down to.

    They are looked up by a statement of its own before. Where transactions are not repeatable, a row whose token is
    written anew in between is missed; no row is found wrongly.
    """
    translation = {name: options[name] for name in ("schema_translate_map",) if name in options}

    def known(element: Any) -> Any:
        if not isinstance(element, Candidates):
            return None
        kind: Encrypted = element.column.type
        bare = sa.type_coerce(element.column, sa.Text())
        terms = [] if kind.index is None else kind.index.terms(element.values)
        query = sa.select(bare).distinct().where(_companion(element.column, kind.index).in_(terms))
        stored = connection.execute(query, execution_options=translation).scalars().all()
        tokens = [token for token in stored if _is_meant(kind, element.values, token)]
        return sa.bindparam("tokens", tokens, unique=True, expanding=True, type_=sa.Text())

    if any(isinstance(element, Candidates) for element in visitors.iterate(statement)):
        replaced: Any = visitors.replacement_traverse(statement, {}, known)  # type: ignore[call-overload]
        return replaced
    return statement


def _is_meant(kind: Encrypted, values: list[Any], token: Any) -> bool:
    try:
        return kind.index is not None and token is not None and kind.index.is_any(values, kind.open(token))
    except TamperedError:
        return False  # of another context than the statement's: not one of its rows


def _unknown() -> Any:
    raise refused("a search over an index of fewer than 64 bits has to be executed on an engine's connection")


def is_expression(value: Any) -> bool:
    """Whether a value is SQL rather than Python."""
    return isinstance(value, sa.ClauseElement) or hasattr(value, "__clause_element__")


def _plain(given: Any) -> list[Any]:
    if is_expression(given) or isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise refused("`in_` over an encrypted column takes a list of values")
    values = list(given)
    if any(is_expression(value) for value in values):
        raise refused(EXPRESSION)
    return [value for value in values if value is not None]


def _companion(expression: Any, index: BlindIndex | None) -> Any:
    """The companion in the same table, alias or subquery."""
    columns = getattr(expression.table, "c", {})
    if index is None or index.column not in columns:
        raise refused("the companion of the encrypted column is not in the table or subquery; select it as well")
    return columns[index.column]
