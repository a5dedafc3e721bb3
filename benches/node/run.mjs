// S8 and S9: one record masked and encrypted, one value, a line of pino, a batch; beside what one would use instead.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

import pinoRedact from "@pinojs/redact";
import fastRedact from "fast-redact";
import { Key, Keyring, Policy, Veil } from "fieldveil";
import { maskLines } from "fieldveil/pino";
import { JSONPath } from "jsonpath-plus";
import pino from "pino";

import { contest } from "./contest.mjs";

const bytes = readFileSync(join(import.meta.dirname, "../src/record.json"));
const text = bytes.toString();
const PATHS = ["$.customer.email", "$..card.number", "$.customer.name", "$.notes[*].text"];
const EXACT = ["customer.email", "payment.card.number", "customer.name", "notes[*].text"];
const CENSOR = "[REDACTED]";

const keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), new Key(randomBytes(32)));
keyring.edit((edit) => edit.addSet("pii", "data"));
const rules = PATHS.map((path) => ({ path, store: { encrypt: "pii" }, show: "redact" }));
const veil = new Veil(Policy.parse(JSON.stringify({ version: 1, rules })), { keyring });

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}, ${bytes.length} bytes, 5 fields by 4 paths`);

function redactByHand(record) {
  record.customer.email = record.customer.name = record.payment.card.number = CENSOR;
  for (const note of record.notes) note.text = CENSOR;
  return record;
}

const parsed = (answer) => JSON.parse(answer.toString());
contest("mask: bytes in, bytes out", {
  "hand-written: JSON.parse, five assignments, JSON.stringify": () => Buffer.from(JSON.stringify(redactByHand(JSON.parse(bytes.toString())))),
  "fieldveil mask(Buffer)": () => veil.mask(bytes),
}, { same: parsed });

const slow = pinoRedact({ paths: EXACT, censor: CENSOR });
const fast = fastRedact({ paths: EXACT, censor: CENSOR });
const plus = (record) => {
  for (const path of PATHS) JSONPath({ path, json: record, callback: (_, __, found) => (found.parent[found.parentProperty] = CENSOR) });
  return record;
};
contest("mask: text in, text out", {
  "@pinojs/redact": () => slow(JSON.parse(text)),
  "fast-redact": () => fast(JSON.parse(text)),
  "jsonpath-plus": () => JSON.stringify(plus(JSON.parse(text))),
  "hand-written": () => JSON.stringify(redactByHand(JSON.parse(text))),
  "fieldveil mask(string)": () => veil.mask(text),
}, { same: parsed });

const object = JSON.parse(text);
contest("mask: object in, object out, the caller's unchanged", {
  "structuredClone and hand-written": () => redactByHand(structuredClone(object)),
  "JSON round trip and hand-written": () => redactByHand(JSON.parse(JSON.stringify(object))),
  "fieldveil mask(object)": () => veil.mask(object),
}, { same: (it) => it });

const key = randomBytes(32);
function seal(value) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}
function open(stored) {
  const raw = Buffer.from(stored, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, raw.subarray(0, 12)).setAuthTag(raw.subarray(-16));
  return decipher.update(raw.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
}
function each(record, work) {
  record.customer.email = work(record.customer.email);
  record.customer.name = work(record.customer.name);
  record.payment.card.number = work(record.payment.card.number);
  for (const note of record.notes) note.text = work(note.text);
  return record;
}
const byHand = Buffer.from(JSON.stringify(each(JSON.parse(text), seal)));
const stored = veil.encrypt(bytes);
contest("encrypt: bytes in, bytes out", {
  "hand-written: JSON and node:crypto": () => Buffer.from(JSON.stringify(each(JSON.parse(bytes.toString()), seal))),
  "fieldveil encrypt(Buffer)": () => veil.encrypt(bytes),
});
contest("decrypt: bytes in, bytes out", {
  "hand-written: JSON and node:crypto": () => Buffer.from(JSON.stringify(each(JSON.parse(byHand.toString()), open))),
  "fieldveil decrypt(Buffer)": () => veil.decrypt(stored),
}, { same: parsed });

const value = "maria.lopez@example.org!";
const place = { binding: ["users", "email"] };
const [token, sealed] = [keyring.encryptValue("pii", value, place), seal(value)];
contest("encrypt one value of 24 bytes", {
  "node:crypto": () => seal(value),
  "fieldveil encryptValue": () => keyring.encryptValue("pii", value, place),
});
contest("decrypt one value of 24 bytes", {
  "node:crypto": () => open(sealed),
  "fieldveil decryptValue": () => keyring.decryptValue(token, place),
}, { same: (it) => it });

const nowhere = { write() {} };
const logger = (options) => pino({ base: null, ...options }, nowhere);
const [bare, own, ours] = [logger({}), logger({ redact: { paths: EXACT, censor: CENSOR } }), logger({ hooks: maskLines(veil) })];
const line = contest("a line of pino with the record in it", {
  "pino's own redact": () => own.info(object, "paid"),
  "fieldveil/pino": () => ours.info(object, "paid"),
  "pino without any": () => bare.info(object, "paid"),
});
const adds = (name) => `${(((line[name] - line["pino without any"]) / line["pino without any"]) * 100).toFixed(0)} %`;
console.log(`\nAdded to the bare line: ${adds("pino's own redact")} by pino's redact, ${adds("fieldveil/pino")} by fieldveil/pino.`);

const batch = Array(20_000).fill(bytes);
const rate = async (work) => {
  let best = Infinity;
  for (let round = 0; round < 7; round++) {
    const from = performance.now();
    await work();
    best = Math.min(best, performance.now() - from);
  }
  return batch.length / best;
};
const one = await rate(() => { for (const document of batch) veil.encrypt(document); });
const many = await rate(() => veil.encryptMany(batch));
const later = await rate(() => veil.encryptManyAsync(batch));
console.log("\nencrypt: 20,000 records\n\n| how | records a millisecond | as one core |\n|---|---|---|");
for (const [how, figure] of [["one after the other", one], ["encryptMany", many], ["encryptManyAsync", later]]) console.log(`| ${how} | ${figure.toFixed(0)} | ${(figure / one).toFixed(2)}× |`);

const calls = (count) => {
  for (let n = 0; n < count; n++) veil.mask(bytes);
  globalThis.gc?.();
};
calls(300_000);
const before = process.memoryUsage().rss;
calls(300_000);
console.log(`\nMemory after 300,000 further calls: ${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(1)} MiB more.`);
