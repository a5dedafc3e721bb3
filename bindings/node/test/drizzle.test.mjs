// Encrypted columns in a real PostgreSQL: written, found, refused, migrated, rotated.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { and, eq, getTableColumns, gt, inArray, isNotNull, isNull, like, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { alias, integer, pgTable, text } from "drizzle-orm/pg-core";
import { Key, Keyring, Policy, Veil } from "fieldveil";
import { backfill, blindIndex, encrypted, matches, matching, remaining, sealed, searchTerms } from "fieldveil/drizzle";
import pg from "pg";

import { startPostgres } from "./support/postgres.mjs";

const index = (bits) => `store: { encrypt: { set: pii, index: { set: look, into: x_index, normalize: [lower, trim], bits: ${bits} } } }`;
const policy = Policy.parse(`
version: 1
classes:
  mail: { ${index(64)}, show: email }
  short: { ${index(4)}, show: email }
  scoped: { store: { encrypt: { set: pii, index: { set: look, into: y_index, scope: [tenant] } } }, show: redact }
rules: []
`);
const tenant = new AsyncLocalStorage();
const refused = (words) => (error) => [error, error.cause].some((one) => one?.code === "unsupported_value" && words.test(one.message));
let server, pool, db, keyring, users, plain;

before(async () => {
  keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), new Key(new Uint8Array(32)));
  keyring.edit((edit) => {
    edit.addSet("pii", "data");
    edit.addSet("look", "index");
  });
  const veil = new Veil(policy, { keyring });
  const how = { keyring, set: "pii" };
  const columns = (migrating) => ({
    id: integer().primaryKey(),
    email: encrypted("email", { ...how, binding: ["users", "email"], migrating, index: { veil, class: "mail", column: "emailIndex" } }),
    emailIndex: blindIndex("email_index"),
    note: encrypted("note", { ...how, binding: ["users", "note"], context: () => ({ tenant: tenant.getStore() ?? "none" }) }),
    name: text(),
  });
  users = pgTable("users", columns(false));
  plain = pgTable("users", columns(true));
  server = await startPostgres();
  pool = new pg.Pool({ connectionString: server.url });
  db = drizzle(pool);
  await pool.query("create table users (id integer primary key, email text, email_index text, note text, name text)");
  await pool.query("create index on users (email_index)");
});

after(async () => {
  await pool?.end();
  server?.stop();
});

beforeEach(() => pool.query("truncate users"));

const raw = async () => (await pool.query("select * from users order by id")).rows;
const rows = [
  { id: 1, email: "Maria@example.org", note: "a", name: "Maria" },
  { id: 2, email: "ada@example.org", note: { deep: [1, 2.5, null] }, name: "Ada" },
  { id: 3, email: null, note: null, name: "Nobody" },
];

test("values are tokens in the table and values in the program; NULL stays NULL", async () => {
  await db.insert(users).values(sealed(users, rows));
  const stored = await raw();
  for (const { email, email_index, note } of stored.slice(0, 2)) {
    assert.match(email, /^fv1\./);
    assert.match(note, /^fv1\./);
    assert.match(email_index, /^[0-9a-f]{16}$/);
  }
  assert.deepEqual([stored[2].email, stored[2].email_index, stored[2].note], [null, null, null]);
  const { emailIndex: _, ...columns } = getTableColumns(users);
  assert.deepEqual(await db.select(columns).from(users).orderBy(users.id), rows);
  assert.ok(!JSON.stringify(stored).includes("example.org"));
});

test("equality, IN and IS NULL find rows through the index", async () => {
  await db.insert(users).values(sealed(users, rows));
  const ids = async (where) => (await db.select({ id: users.id }).from(users).where(where).orderBy(users.id)).map(({ id }) => id);
  assert.deepEqual(await ids(matches(users.email, "maria@EXAMPLE.org ")), [1]);
  assert.deepEqual(await ids(matches(users.email, ["ada@example.org", "Maria@example.org", "x@y.z"])), [1, 2]);
  assert.deepEqual(await ids(and(matches(users.email, "ada@example.org"), eq(users.name, "Ada"))), [2]);
  assert.deepEqual(await ids(matches(users.email, "x@y.z")), []);
  assert.deepEqual(await ids(matches(users.email, [])), []);
  assert.deepEqual(await ids(isNull(users.email)), [3]);
  assert.deepEqual(await ids(isNotNull(users.email)), [1, 2]);
  const other = alias(users, "u2");
  assert.deepEqual(await db.select({ id: other.id, email: other.email }).from(other).where(matches(other.email, "ada@example.org")), [{ id: 2, email: "ada@example.org" }]);
  const [term] = searchTerms(users.email, "ada@example.org");
  assert.equal((await raw())[1].email_index, term);
});

test("whatever would write plaintext or compare tokens is refused, and nothing is written", async () => {
  await db.insert(users).values(sealed(users, rows[0]));
  const before = await raw();
  await assert.rejects(async () => db.insert(users).values(rows[1]), refused(/`email` is encrypted; write it by `sealed`/));
  await assert.rejects(async () => db.insert(users).values([rows[1], rows[2]]), refused(/`email`/));
  await assert.rejects(async () => db.update(users).set({ note: "plain" }), refused(/`note`/));
  await assert.rejects(async () => db.update(users).set({ emailIndex: "00" }), refused(/`email_index`/));
  for (const where of [eq(users.email, "x"), inArray(users.email, ["x"]), gt(users.email, "x"), eq(users.note, "x")]) {
    await assert.rejects(async () => db.select().from(users).where(where), refused(/search it by `matches`/));
  }
  for (const expression of [sql`lower('X')`, sql`lower('X')`.as("x"), sql.placeholder("email"), sql.param("plain"), users.name]) {
    assert.throws(() => sealed(users, { email: expression }), refused(/write a value, not an expression/));
  }
  assert.throws(() => matches(users.note, "x"), refused(/no index/));
  assert.throws(() => matches(users.name, "x"), refused(/not made by `encrypted`/));
  assert.deepEqual(await raw(), before);
  // `like` takes its pattern as it is: it compares with the token, and so finds nothing.
  assert.deepEqual(await db.select({ id: users.id }).from(users).where(like(users.email, "%example%")), []);
});

test("an update writes both, and an upsert too", async () => {
  await db.insert(users).values(sealed(users, rows));
  await db.update(users).set(sealed(users, { email: "new@example.org" })).where(matches(users.email, "ada@example.org"));
  await db.insert(users).values(sealed(users, { id: 1, email: "one@example.org" })).onConflictDoUpdate({ target: users.id, set: sealed(users, { email: "one@example.org" }) });
  await db.update(users).set(sealed(users, { name: "Zoe" })).where(eq(users.id, 3));
  assert.deepEqual((await db.select({ email: users.email }).from(users).where(matches(users.email, ["new@example.org", "one@example.org"]))).length, 2);
  assert.deepEqual((await raw()).map(({ name }) => name), ["Maria", "Ada", "Zoe"]);
});

test("the context is that of the statement at hand", async () => {
  await tenant.run("acme", () => db.insert(users).values(sealed(users, { id: 1, note: "for acme" })));
  const read = () => db.select({ note: users.note }).from(users);
  assert.deepEqual(await tenant.run("acme", async () => await read()), [{ note: "for acme" }]);
  await assert.rejects(tenant.run("other", async () => await read()), (error) => [error, error.cause].some((one) => one?.code === "tampered"));
});

test("a token that was moved to another row opens, one that was moved to another column does not", async () => {
  await db.insert(users).values(sealed(users, rows[0]));
  await pool.query("update users set note = email");
  await assert.rejects(async () => await db.select({ note: users.note }).from(users), (error) => [error, error.cause].some((one) => one?.code === "tampered"));
});

test("migrating: both are read, both are searched, and backfill finishes the job", async () => {
  const old = Array.from({ length: 25 }, (_, n) => `(${n + 1}, 'u${n + 1}@example.org')`).join();
  await pool.query(`insert into users (id, email) values ${old}, (26, 'fv1.not-a-token'), (27, null)`);
  await db.insert(plain).values(sealed(plain, { id: 28, email: "u1@example.org" }));
  await assert.rejects(async () => await db.select().from(users));
  assert.equal((await db.select({ email: plain.email }).from(plain).where(eq(plain.id, 26)))[0].email, "fv1.not-a-token");
  const found = async () => (await db.select({ id: plain.id }).from(plain).where(matches(plain.email, "u1@example.org")).orderBy(plain.id)).map(({ id }) => id);
  assert.deepEqual(await found(), [1, 28]);
  assert.equal(await remaining(db, plain.email), 26);
  const steps = [];
  for (let done; (done = await backfill(db, plain.email, { batch: 10 })) > 0; ) steps.push(done);
  assert.deepEqual(steps, [10, 10, 6]);
  assert.equal(await remaining(db, plain.email), 0);
  assert.deepEqual(await found(), [1, 28]);
  assert.equal((await db.select({ email: users.email }).from(users).where(matches(users.email, "u7@example.org")))[0].email, "u7@example.org");
});

test("rows are found under the old version and the new one while an index set rotates", async () => {
  await db.insert(users).values(sealed(users, rows[0]));
  keyring.edit((edit) => (edit.rotate("look"), edit.promote("look", { now: true })));
  await db.insert(users).values(sealed(users, { id: 9, email: "maria@example.org" }));
  assert.equal(searchTerms(users.email, "maria@example.org").length, 2);
  assert.equal((await db.select().from(users).where(matches(users.email, "maria@example.org"))).length, 2);
});

test("what a short index finds is compared again after decryption", async () => {
  const short = (migrating) =>
    pgTable("users", {
      id: integer().primaryKey(),
      email: encrypted("email", { keyring, set: "pii", binding: ["users", "email"], migrating, index: { veil: new Veil(policy, { keyring }), class: "short", column: "emailIndex" } }),
      emailIndex: blindIndex("email_index"),
    });
  const [table, moving] = [short(false), short(true)];
  await db.insert(table).values(sealed(table, Array.from({ length: 40 }, (_, id) => ({ id, email: `user${id}@example.org` }))));
  await db.insert(table).values({ id: 40, email: null });
  const ids = async (from, value) => (await db.select({ id: from.id }).from(from).where(await matching(db, from.email, value)).orderBy(from.id)).map(({ id }) => id);
  // 40 values and 16 terms: the index alone finds others, too.
  const terms = searchTerms(table.email, "user7@example.org");
  assert.ok((await raw()).filter((row) => terms.includes(row.email_index)).length > 1);
  assert.deepEqual(await ids(table, "USER7@example.org "), [7]);
  assert.deepEqual(await ids(table, ["user3@example.org", "user39@example.org", "nobody@example.org", null]), [3, 39]);
  assert.deepEqual([await ids(table, "nobody@example.org"), await ids(table, []), await ids(table, null)], [[], [], []]);
  await pool.query("insert into users (id, email) values (41, 'user7@example.org')");
  assert.deepEqual(await ids(moving, "user7@example.org"), [7, 41]);
  const other = alias(table, "other");
  assert.deepEqual(await ids(other, "user3@example.org"), [3]);
  await assert.rejects(async () => await matching(db, users.note, "a"), refused(/no index/));
});

test("an index that finds other rows as well is refused where nothing compares again, and a scope is kept", async () => {
  const veil = new Veil(policy, { keyring });
  const table = (className, context) =>
    pgTable("t", { email: encrypted("email", { keyring, set: "pii", binding: ["t", "email"], index: { veil, class: className, column: "emailIndex", context } }), emailIndex: blindIndex("email_index") });
  assert.throws(() => matches(table("short").email, "x"), refused(/search by `matching`/));
  const [acme] = searchTerms(table("scoped", { tenant: "acme" }).email, "x");
  const [other] = searchTerms(table("scoped", () => ({ tenant: "other" })).email, "x");
  assert.notEqual(acme, other);
  assert.throws(() => searchTerms(table("scoped").email, "x"), (error) => error.code === "invalid_context");
});
