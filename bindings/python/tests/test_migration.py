"""A table of plaintext is brought over while a fleet reads, writes and searches it and the keys are rotated.

20,000 rows; a million by `FIELDVEIL_ROWS=1000000 python -m pytest -s tests/test_migration.py`.
"""

from __future__ import annotations

import os
import pathlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

sa = pytest.importorskip("sqlalchemy")
pytest.importorskip("psycopg")

import postgres  # noqa: E402

from fieldveil import Key, Keyring, Policy, Veil  # noqa: E402
from fieldveil.sqlalchemy import BlindIndex, EncryptedType, backfill, remaining  # noqa: E402

ROWS = int(os.environ.get("FIELDVEIL_ROWS", "20000"))
KEY = Key(bytes(range(32)))
POLICY = "{version: 1, classes: {contact: {store: {encrypt: {set: pii, index: {set: find, into: email_index}}}}}}"


def email(number: int) -> str:
    return f"user{number}@example.org"


class Service:
    """One member of the fleet: a ring of its own, read again as it is used, and connections of the pool."""

    def __init__(self, engine: Any, ring: pathlib.Path, migrating: bool = True) -> None:
        self.keyring = Keyring.open(ring, KEY)
        self.keyring.reload_every(0.05)
        self.engine = engine
        index = BlindIndex(Veil(Policy.parse(POLICY), self.keyring), "contact", of="email", column="email_index")
        kind = EncryptedType(self.keyring, "pii", ("users", "email"), index=index, migrating=migrating)
        columns = [sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", kind), index.table_column()]
        self.table = sa.Table("users", sa.MetaData(), *columns)

    def read(self, number: int) -> None:
        query = sa.select(self.table.c.email).where(self.table.c.id == number)
        with self.engine.connect() as connection:
            assert connection.execute(query).scalar_one() == email(number)

    def search(self, number: int) -> None:
        query = sa.select(self.table.c.id).where(self.table.c.email == email(number))
        with self.engine.connect() as connection:
            assert connection.execute(query).scalars().all() == [number]

    def write(self, number: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.table.update().where(self.table.c.id == number).values(email=email(number)))

    def write_as_before(self, number: int) -> None:
        """What a member of the fleet does that knows nothing of encryption yet."""
        with self.engine.begin() as connection:
            statement = sa.text("UPDATE users SET email = :email, email_index = NULL WHERE id = :id")
            connection.execute(statement, {"email": email(number), "id": number})


@pytest.fixture
def engine() -> Iterator[Any]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.running() as url:
        engine = sa.create_engine(url, pool_size=10)
        with engine.begin() as connection:
            for statement in (
                "CREATE TABLE users (id integer PRIMARY KEY, email text, email_index varchar(64))",
                f"INSERT INTO users SELECT n, 'user' || n || '@example.org', NULL FROM generate_series(1, {ROWS}) n",
                "CREATE INDEX ON users (email_index)",
                "CREATE INDEX ON users (email)",
                "ANALYZE users",
            ):
                connection.execute(sa.text(statement))
        yield engine
        engine.dispose()


def test_plaintext_is_brought_over_under_load(engine: Any, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "ring.json"
    owner = Keyring.create(path, KEY, min_pending=0)
    with owner.edit() as ring:
        old = ring.add_set("pii", "data")
        ring.add_set("find", "index")

    over, calls, failures = threading.Event(), Counter[str](), []

    def keep(service: Service, verb: Callable[[int], None], last: int) -> None:
        draw = random.Random(verb.__name__)
        try:
            while not over.is_set():
                verb(draw.randint(1, last))
                calls[verb.__name__] += 1
        except BaseException as error:
            failures.append(error)

    one, two = Service(engine, path), Service(engine, path)
    work = [(one, one.read), (two, two.search), (one, one.search), (two, two.write), (one, one.write_as_before)]
    threads = [threading.Thread(target=keep, args=(service, verb, ROWS)) for service, verb in work]
    moving = Service(engine, path)
    began = time.monotonic()
    mover = threading.Thread(target=lambda: calls.update(moved=backfill(moving.engine, moving.table.c.email)))
    for thread in (*threads, mover):
        thread.start()
    try:
        with moving.engine.connect() as connection:
            while remaining(connection, moving.table.c.email) > ROWS * 0.6:
                connection.rollback()
                time.sleep(0.05)
        with owner.edit() as ring:
            new = ring.rotate("pii")
            ring.rotate("find")
        time.sleep(0.2)  # every member has read the ring again, and can open what the others will write
        with owner.edit() as ring:
            ring.promote("pii")
            ring.promote("find")
        while mover.is_alive() and not failures:
            # Whoever still writes plaintext is taken out of service before the work can end.
            with moving.engine.connect() as connection:
                if remaining(connection, moving.table.c.email) < ROWS * 0.2:
                    break
            time.sleep(0.05)
    finally:
        over.set()
        for thread in (*threads, mover):
            thread.join()
    took = time.monotonic() - began
    assert not failures
    assert min(calls[verb.__name__] for _, verb in work) > 0

    after = Service(engine, path, migrating=False)
    with after.engine.connect() as connection:
        # A last pass for what was written in plaintext behind the first one.
        calls["moved"] += backfill(moving.engine, moving.table.c.email)
        assert remaining(connection, after.table.c.email) == 0
        stored = sa.select(sa.func.count()).select_from(after.table)
        bare = sa.type_coerce(after.table.c.email, sa.Text())
        [row] = [row for row in after.keyring.sets() if row["name"] == "pii"]
        pattern = {version["id"]: version["patterns"][0].lstrip("%") for version in row["versions"]}
        under = {id: connection.execute(stored.where(bare.like(pattern[id]))).scalar_one() for id in (old, new)}
        assert sum(under.values()) == ROWS and min(under.values()) > 0
        rows = connection.execution_options(yield_per=10_000).execute(sa.select(after.table.c.id, after.table.c.email))
        assert sum(value == email(number) for number, value in rows) == ROWS
    for number in random.Random(7).sample(range(1, ROWS + 1), 200):
        after.search(number)
    print(f"\n{ROWS} rows in {took:.1f} s, beside {dict(calls)}; under {under}")
