"""Bringing a column of plaintext over, while it is read and written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ._errors import refused
from ._type import EncryptedType, is_token


def remaining(connection: Any, column: Any) -> int:
    """How many rows of a column still hold something else than a token of its set with its index beside it.

    Args:
        connection: a connection or a session.
        column: the encrypted column, of a table or of a mapped class.
    """
    move = _Move(column)
    query = sa.select(sa.func.count()).select_from(move.table).where(move.unfinished())
    return int(connection.execute(query).scalar_one())


def backfill(bind: Any, column: Any, batch: int = 1000) -> int:
    """Encrypts whatever plaintext a column still holds, and fills the index beside it.

    Reads, writes and searches may go on meanwhile: a value is only replaced if it is still the one that was read.

    Args:
        bind: an engine, which makes a transaction of every batch; or a connection or a session, in whose transaction
            all of it happens.
        column: the encrypted column, of a table or of a mapped class, with ``migrating=True``.
        batch: how many rows are written at a time.

    Returns:
        How many rows were found and written.

    Raises:
        FieldveilError: a row holds a token that does not open. The batches before it are done.
    """
    move, done = _Move(column), 0
    while found := sum(move.batches(bind, batch)):
        done += found
    return done


class _Move:
    """One column on its way."""

    def __init__(self, column: Any) -> None:
        self.column = column.property.columns[0] if hasattr(column, "property") else column
        kind = self.column.type
        if not isinstance(kind, EncryptedType):
            raise refused("the column is not of the type `EncryptedType`")
        self.kind = kind
        self.table = self.column.table
        self.companion = None if kind.index is None else self.table.c[kind.index.column]
        self.stored = sa.type_coerce(self.column, sa.Text())
        self.keys = list(self.table.primary_key.columns)

    def unfinished(self) -> Any:
        """Rows whose value is no token of the set, or whose index is missing."""
        rows = next(row for row in self.kind.keyring.sets() if row["name"] == self.kind.set_)
        patterns = [pattern.lstrip("%") for version in rows["versions"] for pattern in version["patterns"]]
        unfinished = sa.not_(sa.or_(*(self.stored.like(pattern) for pattern in patterns)))
        if self.companion is not None:
            unfinished = sa.or_(unfinished, self.companion.is_(None))
        return sa.and_(self.stored.is_not(None), unfinished)

    def batches(self, bind: Any, size: int) -> Iterator[int]:
        """One pass in the order of the primary key; gives how many rows each batch had."""
        after = None
        while True:
            with _transaction(bind) as connection:
                query = sa.select(*self.keys, self.stored).where(self.unfinished()).order_by(*self.keys).limit(size)
                if after is not None:
                    query = query.where(sa.tuple_(*self.keys) > sa.tuple_(*after))
                rows = [tuple(row) for row in connection.execute(query)]
                if rows:
                    connection.execute(self._update(), [self._row(row) for row in rows])
            if not rows:
                return
            yield len(rows)
            after = [sa.literal(value, key.type) for key, value in zip(self.keys, rows[-1])]

    def _update(self) -> Any:
        """One row, if its value is still the one that was read."""
        same = [key == sa.bindparam(f"key_{number}", type_=key.type) for number, key in enumerate(self.keys)]
        values: dict[Any, Any] = {self.column: sa.bindparam("plain", type_=self.kind)}
        if self.companion is not None:
            values[self.companion] = sa.bindparam("term", type_=self.companion.type)
        was = sa.bindparam("was", type_=sa.Text())
        return sa.update(self.table).where(*same, self.stored == was).values(values)

    def _row(self, row: tuple[Any, ...]) -> dict[str, Any]:
        *keys, stored = row
        plain = self.kind.open(stored) if is_token(stored) else stored
        parameters = {f"key_{number}": value for number, value in enumerate(keys)}
        parameters |= {"plain": plain, "was": stored}
        if self.kind.index is not None:
            parameters["term"] = self.kind.index.term(plain)
        return parameters


@contextlib.contextmanager
def _transaction(bind: Any) -> Iterator[Any]:
    """A transaction of its own on an engine; the caller's on anything else."""
    if isinstance(bind, sa.Engine):
        with bind.begin() as connection:
            yield connection
    else:
        yield bind
