// Rings: made, opened by every provider, edited, rotated, reloaded.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { FieldveilError, Hpke, InvalidKeyringError, Key, Keyring, Passphrase, ProviderKeyLostError, errorClasses } from "fieldveil";

const KEK = Uint8Array.from({ length: 32 }, (_, index) => index);
const place = () => join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
const code = (expected) => (error) => error instanceof FieldveilError && error.code === expected;

test("a ring is made, edited and opened", async () => {
  const path = place();
  const made = await Keyring.create(path, new Key(KEK));
  const first = made.edit((ring) => ring.addSet("pii", "data"));
  const opened = await Keyring.open(path, new Key(KEK), { minEpoch: 2 });
  assert.deepEqual(opened.status().primaries, { pii: first });
  assert.equal(opened.sets()[0].versions[0].state, "primary");
  const parsed = await Keyring.parse(readFileSync(path), new Key(KEK));
  assert.equal(parsed.status().id, opened.status().id);
  assert.deepEqual((await Keyring.parse(opened.document(), new Key(KEK))).sets(), opened.sets());
});

test("an edit that throws saves nothing, and one that is saved is over", async () => {
  const path = place();
  const made = await Keyring.create(path, new Key(KEK));
  assert.throws(() => made.edit((ring) => { ring.addSet("pii", "data"); throw new RangeError(); }), RangeError);
  assert.deepEqual(made.sets(), []);
  const edit = made.edit();
  edit.addSet("pii", "data");
  edit.save();
  assert.throws(() => edit.rotate("pii"), code("keyring_changed"));
});

test("the life of a version", async () => {
  const made = await Keyring.create(place(), new Key(KEK), { minPending: 1000 });
  const edit = made.edit();
  const old = edit.addSet("pii", "data", "chacha20-poly1305");
  const next = edit.rotate("pii");
  assert.throws(() => edit.promote("pii"), code("key_not_usable"));
  assert.equal(edit.promote("pii", { now: true }), next);
  edit.disable("pii", old);
  assert.throws(() => edit.destroy("pii", old), code("key_not_usable"));
  edit.destroy("pii", old, { force: true });
  edit.save();
  assert.deepEqual(made.sets()[0].versions.map(({ id, state }) => [id, state]), [[old, "destroyed"], [next, "primary"]]);
});

test("every ready provider opens the ring", async () => {
  const path = place();
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const raw = (key, type) => key.export({ format: "der", type }).subarray(-32);
  const kek = `${path}.kek`;
  writeFileSync(kek, `${Buffer.from(KEK).toString("hex")}\n`);
  await Keyring.create(path, new Passphrase("correct horse"), Key.fromFile(kek), Hpke.public("server", raw(publicKey, "spki")));
  for (const provider of [new Passphrase("correct horse"), new Key(KEK), Hpke.private(raw(privateKey, "pkcs8"))]) {
    assert.deepEqual((await Keyring.open(path, provider)).sets(), []);
  }
  await assert.rejects(Keyring.open(path, new Passphrase("wrong")), code("wrong_passphrase"));
});

test("a provider of the application, synchronous or not", async () => {
  const asked = [];
  const vault = (later) => ({
    name: "vault:1",
    wrap: (key, context) => (asked.push(["wrap", context]), later(Buffer.from(key).reverse())),
    unwrap: (wrapped, context) => (asked.push(["unwrap", context]), later(Buffer.from(wrapped).reverse())),
  });
  for (const later of [(bytes) => bytes, (bytes) => new Promise((resolve) => setTimeout(resolve, 5, bytes))]) {
    const path = place();
    asked.length = 0;
    const ring = { "fv-ring": (await Keyring.create(path, vault(later))).status().id };
    assert.equal((await Keyring.open(path, vault(later))).status().id, ring["fv-ring"]);
    assert.deepEqual(asked, [["wrap", ring], ["unwrap", ring]]);
  }
});

test("a provider that throws", async () => {
  const path = place();
  const vault = { name: "v", wrap: (key) => key, unwrap: (key) => key };
  await Keyring.create(path, vault);
  const broken = { ...vault, unwrap: () => { throw new Error("the vault is sealed"); } };
  await assert.rejects(Keyring.open(path, broken), (error) => code("provider_failed")(error) && /the vault is sealed/.test(error.message));
  const lost = { ...vault, unwrap: async () => { throw new ProviderKeyLostError("the device forgot it"); } };
  await assert.rejects(Keyring.open(path, lost), code("provider_key_lost"));
  await assert.rejects(Keyring.open(path, { name: "half" }), TypeError);
});

test("reload, and a ring that was rolled back", async () => {
  const path = place();
  const writer = await Keyring.create(path, new Key(KEK));
  const old = readFileSync(path);
  const reader = await Keyring.open(path, new Key(KEK));
  writer.edit((ring) => ring.addSet("pii", "data"));
  await reader.reload();
  assert.equal(reader.sets().length, 1);
  writeFileSync(path, old);
  await assert.rejects(reader.reload(), code("keyring_rolled_back"));
  assert.equal(reader.status().lastError.code, "keyring_rolled_back");
});

test("rewrap", async () => {
  const path = place();
  const made = await Keyring.create(path, new Key(KEK));
  await made.edit(async (ring) => ring.rewrap({ add: [new Passphrase("new")], remove: [0], newRingKey: true }));
  await assert.rejects(Keyring.open(path, new Key(KEK)), code("wrong_passphrase"));
  await Keyring.open(path, new Passphrase("new"));
});

test("errors say where, and have a class each", async () => {
  await assert.rejects(Keyring.parse("{}", new Key(KEK)), InvalidKeyringError);
  for (const [name, kind] of Object.entries(errorClasses)) assert.equal(new kind("x").code, name);
});

test("nothing secret is shown", () => {
  assert.ok(!JSON.stringify([new Passphrase("correct horse"), new Key(KEK)]).includes("horse"));
});
