// Log lines and web responses.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { Policy, Veil } from "fieldveil";
import { maskResponses } from "fieldveil/express";
import { maskReplies } from "fieldveil/fastify";
import { jsonPath, maskLines, PLACEHOLDER, policyOf } from "fieldveil/pino";
import { masked } from "fieldveil/winston";

const veil = new Veil(Policy.parse("version: 1\nclasses: { mail: { show: email } }\nrules: [{ names: [password], show: redact }, { path: $.email, class: mail }]\nviews: { raw: { mail: keep } }"));

test("pino: the finished line", () => {
  const failures = [];
  const { streamWrite } = maskLines(veil, { onFailure: (error) => failures.push(error.code) });
  assert.equal(streamWrite('{"level":30,"a":{"password":"x"},"msg":"hi"}\n'), '{"level":30,"a":{"password":"[REDACTED]"},"msg":"hi"}\n');
  assert.equal(streamWrite('{"password":"x'), PLACEHOLDER);
  assert.deepEqual(failures, ["invalid_json"]);
  assert.doesNotThrow(() => JSON.parse(PLACEHOLDER));
  const thrower = () => { throw new Error("the listener is broken"); };
  assert.equal(maskLines(veil, { onFailure: thrower }).streamWrite("{"), PLACEHOLDER);
  assert.equal(masked(veil, { onFailure: thrower, view: "nobody" }).transform({ level: "info", message: "m" }).message, "[REDACTED: could not be masked]");
});

test("pino's own paths", () => {
  for (const [pino, path] of [["a.b-c", '$["a"]["b-c"]'], ["a[*].b", '$["a"][*]["b"]'], ["*.password", '$[*]["password"]'], ['["x-y"].z', '$["x-y"]["z"]'], ["a[0]", '$["a"]["0", 0]'], ["a.0.b", '$["a"]["0", 0]["b"]'], ["a[b].c", '$["a"]["b"]["c"]'], ['a["b.c"].d', '$["a"]["b.c"]["d"]'], ["a['b.c']", `$["a"]['b.c']`]]) {
    assert.equal(jsonPath(pino), path);
  }
  const logs = new Veil(policyOf({ paths: ["req.headers.authorization", "users[*].name"], censor: "***" }));
  assert.deepEqual(logs.mask({ req: { headers: { authorization: "Bearer x" } }, users: [{ name: "a" }, { name: "b" }] }), {
    req: { headers: { authorization: "***" } },
    users: [{ name: "***" }, { name: "***" }],
  });
  const numbered = new Veil(policyOf({ paths: ["list.0", "map[1]"] }));
  assert.deepEqual(numbered.mask({ list: ["a", "b"], map: { 0: "a", 1: "b" } }), { list: ["[Redacted]", "b"], map: { 0: "a", 1: "[Redacted]" } });
  assert.deepEqual(new Veil(policyOf({ paths: ["a"], remove: true })).mask({ a: 1, b: 2 }), { b: 2 });
});

test("winston: members, message and metadata", () => {
  const LEVEL = Symbol.for("level");
  const info = { level: "info", message: "paid by maria@example.org", password: "x", error: new Error("boom of maria@example.org"), [LEVEL]: "info" };
  const line = masked(veil).transform(info);
  assert.equal(line.message, "paid by [email]");
  assert.equal(line.password, "[REDACTED]");
  assert.equal(line[LEVEL], "info");
  assert.equal(info.password, "x");
  const cycle = { level: "info", message: "m" };
  cycle.self = cycle;
  assert.equal(masked(veil).transform(cycle).message, "[REDACTED: could not be masked]");
});

test("winston: documents in a message go by the rules", () => {
  const message = (text) => masked(veil).transform({ level: "info", message: text }).message;
  const body = '{"password":"x"}';
  const shown = '{"password":"[REDACTED]"}';
  assert.equal(message(body), shown);
  assert.equal(message(`\uFEFF${body}`), `\uFEFF${shown}`);
  assert.equal(message(`refused: ${body}, maria@example.org`), `refused: ${shown}, [email]`);
  assert.equal(message('refused: {"password":"x'), "refused: [REDACTED]");
  assert.equal(veil.maskMessage('{"email":"maria@example.org"}', { view: "raw" }), '{"email":"maria@example.org"}');
  assert.throws(() => veil.maskMessage("m", { view: "nobody" }), { code: "unknown_view" });
});

async function serve(handler, work) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.close();
  }
}

test("connect and express: JSON leaves through the caller's view", async () => {
  const mask = maskResponses({ veil, views: { raw: "raw" }, scopes: (request) => String(request.headers["x-scopes"] ?? "").split(" ") });
  const routes = {
    "/json": (response) => response.setHeader("content-type", "application/json").end('{"email":"maria@example.org"}'),
    "/head": (response) => response.writeHead(200, { "content-type": "application/json", "content-length": "29", etag: '"x"' }).end('{"email":"maria@example.org"}'),
    "/parts": (response) => (response.setHeader("content-type", "application/problem+json"), response.write('{"email":'), response.end('"maria@example.org"}')),
    "/legacy": (response) => response.setHeader("content-type", "text/json; charset=utf-8").end('{"email":"maria@example.org"}'),
    "/lines": (response) => response.setHeader("content-type", "application/x-ndjson").end('{"email":"maria@example.org"}\n\n{"n":1}\n'),
    "/line": (response) => response.setHeader("content-type", "application/jsonl").end('{"n":1}\n{"email":"maria@example.org"'),
    "/broken": (response) => response.setHeader("content-type", "application/json").end('{"email":"maria@example.org"'),
    "/text": (response) => response.setHeader("content-type", "text/plain").end("maria@example.org"),
    "/worded": (response) => response.writeHead(200, "Fine", { "content-type": "application/json" }).end('{"email":"maria@example.org"}'),
    "/worded/broken": (response) => response.writeHead(200, "Fine", { "content-type": "application/json" }).end('{"email":"maria@example.org"'),
    "/worded/text": (response) => response.writeHead(200, "Fine", { "content-type": "text/plain" }).end("maria@example.org"),
  };
  await serve((request, response) => mask(request, response, () => routes[request.url](response)), async (base) => {
    for (const path of ["/json", "/head", "/parts", "/legacy"]) {
      const answer = await fetch(base + path);
      assert.deepEqual([answer.status, await answer.text(), answer.headers.get("etag")], [200, '{"email":"m***@example.org"}', null]);
      assert.equal((await (await fetch(base + path, { headers: { "x-scopes": "raw" } })).json()).email, "maria@example.org");
    }
    assert.equal(await (await fetch(`${base}/lines`)).text(), '{"email":"m***@example.org"}\n\n{"n":1}\n');
    for (const path of ["/broken", "/line"]) {
      const broken = await fetch(base + path);
      assert.deepEqual([broken.status, (await broken.text()).includes("maria")], [500, false]);
    }
    assert.equal(await (await fetch(`${base}/text`)).text(), "maria@example.org");
    for (const [path, words] of [["/worded", "Fine"], ["/worded/broken", "Internal Server Error"], ["/worded/text", "Fine"]]) {
      assert.equal((await fetch(base + path)).statusText, words);
    }
  });
});

test("fastify: the hook", () => {
  let hook;
  maskReplies({ addHook: (_, given) => (hook = given) }, { veil, views: {}, scopes: () => [] }, () => {});
  const send = (payload, type) => {
    const headers = { "content-type": type };
    const reply = { status: 200, getHeader: (name) => headers[name], hasHeader: (name) => name in headers, removeHeader: (name) => delete headers[name], header() {}, code(status) { this.status = status; } };
    let answer;
    hook({ method: "GET", url: "/" }, reply, payload, (_, sent) => (answer = sent));
    return [reply.status, String(answer)];
  };
  assert.deepEqual(send('{"email":"maria@example.org"}', "application/json"), [200, '{"email":"m***@example.org"}']);
  assert.deepEqual(send(Buffer.from('{"n":1}\n{"email":"maria@example.org"}'), "application/jsonl"), [200, '{"n":1}\n{"email":"m***@example.org"}']);
  assert.deepEqual(send("maria", "text/plain"), [200, "maria"]);
  for (const payload of ["{", { pipe() {} }]) assert.equal(send(payload, "application/json")[0], 500);
});
