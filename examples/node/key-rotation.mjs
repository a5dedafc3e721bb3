// A key rotation: a new version is read before it writes, the store moves to it, the old one is given up.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const ring = join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
const kek = new Key(Buffer.from("0123456789abcdef0123456789abcdef"));
const operator = await Keyring.create(ring, kek);
const old = operator.edit((edit) => edit.addSet("pii", "data"));

// A service of the fleet: it opened the same file, and looks at it again before it is used, once a minute at most.
const keyring = await Keyring.open(ring, kek);
keyring.reloadEvery(60);
const heard = [];
const policy = Policy.parse("{version: 1, rules: [{path: $.email, store: {encrypt: pii}, show: email}]}");
const veil = new Veil(policy, { keyring, observer: (event) => heard.push(event.action) });

const orders = ["A-1", "A-2", "A-3"].map((order) => ({ order, email: "ada@example.org" }));
const store = veil.encryptMany(orders);

// Pending: every reader loads it, nobody writes with it yet. A fleet waits for `minPending` instead of saying `now`.
const next = operator.edit((edit) => edit.rotate("pii"));
assert.throws(() => operator.edit((edit) => edit.promote("pii")), { code: "key_not_usable" });
operator.edit((edit) => edit.promote("pii", { now: true }));

await keyring.reload();
assert.ok(heard.includes("reloaded"));
assert.deepEqual(keyring.status().primaries, { pii: next });

// Old records still open; each moves to the new version, context and place kept.
assert.deepEqual(veil.decryptMany(store), orders);
const moved = veil.reencryptMany(store);
assert.deepEqual(veil.reencryptMany(moved), moved);
assert.deepEqual(veil.decryptMany(moved), orders);

// The old version is disabled first: it refuses, and could be enabled again. Then its material goes for good.
operator.edit((edit) => edit.disable("pii", old));
operator.edit((edit) => edit.destroy("pii", old, { force: true }));
await keyring.reload();
assert.throws(() => veil.decrypt(store[0]), { code: "key_not_usable" });
assert.deepEqual(veil.decryptMany(moved), orders);
for (const { id, state } of keyring.sets()[0].versions) console.log(id === old ? "old" : "new", state);
