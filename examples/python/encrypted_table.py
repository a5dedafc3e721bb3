"""An encrypted table with look-up: a blind index finds the rows, and only what is found is opened."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Optional

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from fieldveil import Key, Keyring, Policy, Veil
from fieldveil.sqlalchemy import BlindIndex, EncryptedType

POLICY = Policy.parse("""
version: 1
classes:
  contact: { store: { encrypt: { set: pii, index: { set: find, into: email_index, normalize: [trim, lower] } } } }
""")

KEYRING = Keyring.create(Path(tempfile.mkdtemp()) / "ring.json", Key(bytes(range(32))))  # keep your own key in a vault
with KEYRING.edit() as ring:
    ring.add_set("pii", "data")
    ring.add_set("find", "index")

EMAIL = BlindIndex(Veil(POLICY, KEYRING), "contact", of="email", column="email_index")


class Base(DeclarativeBase):
    """The tables."""


class User(Base):
    """One row: the token of an address, and beside it what it is found by."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[Optional[str]] = mapped_column(EncryptedType(KEYRING, "pii", ("users", "email"), index=EMAIL))
    email_index: Mapped[Optional[str]] = EMAIL.mapped_column()


def main() -> None:
    """Writes three rows, shows what the database holds, and finds one."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all([User(email="maria@example.org"), User(email="jan@example.org"), User(email=None)])
        session.commit()
        for stored, index in session.execute(text("SELECT email, email_index FROM users")):
            print("stored:", stored and stored[:24] + "…", index)
        found = session.scalars(select(User).where(User.email == " Maria@Example.org")).one()
        print("found: ", found.id, found.email)
        assert session.scalars(select(User.id).where(User.email.is_(None))).all() == [3]
    engine.dispose()


if __name__ == "__main__":
    main()
