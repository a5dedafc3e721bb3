"""Encrypted columns: SQLite always, PostgreSQL by a server of the run's own."""

from __future__ import annotations

import contextvars
import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

sa = pytest.importorskip("sqlalchemy")

import postgres  # noqa: E402
from sqlalchemy.dialects.postgresql import insert as upsert  # noqa: E402
from sqlalchemy.orm import Session, aliased, declarative_base  # noqa: E402

import fieldveil  # noqa: E402
from fieldveil import Key, Keyring, Policy, Veil, errors, inspect  # noqa: E402
from fieldveil.sqlalchemy import BlindIndex, EncryptedType, backfill, remaining, render_item  # noqa: E402

TENANT: contextvars.ContextVar[str] = contextvars.ContextVar("tenant", default="acme")
POLICY = """
version: 1
classes:
  contact: { store: { encrypt: { set: pii, index: { set: find, into: email_index, normalize: [trim, lower] } } } }
  number: { store: { encrypt: { set: pii, index: { set: find, into: number_index, normalize: [digits], bits: 4 } } } }
"""


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    keyring = Keyring.create(tmp_path_factory.mktemp("ring") / "ring.json", Key(bytes(range(32))), min_pending=0)
    with keyring.edit() as edit:
        edit.add_set("pii", "data")
        edit.add_set("find", "index")
    return keyring


@pytest.fixture(scope="module")
def veil(ring: Keyring) -> Veil:
    return Veil(Policy.parse(POLICY), ring)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    pytest.importorskip("psycopg")
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Any]:
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("server") if postgresql else f"sqlite:///{tmp_path}/test.db"
    engine = sa.create_engine(url)
    yield engine
    if postgresql:
        with engine.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()


class Model:
    """A table and a class over it, with an index of 64 bits and one of 4."""

    def __init__(self, keyring: Keyring, veil: Veil, **options: Any) -> None:
        self.email = BlindIndex(veil, "contact", of="email", column="email_index")
        self.number = BlindIndex(veil, "number", of="number", column="number_index")
        self.table = sa.Table(
            "users",
            sa.MetaData(),
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("email", EncryptedType(keyring, "pii", ("users", "email"), index=self.email, **options)),
            self.email.table_column(),
            sa.Column("number", EncryptedType(keyring, "pii", ("users", "number"), index=self.number, **options)),
            self.number.table_column(),
            sa.Column("note", EncryptedType(keyring, "pii", ("users", "note"), context=tenant)),
        )
        self.User: Any = type("User", (declarative_base(),), {"__table__": self.table})


def tenant() -> dict[str, str | int]:
    return {"tenant": TENANT.get()}


@pytest.fixture
def model(ring: Keyring, veil: Veil, engine: Any) -> Model:
    model = Model(ring, veil)
    model.table.metadata.create_all(engine)
    return model


def raw(connection: Any, column: str) -> list[Any]:
    return [row[0] for row in connection.execute(sa.text(f"SELECT {column} FROM users ORDER BY id"))]


def ids(connection: Any, table: Any, *where: Any) -> list[int]:
    return [row[0] for row in connection.execute(sa.select(table.c.id).where(*where).order_by(table.c.id))]


def test_a_row_comes_back_and_the_table_holds_tokens(model: Model, engine: Any) -> None:
    with Session(engine) as session:
        session.add(model.User(id=1, email="Maria@example.org", note={"a": [1, None]}))
        session.add(model.User(id=2, email=None))
        session.commit()
        one, two = session.scalars(sa.select(model.User).order_by(model.User.id))
        assert (one.email, one.note, two.email, two.email_index) == ("Maria@example.org", {"a": [1, None]}, None, None)
        [token, null] = raw(session, "email")
        assert null is None and inspect(token)["kind"] == "value"
        assert one.email_index == model.email.term("maria@EXAMPLE.org ") == raw(session, "email_index")[0]


def test_every_kind_of_insert_fills_the_index(model: Model, engine: Any) -> None:
    table = model.table
    rows = [{"id": n, "email": f"u{n}@example.org"} for n in range(20)]
    with Session(engine) as session:
        session.execute(table.insert(), rows[:3])
        session.execute(table.insert().values(rows[3:6]))
        session.execute(table.insert().values(**rows[6]))
        session.execute(table.insert().values(id=7, email=sa.bindparam("email")), {"email": rows[7]["email"]})
        session.bulk_insert_mappings(model.User, rows[8:11])
        session.bulk_save_objects([model.User(**row) for row in rows[11:14]])
        session.execute(sa.insert(model.User), rows[14:17])
        session.execute(sa.insert(model.User).values(rows[17:19]))
        session.add(model.User(**rows[19]))
        session.commit()
        assert raw(session, "email_index") == [model.email.term(row["email"]) for row in rows]
        assert rows[0] == {"id": 0, "email": "u0@example.org"}
        for row in rows:
            assert ids(session, table, table.c.email == row["email"]) == [row["id"]]


def test_every_kind_of_update_fills_the_index(model: Model, engine: Any) -> None:
    table, user = model.table, model.User
    with Session(engine) as session:
        session.execute(table.insert(), [{"id": n, "email": "old@example.org"} for n in range(8)])
        session.get(user, 0).email = "u0@example.org"
        session.flush()
        given = {"email": "u1@example.org"}
        session.execute(table.update().where(table.c.id == 1), given)
        assert given == {"email": "u1@example.org"}
        session.execute(table.update().where(table.c.id == 2).values(email="u2@example.org"))
        session.execute(sa.update(user).where(user.id == 3).values(email="u3@example.org"))
        session.execute(sa.update(user).where(user.id == 4).values({user.email: "u4@example.org"}))
        session.execute(sa.update(user), [{"id": n, "email": f"u{n}@example.org"} for n in (5, 6)])
        session.bulk_update_mappings(user, [{"id": 7, "email": None}])
        session.commit()
        for n in range(7):
            assert ids(session, table, table.c.email == f"u{n}@example.org") == [n]
        assert raw(session, "email_index")[7] is None and ids(session, table, table.c.email.is_(None)) == [7]
        session.execute(table.update().values(note="x"))
        assert ids(session, table, table.c.email == "u3@example.org") == [3]


def test_an_upsert_takes_the_index_along(model: Model, engine: Any) -> None:
    table = model.table
    insert = upsert if engine.dialect.name == "postgresql" else sa.dialects.sqlite.insert
    statement = insert(table).values(id=1, email="b@example.org")
    new = statement.excluded
    with engine.begin() as connection:
        connection.execute(table.insert().values(id=1, email="a@example.org"))
        for broken in ({"email": new.email}, {"email": "c@example.org"}, {"email": sa.func.lower("C"), "email_index": "x"}):
            with pytest.raises(errors.UnsupportedValueError):
                connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=broken))
        both = {"email": new.email, "email_index": new.email_index}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=both))
        assert ids(connection, table, table.c.email == "b@example.org") == [1]
        assert connection.execute(sa.select(table.c.email)).scalar_one() == "b@example.org"


def test_equality(model: Model, engine: Any) -> None:
    table, user = model.table, model.User
    rows = [{"id": n, "email": f"u{n % 3}@example.org", "note": "n"} for n in range(6)] + [{"id": 6, "email": None, "note": None}]
    with Session(engine) as session:
        session.execute(table.insert(), rows)
        email = table.c.email
        assert ids(session, table, email == " U1@EXAMPLE.org") == [1, 4]
        assert ids(session, table, "u1@example.org" == email) == [1, 4]
        assert ids(session, table, email.in_(["u0@example.org", "u2@example.org", None])) == [0, 2, 3, 5]
        assert ids(session, table, email.in_([])) == ids(session, table, email == "") == []
        assert ids(session, table, email == None) == ids(session, table, email.is_(None)) == [6]  # noqa: E711
        assert ids(session, table, email != None) == ids(session, table, email.is_not(None)) == list(range(6))  # noqa: E711
        assert ids(session, table, sa.not_(email == "u1@example.org")) == [0, 2, 3, 5]
        other = aliased(user)
        query = sa.select(user.id, other.id).join(other, sa.and_(other.email == "u2@example.org", user.email == "u1@example.org"))
        assert sorted(map(tuple, session.execute(query))) == [(1, 2), (1, 5), (4, 2), (4, 5)]
        inner = sa.select(user).where(user.id > 1).subquery()
        assert session.scalars(sa.select(inner.c.id).where(inner.c.email == "u1@example.org")).all() == [4]
        assert session.query(user).filter_by(email="u0@example.org").count() == 2
        assert session.execute(sa.delete(user).where(user.email == "u0@example.org")).rowcount == 2


def test_a_kept_statement_follows_the_keys(model: Model, engine: Any, ring: Keyring) -> None:
    table = model.table
    kept = sa.select(table.c.id).where(table.c.email == "kept@example.org").order_by(table.c.id)
    with engine.begin() as connection:
        connection.execute(table.insert().values(id=1, email="kept@example.org"))
        assert connection.execute(kept).scalars().all() == [1]
        with ring.edit() as edit:
            edit.rotate("find")
            edit.promote("find", now=True)
        connection.execute(table.insert().values(id=2, email="kept@example.org"))
        assert connection.execute(kept).scalars().all() == [1, 2]


def test_a_short_index_is_compared_again(model: Model, engine: Any) -> None:
    table, user = model.table, model.User
    numbers = [f"4111-{n:04}" for n in range(64)]
    with Session(engine) as session:
        session.execute(table.insert(), [{"id": n, "number": number} for n, number in enumerate(numbers)])
        assert len(set(raw(session, "number_index"))) <= 16
        number = table.c.number
        for n in (0, 17, 63):
            assert ids(session, table, number == f"4111 {n:04}") == [n]
            assert session.scalars(sa.select(user).where(user.number == numbers[n])).one().id == n
        assert ids(session, table, number.in_(["no digits", *numbers[5:9]])) == [5, 6, 7, 8]
        assert ids(session, table, sa.not_(number == numbers[3])) == [n for n in range(64) if n != 3]
        assert session.query(user).filter(user.number == numbers[9]).count() == 1
        other = aliased(user)
        assert session.execute(sa.select(other.id).where(other.number == numbers[10])).scalars().all() == [10]
        session.execute(sa.update(user).where(user.number == numbers[11]).values(note="found"))
        assert session.execute(sa.select(user.id).where(user.note.is_not(None))).scalars().all() == [11]
        assert session.execute(table.delete().where(number == numbers[12])).rowcount == 1
        kept = sa.select(table.c.id).where(number == numbers[13])
        assert [session.execute(kept).scalars().all() for _ in range(2)] == [[13], [13]]
        with pytest.raises(errors.UnsupportedValueError, match="connection"):
            str(kept.compile(engine, compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize(
    "compare",
    [
        lambda c: c != "x",
        lambda c: c < "x",
        lambda c: c.like("x%"),
        lambda c: c.ilike("x%"),
        lambda c: c.startswith("x"),
        lambda c: c.contains("x"),
        lambda c: c.between("a", "b"),
        lambda c: c.not_in(["x"]),
        lambda c: c.in_(sa.select(sa.literal("x"))),
        lambda c: c.in_("x"),
        lambda c: c.is_distinct_from("x"),
        lambda c: c.in_([sa.func.lower("X")]),
        lambda c: c + "x",
        lambda c: "x" + c,
        lambda c: c.desc(),
        lambda c: c.distinct(),
        lambda c: c.collate("C"),
    ],
)
def test_every_other_comparison_is_refused(ring: Keyring, veil: Veil, compare: Any) -> None:
    model = Model(ring, veil)
    for column in (model.table.c.email, model.User.email):
        with pytest.raises(errors.UnsupportedValueError):
            compare(column)
    with pytest.raises(errors.UnsupportedValueError):
        compare(model.table.c.note)


def test_what_cannot_be_encrypted_is_refused(model: Model, engine: Any) -> None:
    table = model.table
    statements: list[Any] = [
        lambda: sa.select(table.c.id).where(table.c.note == "x"),
        lambda: sa.select(table.c.id).where(table.c.email == sa.func.lower("X")),
        lambda: sa.select(table.c.id).where(table.c.email == table.c.note),
        lambda: sa.select(table.c.id).where(table.c.email == sa.bindparam("x", "y")),
        lambda: table.insert().values(id=1, email=sa.func.lower("X")),
        lambda: table.insert().values(id=1, email=sa.literal("x")),
        lambda: table.insert().values(id=1, note=sa.select(sa.literal("x")).scalar_subquery()),
        lambda: table.insert().values([{"id": 1, "email": sa.literal("x")}]),
        lambda: table.insert().from_select(["id", "email"], sa.select(sa.literal(1), sa.literal("x"))),
        lambda: table.update().values(email=table.c.note),
        lambda: sa.update(model.User).values(email=model.User.note),
        lambda: sa.select(table.c.id).order_by(table.c.email),
        lambda: sa.select(model.User).order_by(model.User.email),
        lambda: sa.select(table.c.email).group_by(table.c.email),
    ]
    with Session(engine) as session:
        for statement in statements:
            with pytest.raises(errors.UnsupportedValueError):
                session.execute(statement())
        with pytest.raises(errors.UnsupportedValueError, match="parameter"):
            session.execute(table.insert().values(id=1, email=sa.bindparam("other")), {"other": "x"})
        assert raw(session, "email") == []


def test_no_error_shows_a_plaintext(model: Model, engine: Any) -> None:
    with Session(engine) as session:
        for broken in ({"id": 1, "email": "secret", "note": {1, 2}}, {"id": 1, "email": {"secret": 1}}):
            with pytest.raises(errors.UnsupportedValueError) as raised:
                session.execute(model.table.insert(), [broken])
            session.rollback()
            assert "secret" not in str(raised.value)


def test_types_that_differ_share_no_statement(ring: Keyring, veil: Veil, engine: Any) -> None:
    metadata = sa.MetaData()
    table = sa.Table("users", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.Text))
    metadata.create_all(engine)
    kinds = [EncryptedType(ring, "pii", ("users", "email"), context={"tenant": name}) for name in ("acme", "other")]
    with engine.begin() as connection:
        for number, kind in enumerate(kinds):
            connection.execute(table.insert().values(id=number, email=kind.seal(f"of {number}")))
        for number, kind in [*enumerate(kinds)] * 2:
            query = sa.select(sa.type_coerce(table.c.email, kind)).where(table.c.id == number)
            assert connection.execute(query).scalar_one() == f"of {number}"


def test_the_context_is_the_statement_s(model: Model, engine: Any) -> None:
    with Session(engine) as session:
        session.execute(model.table.insert().values(id=1, note="of acme"))
        assert session.scalar(sa.select(model.table.c.note)) == "of acme"
        token = TENANT.set("other")
        try:
            with pytest.raises(errors.TamperedError):
                session.scalar(sa.select(model.table.c.note))
        finally:
            TENANT.reset(token)


def test_a_token_opens_in_its_own_column_only(model: Model, engine: Any) -> None:
    with Session(engine) as session:
        session.execute(model.table.insert().values(id=1, email="a@example.org"))
        session.execute(sa.text("UPDATE users SET number = email"))
        with pytest.raises(errors.TamperedError):
            session.scalar(sa.select(model.table.c.number))
        session.execute(sa.text("UPDATE users SET email = 'plain'"))
        with pytest.raises(fieldveil.FieldveilError):
            session.scalar(sa.select(model.table.c.email))


def test_plaintext_is_brought_over(ring: Keyring, veil: Veil, engine: Any) -> None:
    moving, after = Model(ring, veil, migrating=True), Model(ring, veil)
    table = moving.table
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        for n in range(25):
            connection.execute(
                sa.text("INSERT INTO users (id, email, number) VALUES (:n, :email, :number)"),
                {"n": n, "email": f"u{n}@example.org", "number": None if n % 5 else "no digits"},
            )
        connection.execute(table.insert().values(id=25, email="u25@example.org"))
        assert remaining(connection, table.c.email) == 25 and remaining(connection, moving.User.number) == 5
        assert connection.execute(sa.select(table.c.email).where(table.c.id == 3)).scalar_one() == "u3@example.org"
        assert ids(connection, table, table.c.email.in_(["u3@example.org", "u25@example.org"])) == [3, 25]
    assert backfill(engine, table.c.email, batch=10) == 25
    with Session(engine) as session:
        assert backfill(session, moving.User.number) == 5
        session.commit()
        assert remaining(session, table.c.email) == remaining(session, table.c.number) == 0
        assert backfill(session, table.c.email) == 0
        assert all(value.startswith("fv1.") for value in raw(session, "email"))
        emails = session.scalars(sa.select(after.table.c.email).order_by(after.table.c.id)).all()
        assert emails == [f"u{n}@example.org" for n in range(26)]
        assert ids(session, after.table, after.table.c.email == "U7@example.org") == [7]
        assert session.scalars(sa.select(after.table.c.number).where(after.table.c.id == 5)).one() == "no digits"


def test_a_migration_script_sees_a_text_column(model: Model, engine: Any) -> None:
    alembic = pytest.importorskip("alembic")
    from alembic import autogenerate, migration

    with engine.connect() as connection:
        options = {"compare_type": True, "render_item": render_item}
        context = migration.MigrationContext.configure(connection, opts=options)
        assert autogenerate.compare_metadata(context, model.table.metadata) == []
        connection.execute(sa.text("DROP TABLE users"))
        migrations = autogenerate.produce_migrations(context, model.table.metadata)
        script = autogenerate.render_python_code(migrations.upgrade_ops, render_item=render_item)
        assert alembic and "sa.Column('email', sa.Text()" in script and "fieldveil" not in script
    assert repr(model.table.c.email.type) == "EncryptedType('pii', ('users', 'email'))"
