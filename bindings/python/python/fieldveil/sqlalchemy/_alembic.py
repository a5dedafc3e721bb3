"""Migration scripts of Alembic: they see a text column, and need neither this package nor a key."""

from __future__ import annotations

from typing import Any

from ._type import EncryptedType


def render_item(kind: str, item: Any, context: Any) -> Any:
    """How an encrypted column is written into a migration script: as the text column that it is.

    Example:
        context.configure(..., render_item=fieldveil.sqlalchemy.render_item)
    """
    return "sa.Text()" if kind == "type" and isinstance(item, EncryptedType) else False
