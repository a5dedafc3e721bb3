// The extension under Prisma 7's own client and a real PostgreSQL: written, found, included, refused.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { Key, Keyring, Policy, Veil } from "fieldveil";
import { backfill, encryptedFields, matching, remaining } from "fieldveil/prisma";

import { generatedClient } from "./prisma/client.mjs";
import { startPostgres } from "./support/postgres.mjs";

const policy = Policy.parse("{version: 1, classes: {mail: {store: {encrypt: {set: pii, index: {set: look, into: x, normalize: [lower, trim]}}}, show: email}}, rules: []}");
const refused = (words) => (error) => error.code === "unsupported_value" && words.test(error.message);
let server, bare, prisma, migrating, how;

before(async () => {
  const keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), new Key(new Uint8Array(32)));
  keyring.edit((edit) => (edit.addSet("pii", "data"), edit.addSet("look", "index")));
  const index = { veil: new Veil(policy, { keyring }), class: "mail", column: "emailIndex" };
  const fields = (migrating) => ({
    User: {
      email: { keyring, set: "pii", binding: ["users", "email"], index, migrating },
      note: { keyring, set: "pii", binding: ["users", "note"] },
    },
  });
  how = fields(true).User.email;
  server = await startPostgres();
  bare = (await generatedClient())(server.url);
  prisma = bare.$extends(encryptedFields(fields(false)));
  migrating = bare.$extends(encryptedFields(fields(true)));
  for (const statement of [
    `create table "User" (id integer primary key, email text, "emailIndex" text, note text, name text)`,
    `create table "Post" (id integer primary key, title text not null, "authorId" integer references "User" (id))`,
  ]) await bare.$executeRawUnsafe(statement);
});

after(async () => {
  await bare?.$disconnect();
  server?.stop();
});

beforeEach(() => bare.$executeRawUnsafe(`truncate "User", "Post"`));

const raw = () => bare.user.findMany({ orderBy: { id: "asc" } });
const maria = { id: 1, email: "Maria@example.org", note: "n", name: "email" };

test("values are tokens in the table and values in the program, in included records too", async () => {
  const made = await prisma.user.create({ data: maria });
  assert.deepEqual([made.email, made.note, made.name], ["Maria@example.org", "n", "email"]);
  await prisma.user.createMany({ data: [{ id: 2, email: "ada@example.org" }, { id: 3, email: null }] });
  await prisma.post.create({ data: { id: 1, title: "email", author: { connect: { id: 1 } } } });
  const [first, , third] = await raw();
  assert.match(first.email, /^fv1\./);
  assert.match(first.emailIndex, /^[0-9a-f]{16}$/);
  assert.deepEqual([third.email, third.emailIndex], [null, null]);
  const post = await prisma.post.findFirstOrThrow({ include: { author: true } });
  assert.equal(post.author.email, "Maria@example.org");
  assert.deepEqual((await prisma.user.findMany({ select: { email: true }, orderBy: { id: "asc" } })).map(({ email }) => email), ["Maria@example.org", "ada@example.org", null]);
  assert.ok(!JSON.stringify(await raw()).includes("example.org"));
});

test("equality, IN and NULL find records through the index", async () => {
  await prisma.user.createMany({ data: [maria, { id: 2, email: "ada@example.org" }, { id: 3 }] });
  const ids = async (where) => (await prisma.user.findMany({ where, orderBy: { id: "asc" } })).map(({ id }) => id);
  assert.deepEqual(await ids({ email: "maria@EXAMPLE.org " }), [1]);
  assert.deepEqual(await ids({ email: { in: ["ada@example.org", "Maria@example.org"] } }), [1, 2]);
  assert.deepEqual(await ids({ OR: [{ email: { equals: "ada@example.org" } }, { name: "email" }] }), [1, 2]);
  assert.deepEqual(await ids({ NOT: { email: "ada@example.org" }, email: { not: null } }), [1]);
  assert.deepEqual(await ids({ email: null }), [3]);
  assert.equal(await prisma.user.count({ where: { email: "ada@example.org" } }), 1);
});

test("updates write both", async () => {
  await prisma.user.create({ data: maria });
  await prisma.user.update({ where: { id: 1 }, data: { email: { set: "new@example.org" } } });
  await prisma.user.updateMany({ where: { email: "new@example.org" }, data: { note: null } });
  const upserted = await prisma.user.upsert({ where: { id: 1 }, create: maria, update: { email: "newer@example.org" } });
  assert.deepEqual([upserted.email, upserted.note], ["newer@example.org", null]);
  assert.equal((await prisma.user.findFirst({ where: { email: "newer@example.org" } })).id, 1);
});

test("what would write plaintext or compare tokens is refused", async () => {
  for (const [call, words] of [
    [() => prisma.user.findMany({ where: { email: { contains: "a" } } }), /`equals`, `in`/],
    [() => prisma.user.findMany({ where: { note: "n" } }), /`note` has no index/],
    [() => prisma.user.findMany({ orderBy: { email: "asc" } }), /sorted/],
    [() => prisma.user.findMany({ distinct: ["email"] }), /sorted/],
    [() => prisma.user.groupBy({ by: ["email"] }), /grouped/],
    [() => prisma.user.create({ data: { ...maria, emailIndex: "00" } }), /`emailIndex` is filled/],
    [() => prisma.post.create({ data: { id: 1, title: "t", author: { create: maria } } }), /nested write/],
    [() => prisma.post.findMany({ where: { author: { email: "x" } } }), /related record/],
    [() => prisma.user.create({ data: { id: 1, posts: { create: { id: 1, title: "t", author: { create: maria } } } } }), /nested write/],
  ]) await assert.rejects(async () => await call(), refused(words));
  assert.deepEqual(await raw(), []);
});

test("migrating reads and finds both, and writes tokens", async () => {
  await bare.user.create({ data: { id: 1, email: "old@example.org" } });
  await migrating.user.create({ data: { id: 2, email: "old@example.org" } });
  assert.deepEqual((await migrating.user.findMany({ where: { email: "old@example.org" } })).map(({ email }) => email), ["old@example.org", "old@example.org"]);
  await assert.rejects(async () => (await prisma.user.findFirst({ where: { id: 1 } })).email);
});

test("a table of plaintext is brought over, in batches, also where nothing is left to index", async () => {
  await bare.user.createMany({ data: Array.from({ length: 7 }, (_, id) => ({ id, email: `user${id}@example.org` })) });
  await bare.user.createMany({ data: [{ id: 7, email: " " }, { id: 8, email: "fv1.not-a-token" }, { id: 9, email: null }] });
  await migrating.user.create({ data: { id: 10, email: "new@example.org" } });
  await bare.user.update({ where: { id: 10 }, data: { emailIndex: null } });
  assert.equal(await remaining(bare.user, "email", how), 10);
  const batches = [];
  while (batches.at(-1) !== 0) batches.push(await backfill(bare.user, "email", how, { batch: 4 }));
  assert.deepEqual(batches, [4, 4, 2, 0]);
  assert.equal(await remaining(bare.user, "email", how), 0);
  const emails = (await prisma.user.findMany({ orderBy: { id: "asc" } })).map(({ email }) => email);
  assert.deepEqual(emails.slice(6), ["user6@example.org", " ", "fv1.not-a-token", null, "new@example.org"]);
  assert.equal((await prisma.user.findFirst({ where: { email: "new@example.org" } })).id, 10);
  await assert.rejects(async () => await backfill(migrating.user, "email", how), refused(/`equals`, `in`/));
});

test("what a short index finds is compared again after decryption", async () => {
  const short = Policy.parse("{version: 1, classes: {mail: {store: {encrypt: {set: pii, index: {set: look, into: x, normalize: [lower, trim], bits: 4}}}, show: email}}, rules: []}");
  const index = { ...how.index, veil: new Veil(short, { keyring: how.keyring }) };
  const field = { ...how, migrating: false, index };
  const found = bare.$extends(encryptedFields({ User: { email: field } }));
  await found.user.createMany({ data: Array.from({ length: 40 }, (_, id) => ({ id, email: `user${id}@example.org` })) });
  await bare.user.create({ data: { id: 40, email: "user7@example.org" } });
  const ids = async (value, how = field) => (await found.user.findMany({ where: await matching(bare.user, "email", how, value), select: { id: true }, orderBy: { id: "asc" } })).map(({ id }) => id);
  assert.ok((await bare.user.count({ where: { emailIndex: { in: index.veil.searchTerms("mail", "user7@example.org") } } })) > 1);
  assert.deepEqual(await ids("USER7@example.org "), [7]);
  assert.deepEqual(await ids(["user3@example.org", "user39@example.org", "nobody@example.org", null]), [3, 39]);
  assert.deepEqual(await ids([]), []);
  assert.deepEqual(await ids("user7@example.org", { ...field, migrating: true }), [7, 40]);
  await assert.rejects(async () => await found.user.findMany({ where: { email: "user7@example.org" } }), refused(/search by `matching`/));
});
