// Observers hear of everything and break nothing; functions of the operator `custom` are asked from any thread.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { before, test } from "node:test";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const KEK = new Uint8Array(32);
const policy = Policy.parse(`
version: 1
rules:
  - { path: $.email, class: mail }
  - { path: $.name, show: { custom: initials } }
classes: { mail: { store: { encrypt: pii }, show: email } }
views: { support: { open: true, mail: reveal } }
`);
const path = join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
const initials = (name) => name.replace(/[^A-Z]/g, "");
let keyring, id;

before(async () => {
  keyring = await Keyring.create(path, new Key(KEK));
  id = keyring.edit((edit) => edit.addSet("pii", "data"));
});

function watched(options = {}) {
  const events = [];
  return [new Veil(policy, { keyring, observer: (event) => events.push(event), ...options }), events];
}

test("an observer hears of each call before it returns", () => {
  const [veil, events] = watched();
  const stored = veil.encrypt({ email: "maria@example.org" }, { audit: { actor: "api", reason: "order" } });
  const nothing = { view: null, outcome: null, actor: null, reason: null, ring: null, epoch: null };
  assert.deepEqual(events.splice(0), [{ ...nothing, action: "encrypted", count: 1, keys: [{ set: "pii", id, count: 1 }], actor: "api", reason: "order" }]);
  veil.mask(stored, { view: "support", audit: { actor: "ann" } });
  assert.deepEqual(events.splice(0).map(({ action, view, actor }) => [action, view, actor]), [["masked", "support", "ann"], ["revealed", "support", "ann"]]);
  assert.throws(() => veil.decrypt({ email: "plain" }));
  assert.deepEqual(events.splice(0).map(({ action, outcome }) => [action, outcome]), [["decrypted", "not_encrypted"]]);
  veil.maskWithReport({});
  veil.maskMany([{}, {}, "{"], { errors: "return" });
  assert.deepEqual(events.splice(0).map(({ outcome }) => outcome), [null, null, null, "invalid_json"]);
  assert.ok(!JSON.stringify(events).includes("maria"));
});

test("an observer hears of what is done on other threads before its promise settles", async () => {
  const [veil, events] = watched();
  await veil.encryptManyAsync(Array.from({ length: 500 }, (_, n) => ({ email: `u${n}@example.org` })));
  assert.equal(events.splice(0).length, 500);
  await veil.maskLines(Readable.from(["{}\n{}\n"]), new PassThrough().resume());
  assert.deepEqual(events.splice(0).map(({ action }) => action), ["masked", "masked"]);
});

test("an observer hears of reloads, also of one that failed", async () => {
  const reader = await Keyring.open(path, new Key(KEK));
  const [, events] = watched({ keyring: reader });
  const old = readFileSync(path);
  keyring.edit((edit) => edit.addSet("more", "data"));
  await reader.reload();
  assert.deepEqual(events.splice(0).map(({ action, outcome, epoch, ring }) => [action, outcome, epoch, ring]), [["reloaded", null, reader.status().epoch, reader.status().id]]);
  const now = readFileSync(path);
  writeFileSync(path, old);
  await assert.rejects(reader.reload());
  writeFileSync(path, now);
  assert.deepEqual(events.map(({ action, outcome }) => [action, outcome]), [["reloaded", "keyring_rolled_back"]]);
});

test("an observer that throws, now or later, breaks nothing", async () => {
  for (const observer of [() => { throw new Error("no"); }, async () => { throw new Error("no"); }]) {
    const veil = new Veil(policy, { keyring, observer });
    assert.deepEqual(veil.decrypt(veil.encrypt({ email: "a@b.c" })), { email: "a@b.c" });
    await veil.encryptManyAsync([{ email: "a@b.c" }]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test("a function of the application shows a value, on whichever thread it is met", async () => {
  const veil = new Veil(policy, { custom: { initials } });
  const [record, shown] = [{ name: "Ada Lovelace" }, { name: "AL" }];
  assert.deepEqual(veil.mask(record), shown);
  assert.equal(veil.mask(JSON.stringify(record)), JSON.stringify(shown));
  assert.deepEqual(veil.mask(Buffer.from(JSON.stringify(record))), Buffer.from(JSON.stringify(shown)));
  assert.deepEqual(veil.maskWithReport(record).document, shown);
  const [many, all] = [Array(500).fill(record), Array(500).fill(shown)];
  assert.deepEqual(veil.maskMany(many), all);
  assert.deepEqual(await veil.maskManyAsync(many), all);
  // Both at once: what the pool asks is answered while a synchronous batch runs, and after it.
  const later = veil.maskManyAsync(many);
  assert.deepEqual(veil.maskMany(many), all);
  assert.deepEqual(await later, all);
  assert.equal(await text(Readable.from(['{"name":"Ada Lovelace"}\n'.repeat(200)]).pipe(veil.maskLines())), '{"name":"AL"}\n'.repeat(200));
});

test("a function may use the veil that asks it", () => {
  const veil = new Veil(policy, { custom: { initials: (name) => (name === "x" ? "deep" : veil.mask({ name: "x" }).name) } });
  assert.deepEqual(veil.maskMany(Array(100).fill({ name: "y" })), Array(100).fill({ name: "deep" }));
});

test("what throws, what is no string, and what is not there redacts", () => {
  const odd = [() => { throw new Error("no"); }, () => 1, () => undefined, async () => "late", () => new String("x")];
  for (const one of odd) assert.deepEqual(new Veil(policy, { custom: { initials: one } }).mask({ name: "Ada" }), { name: "[REDACTED]" });
  for (const custom of [{}, { other: initials }, undefined]) assert.deepEqual(new Veil(policy, { custom }).mask({ name: "Ada" }), { name: "[REDACTED]" });
});

test("a function that writes to the document changes nothing", () => {
  const document = Buffer.from('{"name":"Ada Lovelace","n":1}');
  const veil = new Veil(policy, { custom: { initials: () => (document.fill(0), "AL") } });
  assert.equal(veil.mask(document).toString(), '{"name":"AL","n":1}');
});
