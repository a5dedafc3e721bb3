"""Encrypted columns for SQLAlchemy 2: value tokens in a text column, equality through a blind index.

A column holds a token that is bound to ``(table, column)`` and to the context that a function gives; NULL stays
NULL. ``==``, ``in_`` and ``is_(None)`` work, through the index; every other comparison is refused, because it would
compare tokens.

Example:
    EMAIL = BlindIndex(veil, "contact", of="email", column="email_index")

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str | None] = mapped_column(EncryptedType(keyring, "pii", ("users", "email"), index=EMAIL))
        email_index: Mapped[str | None] = EMAIL.mapped_column()

    session.scalars(select(User).where(User.email == "maria@example.org"))

``migrating=True`` reads plaintext and tokens, writes tokens and searches both, until :func:`backfill` is through and
:func:`remaining` is 0.
"""

from . import _statements  # noqa: F401  (listens to every engine from here on)
from ._alembic import render_item
from ._index import BlindIndex
from ._moving import backfill, remaining
from ._type import EncryptedType

__all__ = ["BlindIndex", "EncryptedType", "backfill", "remaining", "render_item"]
