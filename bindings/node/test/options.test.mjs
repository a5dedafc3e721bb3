// What a call is told and does not understand is refused, in words and without repeating a value.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const policy = Policy.parse("{version: 1, rules: [{path: $.a, store: {encrypt: pii}, show: redact}]}");
const ring = join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
const kek = new Key(new Uint8Array(32));
const misuse = (words) => (error) => error instanceof TypeError && words.test(error.message) && !/s3cret/.test(error.message);
let keyring, veil;

before(async () => {
  keyring = await Keyring.create(pathToFileURL(ring), kek);
  keyring.edit((edit) => {
    edit.addSet("pii", "data", { suite: "chacha20-poly1305" });
    edit.addSet("people", "subject");
  });
  veil = new Veil(policy, { keyring });
});

test("an option that a call does not have", async () => {
  assert.throws(() => new Veil(policy, { keyrings: keyring }), misuse(/`new Veil` has no option `keyrings`; it has `keyring`, `observer`, `custom`/));
  assert.throws(() => veil.mask({}, { existing: "keep" }), misuse(/`mask` has no option `existing`; it has `view`, /));
  assert.throws(() => veil.encrypt({}, { view: "x" }), misuse(/`encrypt` has no option `view`/));
  assert.throws(() => veil.decrypt({}, { toString: 1 }), misuse(/`decrypt` has no option `toString`/));
  assert.throws(() => veil.reencrypt({}, { partial: true }), misuse(/`reencrypt` has no option/));
  assert.throws(() => veil.encrypt({}, { audit: { who: "me" } }), misuse(/`audit` has no option `who`/));
  assert.throws(() => veil.encryptMany([{}], { contexts: [] }), misuse(/`encryptMany` has no option `contexts`/));
  assert.throws(() => veil.maskLines({ lines: true }), misuse(/`mask` has no option `lines`/));
  assert.throws(() => veil.searchTerms("c", "v", { places: 1 }), misuse(/`searchTerms` has no option/));
  assert.throws(() => keyring.encryptValue("pii", "v", { binding: null, set: 1 }), misuse(/`encryptValue` has no option/));
  assert.throws(() => keyring.encryptStream("pii", { set: 1 }), misuse(/`encryptStream` has no option/));
  assert.throws(() => keyring.edit().promote("pii", { force: true }), misuse(/`promote` has no option/));
  await assert.rejects(Keyring.open(ring, kek, { epoch: 1 }), misuse(/`Keyring.open` has no option `epoch`; it has `minEpoch`/));
  await assert.rejects(Keyring.create(`${ring}2`, kek, { minEpoch: 1 }), misuse(/`Keyring.create` has no option/));
});

test("an option of another type", async () => {
  for (const options of [{ view: 1 }, { context: "a=b" }, { context: ["a"] }, { context: { a: 1.5 } }, { context: { a: {} } }, { subject: "s3cret" }, { audit: 1 }, "view"]) {
    assert.throws(() => veil.mask({}, options), misuse(/./));
  }
  assert.throws(() => veil.encrypt({}, { existing: "s3cret" }), misuse(/`error` or `keep` or `seal`/));
  assert.throws(() => veil.maskMany([{}], { errors: "ignore" }), misuse(/`raise` or `return`/));
  assert.throws(() => veil.maskMany([{}, {}], { context: [{}] }), RangeError);
  assert.throws(() => new Veil(policy, { keyring: Keyring.open(ring, kek) }), misuse(/await/));
  assert.throws(() => new Veil("version: 1"), misuse(/Policy/));
  assert.throws(() => new Veil(policy, { observer: {} }), misuse(/observer/));
  assert.throws(() => new Veil(policy, { custom: { f: "no" } }), misuse(/custom\.f/));
  for (const wrong of [() => veil.maskText({ a: "s3cret" }), () => keyring.decryptValue({ a: "s3cret" }, { binding: null }), () => Policy.parse({ a: "s3cret" })]) {
    assert.throws(wrong, misuse(/wrong type/));
  }
});

test("a number that is no whole number, or too large for one", async () => {
  const id = keyring.sets()[0].versions[0].id;
  for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53, "1", null]) {
    for (const step of ["retire", "disable", "enable", "destroy"]) {
      assert.throws(() => keyring.edit()[step]("pii", wrong), misuse(/`id` is a whole number/));
    }
    await assert.rejects(async () => keyring.edit().rewrap({ remove: [wrong] }), misuse(/`remove` is a whole number/));
    if (wrong !== "1") assert.throws(() => keyring.encryptValue("pii", "s3cret", { binding: ["t", wrong] }), misuse(/an index in binding/));
    if (wrong === null) continue;
    assert.throws(() => keyring.encryptValue("pii", "s3cret", { binding: null, pad: wrong }), misuse(/`pad` is a whole number/));
    if (wrong !== "1" && wrong !== 0.5) assert.throws(() => keyring.reloadEvery(wrong), misuse(/seconds/));
    await assert.rejects(Keyring.open(ring, kek, { minEpoch: wrong }), misuse(/`minEpoch` is a whole number/));
    await assert.rejects(Keyring.create(`${ring}3`, kek, { minPending: wrong }), misuse(/`minPending` is a whole number/));
  }
  // Cut to 32 bits these would be the version itself.
  for (const same of [id + 2 ** 32, id + 0.25]) {
    assert.throws(() => keyring.edit().destroy("pii", same, { force: true }), misuse(/`id` is a whole number/));
  }
  assert.throws(() => keyring.encryptValue("pii", "s3cret", { binding: ["\ud800"] }), { code: "unsupported_value" });
  assert.throws(() => veil.maskMany({ a: 1 }), misuse(/are an array/));
});

test("a provider that answers with something else", async () => {
  for (const [verb, answer] of [["wrap", "text"], ["wrap", undefined], ["unwrap", 5]]) {
    const path = `${ring}-${verb}-${typeof answer}`;
    const provider = { name: "own", wrap: (key) => key, unwrap: (wrapped) => wrapped, [verb]: () => answer };
    const made = Keyring.create(path, provider).then(() => Keyring.open(path, provider));
    await assert.rejects(made, { code: "provider_failed", message: new RegExp(`\`${verb}\` answers with a Uint8Array`) });
  }
});

test("a function that comes back to its own Veil for ever redacts", () => {
  let calls = 0;
  const endless = new Veil(Policy.parse("{version: 1, rules: [{path: $.a, show: {custom: f}}]}"), {
    custom: { f: (text) => (calls++, endless.mask({ a: text }).a) },
  });
  assert.deepEqual(endless.mask({ a: "s3cret" }), { a: "[REDACTED]" });
  assert.ok(calls > 2 && calls < 100, String(calls));
});

test("what is absent may be said", () => {
  const nothing = { context: undefined, subject: null, audit: undefined };
  assert.deepEqual(veil.decrypt(veil.encrypt({ a: 1 }, nothing), nothing), { a: 1 });
  assert.deepEqual(new Veil(policy, { keyring: null, observer: undefined, custom: null }).mask({ a: 1 }), { a: "[REDACTED]" });
});

test("a context of integers, and of a Map, is the context of their digits", () => {
  const stored = veil.encrypt({ a: 1 }, { context: { row: 7, big: 2n ** 64n } });
  assert.deepEqual(veil.decrypt(stored, { context: { row: "7", big: "18446744073709551616" } }), { a: 1 });
  assert.deepEqual(veil.decrypt(stored, { context: new Map([["row", 7], ["big", 2n ** 64n]]) }), { a: 1 });
});

test("a subject is an object or a pair", () => {
  const mine = new Veil(Policy.parse("{version: 1, rules: [{path: $.a, store: {encrypt: people}, show: redact}]}"), keyring);
  const key = keyring.newSubjectKey("people", "maria");
  const stored = mine.encrypt({ a: "x" }, { subject: ["maria", key] });
  assert.deepEqual(mine.decrypt(stored, { subject: { name: "maria", key } }), { a: "x" });
  const token = keyring.encryptValue("people", "x", { binding: null, subject: ["maria", key] });
  assert.equal(keyring.decryptValue(token, { binding: null, subject: { name: "maria", key } }), "x");
});
