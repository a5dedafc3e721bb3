// The verbs, over bytes, text and objects, one at a time, in batches and in lines.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { before, test } from "node:test";

import { FieldveilError, Key, Keyring, Policy, Veil, inspect } from "fieldveil";

const POLICY = `
version: 1
classes:
  contact: { kind: email, store: { encrypt: pii }, show: email }
  card: { kind: card, store: { encrypt: { set: pii, index: { set: card_index, into: number_index, normalize: [digits] } } }, show: { pan: { bin: 0 } } }
  note: { store: { encrypt: pii }, show: redact }
  who: { show: { pseudonym: { set: people, prefix: p_ } } }
rules:
  - { path: "$.email", class: contact }
  - { path: "$..card.number", class: card }
  - { path: "$.notes[*]", class: note }
  - { path: "$.customer", class: who }
  - { names: [password, token], show: redact }
views:
  full: { open: true, contact: reveal, card: reveal, note: reveal }
`;
const KEK = Uint8Array.from({ length: 32 }, (_, index) => index);
const code = (expected) => (error) => error instanceof FieldveilError && error.code === expected;
let keyring, veil;

before(async () => {
  keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), Key(KEK));
  keyring.edit((ring) => {
    ring.addSet("pii", "data");
    ring.addSet("card_index", "index");
    ring.addSet("people", "pseudonym");
    ring.addSet("persons", "subject");
  });
  veil = new Veil(Policy.parse(POLICY), { keyring });
});

const RECORD = { email: "maria@example.org", card: { number: "4111 1111 1111 1111" }, notes: ["a", "b"], total: 12.5 };
const SHOWN = { email: "m***@example.org", card: { number: "**** **** **** 1111" }, notes: ["[REDACTED]", "[REDACTED]"], total: 12.5 };

test("mask answers in the kind that came, and leaves the object alone", () => {
  const frozen = structuredClone(RECORD);
  assert.deepEqual(veil.mask(frozen), SHOWN);
  assert.deepEqual(frozen, RECORD);
  const text = JSON.stringify(RECORD);
  assert.equal(veil.mask(text), JSON.stringify(SHOWN));
  assert.deepEqual(veil.mask(Buffer.from(text)), Buffer.from(JSON.stringify(SHOWN)));
  assert.deepEqual(veil.mask(new TextEncoder().encode(text)), Buffer.from(JSON.stringify(SHOWN)));
});

test("a record comes back", () => {
  const context = { tenant: "acme" };
  for (const document of [RECORD, JSON.stringify(RECORD), Buffer.from('{ "email" : "x@y.z", "n": 1.10 }')]) {
    const stored = veil.encrypt(document, { context });
    assert.deepEqual(veil.decrypt(stored, { context }), document);
    assert.deepEqual(veil.reencrypt(stored, { context }), stored);
    assert.throws(() => veil.decrypt(stored, { context: { tenant: "other" } }), code("tampered"));
    assert.throws(() => veil.encrypt(stored), code("already_encrypted"));
  }
  const stored = veil.encrypt(RECORD, { context });
  assert.equal(veil.mask(stored, { view: "full", context }).email, RECORD.email);
  assert.equal(veil.mask(stored).email, "[REDACTED]");
});

test("reports", () => {
  const { document, report } = veil.maskWithReport(RECORD);
  assert.deepEqual(document, SHOWN);
  assert.equal(report.policy, Policy.parse(POLICY).sha256);
  assert.deepEqual(report.classes, { contact: 1, card: 1, note: 2 });
  assert.equal(report.unmatched.length, 2);
});

test("500 records with 500 contexts and three bad ones", async () => {
  const documents = Array.from({ length: 500 }, (_, n) => ({ email: `user${n}@example.org` }));
  const context = documents.map((_, n) => ({ row: String(n) }));
  const stored = veil.encryptMany(documents, { context });
  assert.deepEqual(await veil.decryptManyAsync(stored, { context }), documents);
  const bad = [...stored];
  bad[7] = { email: "plain@example.org" };
  bad[250] = { email: NaN };
  bad[499] = stored[0];
  for (const answers of [veil.decryptMany(bad, { context, errors: "return" }), await veil.decryptManyAsync(bad, { context, errors: "return" })]) {
    const failed = answers.flatMap((answer, n) => (answer instanceof FieldveilError ? [[n, answer.index, answer.code]] : []));
    assert.deepEqual(failed, [[7, 7, "not_encrypted"], [250, 250, "unsupported_value"], [499, 499, "tampered"]]);
    assert.equal(answers.filter((answer) => !(answer instanceof FieldveilError)).length, 497);
  }
  assert.throws(() => veil.decryptMany(bad, { context }), (error) => error.index === 7);
  await assert.rejects(veil.decryptManyAsync(bad, { context }), (error) => error.index === 7);
});

test("lines, as a transform and from a reader into a writer", async () => {
  const lines = Array.from({ length: 2000 }, (_, n) => `{"email":"u${n}@example.org"}\n`).join("");
  const transform = veil.encryptLines({ context: { tenant: "acme" } });
  const stored = await buffer(Readable.from([Buffer.from(lines)]).pipe(transform));
  assert.equal(transform.result.records, 2000);
  const back = veil.decryptLines({ context: { tenant: "acme" } });
  assert.equal((await buffer(Readable.from([stored]).pipe(back))).toString(), lines);
  const shown = veil.maskLines();
  assert.match((await buffer(Readable.from([`{"a":1}\nnot json\n`]).pipe(shown))).toString(), /^{"a":1}\n{"fieldveil_error":"invalid_json","line":2}\n$/);
  await assert.rejects(buffer(Readable.from(["{}\n{\n"]).pipe(veil.encryptLines())), (error) => error.line === 2);
});

test("streams", async () => {
  for (const size of [0, 1, 16384, 1_000_000]) {
    const plain = Buffer.alloc(size, "x");
    const sealed = await buffer(Readable.from(size ? [plain.subarray(0, size >> 1), plain.subarray(size >> 1)] : []).pipe(keyring.encryptStream("pii", { context: { file: "a" } })));
    assert.deepEqual(await buffer(Readable.from([sealed]).pipe(keyring.decryptStream({ context: { file: "a" } }))), plain);
    await assert.rejects(buffer(Readable.from([sealed]).pipe(keyring.decryptStream({ context: { file: "b" } }))), code("wrong_key"));
    await assert.rejects(buffer(Readable.from([sealed.subarray(0, -1)]).pipe(keyring.decryptStream({ context: { file: "a" } }))), FieldveilError);
  }
});

test("values", () => {
  const binding = ["users", "email"];
  for (const value of ["text", "", Buffer.from([0, 255]), { a: [1, 2.5, null] }, 2n ** 70n, true, null, 7]) {
    const token = keyring.encryptValue("pii", value, { binding, context: { tenant: "acme" } });
    assert.deepEqual(keyring.decryptValue(token, { binding, context: { tenant: "acme" } }), value);
    assert.throws(() => keyring.decryptValue(token, { binding: null, context: { tenant: "acme" } }), code("tampered"));
    assert.equal(keyring.reencryptValue(token, { binding, context: { tenant: "acme" } }), token);
  }
  assert.throws(() => keyring.encryptValue("pii", "x", {}), TypeError);
  assert.equal(inspect(keyring.encryptValue("pii", "x", { binding: null })).kind, "value");
  assert.throws(() => inspect("fv1.!"), code("invalid_token"));
});

test("look-ups and subjects", () => {
  const index = veil.blindIndex("card", "4111 1111 1111 1111");
  assert.deepEqual(veil.searchTerms("card", "4111-1111-1111-1111"), [index]);
  assert.equal(veil.encrypt(RECORD).card.number_index, index);
  assert.equal(veil.mask({ customer: "42" }).customer, veil.pseudonym("who", "42"));
  assert.equal(veil.maskText("mail maria@example.org"), "mail [email]");
  const mine = new Veil(Policy.parse("{version: 1, rules: [{path: $.a, store: {encrypt: persons}, show: redact}]}"), keyring);
  const subject = { name: "maria", key: keyring.newSubjectKey("persons", "maria") };
  const stored = mine.encrypt({ a: "x" }, { subject });
  assert.deepEqual(mine.decrypt(stored, { subject: { ...subject, key: keyring.rewrapSubjectKey("maria", subject.key) } }), { a: "x" });
  assert.throws(() => mine.decrypt(stored), code("unknown_key"));
  assert.throws(() => mine.encrypt({ a: "x" }), code("missing_subject"));
});

test("errors say where", () => {
  assert.throws(() => veil.mask('{\n "a": tru}'), (error) => code("invalid_json")(error) && error.position.line === 2);
  assert.throws(() => veil.mask({}, { view: "nobody" }), code("unknown_view"));
  assert.throws(() => Policy.parse("version: 1\nruls: []"), (error) => code("invalid_policy")(error) && /rules/.test(error.message));
});

test("answers as bytes are their caller's: none is written to by a later one", () => {
  const documents = Array.from({ length: 400 }, (_, n) => Buffer.from(JSON.stringify({ total: n, text: "x".repeat((n * 37) % 9000) })));
  const answers = documents.map((document) => veil.mask(document));
  answers.forEach((answer, n) => assert.ok(answer.equals(documents[n])));
  for (const answer of answers) answer.fill(0);
  assert.ok(veil.mask(documents[0]).equals(documents[0]));
  // What is handed to another thread is copied, whatever the transfer list says: some versions ignore it, some refuse.
  const { port1, port2 } = new MessageChannel();
  const [first, second] = documents.map((document) => veil.mask(document));
  try {
    port1.postMessage(first, [first.buffer]);
  } catch (error) {
    assert.equal(error.name, "DataCloneError");
  }
  assert.ok(second.equals(documents[1]));
  port1.close();
  port2.close();
});

test("an answer that is much larger than its document", () => {
  const many = Buffer.from(JSON.stringify({ notes: Array(700).fill("a") }));
  for (let round = 0; round < 10; round++) {
    const stored = veil.encrypt(many);
    assert.ok(many.length < 4096 && stored.length > 4 * many.length);
    assert.ok(veil.decrypt(stored).equals(many));
  }
});
