// The adapters under the real thing: Express and Fastify over HTTP, pino and winston, the AWS SDK over KMS's protocol.
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { createServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { json } from "node:stream/consumers";
import { before, test } from "node:test";

import { KMS } from "@aws-sdk/client-kms";
import express from "express";
import Fastify from "fastify";
import { FieldveilError, Key, Keyring, Policy, Veil } from "fieldveil";
import { maskResponses } from "fieldveil/express";
import { maskReplies } from "fieldveil/fastify";
import { kms } from "fieldveil/kms";
import { maskLines, maskMessages } from "fieldveil/pino";
import { masked } from "fieldveil/winston";
import pino from "pino";
import winston from "winston";

const policy = Policy.parse(`
version: 1
classes:
  contact: { store: { encrypt: pii }, show: email }
rules:
  - { path: $.email, class: contact }
  - { path: "$..card.number", show: { pan: { bin: 0 } } }
  - { names: [password], show: redact }
  - { path: $.msg, show: { scan: [email] } }
views:
  support: { open: true }
  fraud: { open: true, contact: reveal }
`);
const place = () => join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
let veil;
const events = [];

before(async () => {
  const keyring = await Keyring.create(place(), new Key(new Uint8Array(32)));
  keyring.edit((edit) => edit.addSet("pii", "data"));
  veil = new Veil(policy, { keyring, observer: (event) => events.push(event) });
});

async function listening(server, work) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const options = () => ({
  veil,
  views: { "orders:fraud": "fraud", "orders:read": "support" },
  scopes: (request) => String(request.headers["x-scopes"] ?? "").split(" "),
  context: (request) => ({ tenant: String(request.headers["x-tenant"] ?? "acme") }),
});
const stored = () => veil.encrypt({ email: "maria@example.org", card: { number: "4111 1111 1111 1111" } }, { context: { tenant: "acme" } });
const seen = async (url, scopes, tenant = "acme") => (await (await fetch(url, { headers: { "x-scopes": scopes, "x-tenant": tenant } })).json()).email;

test("express: what the store holds leaves through the caller's view", async () => {
  const app = express();
  app.use(maskResponses(options()));
  app.get("/order", (_, response) => response.json(stored()));
  app.get("/send", (_, response) => response.type("json").send(JSON.stringify(stored())));
  app.get("/text", (_, response) => response.type("text").send("plain text"));
  app.get("/missing", (_, response) => response.status(404).json({ error: "none", password: "s3cret" }));
  app.get("/throws", () => { throw new Error("boom"); });
  app.get("/broken", (_, response) => response.type("json").send('{"email":"maria@example.org"'));
  await listening(createServer(app), async (base) => {
    for (const path of ["/order", "/send"]) {
      assert.equal(await seen(base + path, "orders:read"), "m***@example.org");
      assert.equal(await seen(base + path, "orders:read orders:fraud"), "maria@example.org");
      assert.equal(await seen(base + path, ""), "[REDACTED]");
      assert.equal(await seen(base + path, "orders:fraud", "other"), "[REDACTED]");
      const head = await fetch(base + path, { method: "HEAD" });
      assert.deepEqual([head.status, head.headers.get("etag")], [200, null]);
    }
    assert.equal(await (await fetch(`${base}/text`)).text(), "plain text");
    const missing = await fetch(`${base}/missing`);
    assert.deepEqual([missing.status, await missing.json()], [404, { error: "none", password: "[REDACTED]" }]);
    assert.equal((await fetch(`${base}/throws`)).status, 500);
    const broken = await fetch(`${base}/broken`);
    assert.deepEqual([broken.status, (await broken.text()).includes("maria")], [500, false]);
  });
  assert.ok(events.some(({ action, view, reason }) => action === "revealed" && view === "fraud" && reason === "GET /order"));
});

test("express: no name of JSON, no form of headers, no callback and no guess lets a body past", async () => {
  const body = '{"email":"maria@example.org"}';
  const app = express();
  app.use(maskResponses(options()));
  app.get("/jsonp", (_, response) => response.jsonp(JSON.parse(body)));
  app.get("/tagged", (_, response) => response.json(JSON.parse(body)));
  const types = ["application/json, charset=utf-8", "application/x-json", "application/json-seq", "APPLICATION/JSON5"];
  types.forEach((type, at) => app.get(`/type/${at}`, (_, response) => response.setHeader("content-type", type).end(body)));
  await listening(createServer(app), async (base) => {
    for (const path of ["/jsonp?callback=steal", ...types.map((_, at) => `/type/${at}`)]) {
      assert.deepEqual(await (await fetch(base + path)).json(), { email: "m***@example.org" }, path);
    }
    const tag = `W/"${body.length.toString(16)}-${createHash("sha1").update(body).digest("base64").slice(0, 27)}"`;
    const status = await new Promise((resolve) => get(`${base}/tagged`, { headers: { "if-none-match": tag } }, (response) => resolve(response.resume().statusCode)));
    assert.equal(status, 200, "a caller who guesses the unmasked body must not be told so");
  });
  const bare = createServer((request, response) => maskResponses(options())(request, response, () => {
    response.writeHead(200, [["content-type", "application/json"]]);
    response.end(body);
  }));
  await listening(bare, async (base) => assert.deepEqual(await (await fetch(base)).json(), { email: "m***@example.org" }));
});

test("fastify: the same as a plugin", async () => {
  const app = Fastify();
  app.register(maskReplies, options());
  app.get("/order", async () => stored());
  app.get("/text", async (_, reply) => reply.type("text/plain").send("plain text"));
  app.get("/throws", async () => { throw new Error("boom"); });
  app.get("/stream", async (_, reply) => reply.type("application/json").send(new Response('{"email":"maria@example.org"}').body));
  const held = Readable.from(['{"email":"maria@example.org"}']);
  app.get("/held", async (_, reply) => reply.type("application/json").send(held));
  app.get("/response", async () => Response.json({ email: "maria@example.org" }));
  app.get("/schema", { schema: { response: { 200: { type: "object", properties: { email: { type: "string" } } } } } }, async () => stored());
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    for (const path of ["/order", "/schema"]) {
      assert.equal(await seen(base + path, "orders:read"), path === "/order" ? "m***@example.org" : "[REDACTED]");
    }
    assert.equal(await seen(`${base}/order`, "orders:fraud"), "maria@example.org");
    assert.equal(await seen(`${base}/order`, ""), "[REDACTED]");
    assert.equal(await (await fetch(`${base}/text`)).text(), "plain text");
    assert.equal((await fetch(`${base}/throws`)).status, 500);
    for (const path of ["/stream", "/response"]) {
      const refused = await fetch(base + path);
      assert.deepEqual([refused.status, await refused.json()], [500, { error: "the response could not be masked" }]);
    }
    assert.deepEqual([(await fetch(`${base}/held`)).status, held.destroyed], [500, true]);
  } finally {
    await app.close();
  }
});

const sink = () => {
  const lines = [];
  return [new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }), lines];
};

test("pino: documents in a message and in its arguments", () => {
  const [destination, lines] = sink();
  const failures = [];
  const body = JSON.stringify({ password: "s3cret" });
  const shown = '{"password":"[REDACTED]"}';
  const hooks = { ...maskLines(veil), ...maskMessages(veil) };
  const logger = pino({ base: null, timestamp: false, hooks }, destination);
  logger.info(`refused: ${body}`);
  logger.child({ a: 1 }).info({ password: "s3cret" }, "refused: %s by %s", body, "maria@example.org");
  const [first, second] = lines.map((line) => JSON.parse(line));
  assert.equal(first.msg, `refused: ${shown}`);
  assert.deepEqual([second.a, second.password, second.msg], [1, "[REDACTED]", `refused: ${shown} by [email]`]);
  const lost = maskMessages(veil, { view: "nobody", onFailure: ({ code }) => failures.push(code) });
  pino({ base: null, timestamp: false, hooks: { ...hooks, ...lost } }, destination).info(body);
  assert.deepEqual([JSON.parse(lines[2]).msg, failures], ["[REDACTED: could not be masked]", ["unknown_view"]]);
});

test("pino: errors, what they were caused by, and numbers and objects that are put into a message", () => {
  const [destination, lines] = sink();
  // A policy that scans nothing: what is found is found before there is a line.
  const plain = new Veil(Policy.parse("{version: 1, rules: [{names: [password], show: redact}]}"));
  const logger = pino({ base: null, timestamp: false, hooks: { ...maskLines(plain), ...maskMessages(plain) } }, destination);
  const mail = "maria@example.org";
  class Refused extends Error { message = `refused: ${mail}`; }
  const cause = new Error(`within ${mail}`);
  const error = Object.assign(new TypeError(`of ${mail}`, { cause }), { code: "E_MAIL" });
  logger.error(error);
  logger.error({ err: error, other: new Refused() }, "by name");
  logger.error(new AggregateError([cause, error], mail));
  logger.error("%s", error);
  logger.info("%j", { password: "s3cret" });
  logger.info("card %s, order %d", 4111111111111111, 42);
  logger.error(Object.assign(cause, { cause })); // by itself
  assert.ok(!/maria@|s3cret|4111/.test(lines.join("")), lines.join(""));
  const [first, , , , fifth, sixth] = lines.map((line) => JSON.parse(line));
  assert.deepEqual([first.msg, first.err.type, first.err.code], ["of [email]", "TypeError", "E_MAIL"]);
  assert.match(first.err.stack, /^TypeError: of \[email\]\n +at /);
  assert.equal(fifth.msg, '{"password":"[REDACTED]"}');
  assert.equal(sixth.msg, "card [card], order 42");
  assert.match(error.message + error.stack, /maria@/, "the caller's own error stays as it is");
});

test("pino: children, serializers, errors, toJSON, and a line that cannot be masked", () => {
  const [destination, lines] = sink();
  const failures = [];
  const logger = pino({ base: null, timestamp: false, hooks: maskLines(veil, { onFailure: ({ code }) => failures.push(code) }) }, destination);
  class Login { #password = "s3cret"; toJSON() { return { password: this.#password }; } }
  logger.info({ a: { b: { c: { password: "s3cret" } } }, login: new Login() }, "hello");
  logger.child({ password: "s3cret" }).warn("mail from maria@example.org");
  logger.error(Object.assign(new Error("no"), { password: "s3cret" }));
  const [first, second, third] = lines.map((line) => JSON.parse(line));
  assert.deepEqual([first.a.b.c.password, first.login.password, first.msg], ["[REDACTED]", "[REDACTED]", "hello"]);
  assert.deepEqual([second.password, second.msg], ["[REDACTED]", "mail from [email]"]);
  assert.equal(third.err.password, "[REDACTED]");
  const [broken, put] = sink();
  pino({ hooks: { streamWrite: (line) => maskLines(veil, { onFailure: ({ code }) => failures.push(code) }).streamWrite(line.slice(0, -3)) } }, broken).info({ password: "s3cret" });
  assert.deepEqual(failures, ["invalid_json"]);
  assert.ok(!put.join("").includes("s3cret") && JSON.parse(put[0]).level === 50);
});

test("winston: JSON, text formats and splat", () => {
  const [stream, lines] = sink();
  const { combine, json, simple, splat } = winston.format;
  const log = (format) => winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] });
  log(combine(masked(veil), json())).info("hello", { password: "s3cret", email: "maria@example.org", deep: { card: { number: "4111 1111 1111 1111" } } });
  log(combine(splat(), masked(veil), simple())).info("mail %s", "maria@example.org", { password: "s3cret" });
  log(combine(masked(veil), json())).error(new Error("of maria@example.org"));
  class Refused extends Error { message = "of maria@example.org"; }
  log(combine(masked(veil), json())).error("a message of its own", { err: new Refused() });
  log(combine(masked(veil), splat(), json())).info("card %s", 4111111111111111);
  const first = JSON.parse(lines[0]);
  assert.deepEqual([first.password, first.email, first.deep.card.number, first.level], ["[REDACTED]", "m***@example.org", "**** **** **** 1111", "info"]);
  assert.equal(lines.length, 5);
  assert.ok(!/s3cret|maria@|41111/.test(lines.join("")), lines.join(""));
});

/** What KMS answers: `Encrypt` and `Decrypt` of its JSON protocol, bound to the encryption context. */
function keyService() {
  const key = randomBytes(32);
  const asked = [];
  const server = createServer(async (request, response) => {
    const [operation, input] = [request.headers["x-amz-target"], await json(request)];
    asked.push(operation);
    const context = Buffer.from(JSON.stringify(input.EncryptionContext));
    const answer = (status, body) => response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    if (operation === "TrentService.Encrypt") {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(context);
      const sealed = [nonce, cipher.update(Buffer.from(input.Plaintext, "base64")), cipher.final(), cipher.getAuthTag()];
      return answer(200, { KeyId: input.KeyId, CiphertextBlob: Buffer.concat(sealed).toString("base64") });
    }
    try {
      const blob = Buffer.from(input.CiphertextBlob, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, blob.subarray(0, 12)).setAAD(context).setAuthTag(blob.subarray(-16));
      const plain = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
      return answer(200, { KeyId: input.KeyId, Plaintext: plain.toString("base64") });
    } catch {
      return answer(400, { __type: "InvalidCiphertextException" });
    }
  });
  return [server, asked];
}

test("KMS: one call opens a ring, none happens afterwards", async () => {
  const [server, asked] = keyService();
  const path = place();
  await listening(server, async (endpoint) => {
    const client = new KMS({ endpoint, region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 });
    const provider = kms(client, "alias/fieldveil");
    (await Keyring.create(path, provider)).edit((edit) => edit.addSet("pii", "data"));
    asked.length = 0;
    const opened = new Veil(policy, { keyring: await Keyring.open(path, provider) });
    for (let n = 0; n < 100; n++) opened.decrypt(opened.encrypt({ email: "maria@example.org" }));
    assert.deepEqual(asked, ["TrentService.Decrypt"]);
    const other = new KMS({ endpoint: `${endpoint}/`, region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 });
    assert.ok(await Keyring.open(path, kms(other, "alias/fieldveil")));
    client.destroy();
    other.destroy();
  });
  const gone = new KMS({ endpoint: "http://127.0.0.1:9", region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 });
  await assert.rejects(Keyring.open(path, kms(gone, "alias/fieldveil")), (error) => error instanceof FieldveilError && error.code === "provider_failed");
});
