// Much of it: real payloads, the event loop, memory over a million calls, worker threads.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { Worker } from "node:worker_threads";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const webhooks = createRequire(import.meta.url)("@octokit/webhooks-examples");
const payloads = webhooks.flatMap(({ examples }) => examples);
const POLICY = `
version: 1
classes:
  person: { kind: name, store: { encrypt: pii }, show: redact }
  contact: { kind: email, store: { encrypt: pii }, show: email }
rules:
  - { path: "$..email", types: [string], class: contact }
  - { path: "$..login", class: person }
  - { path: "$.repository.owner.node_id", class: person }
views:
  support: { open: true }
`;
const KEK = new Uint8Array(32);
let keyring, veil;

before(async () => {
  keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), new Key(KEK));
  keyring.edit((edit) => edit.addSet("pii", "data"));
  veil = new Veil(Policy.parse(POLICY), { keyring });
});

function leaves(value, name, found = []) {
  if (value !== null && typeof value === "object") for (const [key, member] of Object.entries(value)) leaves(member, Array.isArray(value) ? name : key, found);
  else found.push([name, value]);
  return found;
}

test("webhooks of GitHub come back the same, as objects, text and bytes", async () => {
  assert.ok(payloads.length > 200, `${payloads.length} payloads`);
  const stored = veil.encryptMany(payloads);
  assert.deepEqual(await veil.decryptManyAsync(stored), payloads);
  assert.deepEqual(veil.reencryptMany(stored), stored);
  for (const [at, payload] of payloads.entries()) {
    const text = JSON.stringify(payload, null, 2);
    assert.equal(veil.decrypt(veil.encrypt(text)), text);
    assert.equal(veil.decrypt(veil.encrypt(Buffer.from(text))).toString(), text);
    const shown = veil.mask(payload);
    assert.deepEqual(shown, JSON.parse(veil.mask(text)));
    for (const [name, value] of leaves(shown)) if (name === "login") assert.equal(value, "[REDACTED]");
    assert.deepEqual(veil.mask(stored[at], { view: "support" }), shown);
  }
});

test("the event loop keeps turning under an asynchronous batch", async () => {
  let turns = 0;
  let running = true;
  const turn = () => running && (turns++, setImmediate(turn));
  const documents = Array.from({ length: 20_000 }, (_, n) => Buffer.from(`{"email":"user${n}@example.org"}`));
  const batch = veil.encryptManyAsync(documents);
  setImmediate(turn);
  await batch;
  running = false;
  assert.ok(turns > 20, `${turns} turns`);
});

test("memory stays flat over a million calls", () => {
  const document = Buffer.from('{"email":"maria@example.org","n":1}');
  const stored = veil.encrypt(document);
  const calls = (count) => {
    for (let n = 0; n < count; n++) {
      veil.mask(document);
      if (n % 4 === 0) veil.decrypt(stored);
      if (n % 1000 === 0) try { veil.mask("{"); } catch { /* errors hold no memory either */ }
    }
    globalThis.gc?.();
    return process.memoryUsage().rss;
  };
  const settled = calls(200_000);
  const after = calls(800_000);
  assert.ok(after - settled < 32 << 20, `${(after - settled) >> 20} MiB more after 800,000 further calls`);
});

test("worker threads open their own ring and go", async () => {
  const work = `
    const { workerData, parentPort } = require("node:worker_threads");
    const { Keyring, Key, Policy, Veil } = require("fieldveil");
    Keyring.parse(workerData.ring, new Key(workerData.kek)).then(async (keyring) => {
      let heard = 0;
      const veil = new Veil(Policy.parse(workerData.policy), { keyring, observer: () => heard++, custom: { unused: (text) => text } });
      const plain = await veil.decryptManyAsync(workerData.stored);
      parentPort.postMessage([plain, heard]);
    });`;
  const stored = veil.encryptMany(payloads.slice(0, 100)).map((one) => JSON.stringify(one));
  const workerData = { ring: keyring.document(), kek: KEK, policy: POLICY, stored };
  const spawn = () => new Promise((resolve, reject) => {
    const worker = new Worker(work, { eval: true, workerData });
    worker.on("message", (message) => worker.once("exit", (status) => resolve([...message, status]))).on("error", reject);
  });
  for (const [plain, heard, status] of await Promise.all([spawn(), spawn(), spawn()])) {
    assert.deepEqual(plain.map((one) => JSON.parse(one)), payloads.slice(0, 100));
    assert.deepEqual([heard, status], [100, 0]);
  }
});
