"""What is done to every statement before it is executed: indexes are filled, what cannot be encrypted is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.sql import visitors

from ._errors import refused
from ._index import BlindIndex
from ._search import Rechecked, with_candidates
from ._type import EncryptedType


@event.listens_for(sa.Engine, "before_execute", retval=True)
def _before(connection: sa.Connection, statement: Any, many: Any, one: Any, options: Any) -> tuple[Any, Any, Any]:
    if isinstance(statement, (sa.Insert, sa.Update)) and _encrypted(statement):
        _check_values(statement)
        if isinstance(statement, sa.Update):
            statement, many, one = _with_index(statement, many, one)
        else:
            _check_source(statement)
            _check_upsert(statement)
    elif isinstance(statement, sa.Select):
        _check_order(statement)
    if Rechecked.needed and isinstance(statement, sa.ClauseElement):
        statement = with_candidates(connection, statement, options)
    return statement, many, one


def _encrypted(statement: Any) -> dict[str, EncryptedType]:
    """The encrypted columns that a statement may write to."""
    columns = getattr(statement.table, "c", ())
    return {column.key: column.type for column in columns if isinstance(column.type, EncryptedType)}


def _indexes(statement: Any) -> Iterator[tuple[Any, BlindIndex]]:
    for column in getattr(statement.table, "c", ()):
        index = column.info.get("fieldveil")
        if isinstance(index, BlindIndex):
            yield column, index


def _rows(statement: Any) -> list[dict[str, Any]]:
    """The values that stand in a statement itself, by the names of their columns."""
    ordered = getattr(statement, "_ordered_values", None)  # SQLAlchemy 2.0 keeps them apart
    written = [statement._values or ordered or {}, *(row for rows in statement._multi_values for row in rows)]
    return [{_name(column): value for column, value in _items(row)} for row in written]


def _items(row: Any) -> Iterable[tuple[Any, Any]]:
    items: Iterable[tuple[Any, Any]] = row.items() if hasattr(row, "items") else row
    return items


def _name(column: Any) -> str:
    return str(getattr(column, "key", column))


def _is_value(value: Any) -> bool:
    """Whether a written value is one that the type encrypts, and no expression of SQL that it never sees."""
    if isinstance(value, sa.sql.elements.Null) or not isinstance(value, sa.ClauseElement):
        return not hasattr(value, "__clause_element__")
    return isinstance(value, sa.BindParameter) and (
        isinstance(value.type, (EncryptedType, sa.types.NullType)) and value.callable is None
    )


def _check_values(statement: Any) -> None:
    kinds = _encrypted(statement)
    for row in _rows(statement):
        for name in kinds.keys() & row.keys():
            if not _is_value(row[name]):
                raise refused(f"`{name}` is encrypted; write a value, not an expression")
    for column, index in _indexes(statement):
        for row in _rows(statement):
            value = None if column.key in row else row.get(index.of)
            if isinstance(value, sa.BindParameter) and value.required and value.key != index.of:
                raise refused(f"`{index.of}` is indexed; name its parameter `{index.of}`, or write the value")


def _with_index(statement: Any, many: Any, one: Any) -> tuple[Any, Any, Any]:
    """An UPDATE that fills the companion of every encrypted column that it writes."""
    for column, index in _indexes(statement):
        [written] = _rows(statement)
        rows = list(many) or ([one] if one else [])
        if column.key in written or any(column.key in row for row in rows):
            continue
        value = written.get(index.of)
        if any(index.of in row for row in rows):
            rows = [{**row, column.key: index.term(row.get(index.of))} for row in rows]
            many, one = (rows, one) if many else (many, rows[0])
        elif index.of in written:
            plain = value.value if isinstance(value, sa.BindParameter) else None
            statement = statement.values({column: index.term(plain)})
    return statement, many, one


def _check_source(statement: Any) -> None:
    """An INSERT from a SELECT copies what Python never sees: neither token nor index can be made of it."""
    copied = _encrypted(statement).keys() & set(statement._select_names or ())
    if copied:
        raise refused(f"`{min(copied)}` is encrypted; read the rows and insert them as values, not from a SELECT")


def _check_upsert(statement: Any) -> None:
    """ON CONFLICT … UPDATE and ON DUPLICATE KEY UPDATE write beside the rows that are inserted."""
    if statement._post_values_clause is None:
        return
    for element in visitors.iterate(statement._post_values_clause):
        update = getattr(element, "update_values_to_set", None) or getattr(element, "update", None)
        written = {_name(column): value for column, value in _items(update)} if update else {}
        for name in _encrypted(statement).keys() & written.keys():
            if not _is_value(written[name]) and not _is_excluded(written[name], name):
                raise refused(f"`{name}` is encrypted; write a value or the excluded row's, not an expression")
        for column, index in _indexes(statement):
            if index.of in written and column.key not in written:
                raise refused(f"`{index.of}` is indexed; update `{column.key}` with it, from the excluded row")


def _is_excluded(value: Any, name: str) -> bool:
    """Whether a value is the column of the same name in the row that could not be inserted."""
    return isinstance(value, sa.sql.ColumnElement) and getattr(value, "key", None) == name


def _check_order(statement: Any) -> None:
    """Tokens have no order, and equal values have different tokens."""
    for clause in (*statement._order_by_clauses, *statement._group_by_clauses):
        bare = getattr(clause, "element", clause)
        if isinstance(getattr(bare, "type", None), EncryptedType) or isinstance(
            getattr(clause, "type", None), EncryptedType
        ):
            raise refused("an encrypted column can be neither sorted nor grouped by; do so after it is read")
