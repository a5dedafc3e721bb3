// JavaScript's own values: exact, or a clear error; never a leak where they are odd.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { runInNewContext } from "node:vm";

import { FieldveilError, Key, Keyring, Policy, Veil } from "fieldveil";

const code = (expected) => (error) => error instanceof FieldveilError && error.code === expected && !/s3cret/.test(error.message);
const masks = (rules) => new Veil(Policy.parse(`{version: 1, rules: [${rules}]}`));
let veil, keyring;

before(async () => {
  keyring = await Keyring.create(join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json"), new Key(new Uint8Array(32)));
  keyring.edit((edit) => edit.addSet("pii", "data"));
  veil = new Veil(Policy.parse("{version: 1, rules: [{path: '$.s', store: {encrypt: pii}, show: redact}, {names: [password], store: {encrypt: pii}, show: redact}]}"), { keyring });
});

const round = (document) => veil.decrypt(veil.encrypt(document));

test("what JSON can hold comes back, and the object is left alone", () => {
  const deep = (open) => Object.freeze({ s: open, list: Object.freeze([open, { s: open }]), n: open });
  for (const value of [0, -0, 1.5, 5e-324, 1.7976931348623157e308, 2 ** 53, 0.1, 1e21, 1e-7, "", "é𝒳\u0000\\\"", "\ud800", true, null, [], {}, [[]], [null, 1], { a: { b: [] } }]) {
    const document = deep(value);
    assert.deepEqual(round(document), document);
    assert.ok(Object.is(round({ s: value }).s, value) || typeof value === "object");
  }
});

test("2^53 + 1 is exact as a BigInt, on either side of a token", () => {
  for (const value of [2n ** 53n + 1n, -(2n ** 63n), 10n ** 40n]) assert.deepEqual(round({ s: value, n: value, list: [value] }), { s: value, n: value, list: [value] });
  assert.deepEqual(round({ s: 5n, n: 5n }), { s: 5, n: 5 });
  for (const value of [2 ** 53, 2 ** 60, 123456789012345680000, -1e30]) assert.deepEqual(round({ s: value, n: value }), { s: value, n: value });
  assert.equal(veil.mask({ s: 1n, n: 9007199254740993n }).n, 9007199254740993n);
  assert.deepEqual(veil.decrypt(JSON.parse(veil.encrypt('{"s":9007199254740993}'))), { s: 9007199254740993n });
});

test("1e400 and long fractions are an error as objects, and exact as text", () => {
  for (const number of ["1e400", "0.1234567890123456789", "123456789012345678901234567890.5", "1e-400"]) {
    const text = `{"s":${number},"n":1.10}`;
    const stored = veil.encrypt(text);
    assert.equal(veil.decrypt(stored), text);
    assert.throws(() => veil.decrypt(JSON.parse(stored)), code("unsupported_value"));
  }
  assert.deepEqual(veil.decrypt(JSON.parse(veil.encrypt('{"s":1.10,"n":100e-2}'))), { s: 1.1, n: 1 });
  const all = new Veil(Policy.parse("{version: 1, rules: []}"));
  for (const root of [2n ** 60n, -0, 7, "1e400", [2n ** 60n], [[-(2n ** 60n)]], [1, 2n ** 60n]]) assert.deepEqual(all.mask(Object(root) === root ? root : { root }), Object(root) === root ? root : { root });
  assert.equal(all.mask(2n ** 60n), 2n ** 60n);
  // Digits inside of text are no numbers, however many.
  const card = { s: "4111111111111111", n: '1e400 "12345678901234567890" \\', list: ["0.1234567890123456789"] };
  assert.deepEqual(round(card), card);
});

test("toJSON, getters, Dates, boxes and Maps as JSON.stringify users expect, and masked", () => {
  class Login {
    #password = "s3cret";
    toJSON() {
      return { password: this.#password };
    }
  }
  let reads = 0;
  const document = {
    login: new Login(),
    get password() { reads++; return "s3cret"; },
    at: new Date(0),
    never: new Date(NaN),
    map: new Map([["password", "s3cret"], ["n", new Map([["password", "s3cret"]])]]),
    set: new Set([{ password: "s3cret" }]),
    boxed: [new String("a"), new Number(1), new Boolean(false), Object(7n)],
    bytes: Buffer.from("hi"),
    url: new URL("https://example.org/"),
    sparse: [, 1], // eslint-disable-line no-sparse-arrays
    gone: undefined,
    call() {},
    [Symbol("s")]: "s3cret",
    other: runInNewContext("({ map: new Map([['password', 's3cret']]), at: new Date(0), list: [1] })"),
  };
  const shown = veil.mask(document);
  assert.ok(!JSON.stringify(shown).includes("s3cret"));
  assert.equal(reads, 1);
  assert.deepEqual(shown, {
    login: { password: "[REDACTED]" },
    password: "[REDACTED]",
    at: "1970-01-01T00:00:00.000Z",
    never: null,
    map: { password: "[REDACTED]", n: { password: "[REDACTED]" } },
    set: [{ password: "[REDACTED]" }],
    boxed: ["a", 1, false, 7],
    bytes: { type: "Buffer", data: [104, 105] },
    url: "https://example.org/",
    sparse: [null, 1],
    other: { map: { password: "[REDACTED]" }, at: "1970-01-01T00:00:00.000Z", list: [1] },
  });
  assert.deepEqual(round(document).login, { password: "s3cret" });
});

test("what has no exact form is refused, and says so without a value", () => {
  const cycle = { password: "s3cret" };
  cycle.self = [cycle];
  let deep = "s3cret";
  for (let n = 0; n < 100_000; n++) deep = [deep];
  for (const odd of [NaN, Infinity, cycle, new Map([[1, "s3cret"]]), Promise.resolve("s3cret"), new ArrayBuffer(8), new DataView(new ArrayBuffer(8))]) {
    for (const document of [{ odd }, { s: odd }, [odd], odd]) {
      assert.throws(() => veil.mask(document), code("unsupported_value"));
      assert.throws(() => veil.encrypt(document), code("unsupported_value"));
    }
  }
  assert.throws(() => veil.mask({ deep }), code("limit_exceeded"));
  for (const none of [undefined, () => 1, Symbol("s")]) assert.throws(() => veil.mask(none), code("unsupported_value"));
  assert.throws(() => veil.mask('{"s":"\ud800"}'), code("invalid_json"));
  assert.throws(() => keyring.encryptValue("pii", "\ud800", { binding: null }), code("unsupported_value"));
  assert.throws(() => veil.encrypt({}, { context: { a: "\ud800" } }), code("invalid_context"));
});

test("a getter that throws is the caller's own error; in a batch it is one record's", () => {
  const bad = { get s() { throw new RangeError("s3cret"); } };
  assert.throws(() => veil.encrypt(bad), RangeError);
  const [first, second, third] = veil.encryptMany([{ s: 1 }, bad, { s: 2 }], { errors: "return" });
  assert.deepEqual(veil.decryptMany([first, third]), [{ s: 1 }, { s: 2 }]);
  assert.ok(code("unsupported_value")(second) && second.index === 1);
});

test("__proto__ and constructor are names like any other", () => {
  const document = JSON.parse('{"__proto__":{"password":"s3cret"},"constructor":{"password":"s3cret"},"n":1}');
  for (const given of [document, JSON.parse('{"__proto__":{"password":"s3cret"},"n":0}')]) {
    const shown = veil.mask(given);
    assert.deepEqual(Object.keys(shown), Object.keys(given));
    assert.ok(!JSON.stringify(shown).includes("s3cret"));
    assert.deepEqual(round(given), given);
  }
  const big = veil.decrypt(veil.encrypt(JSON.parse('{"__proto__":{"password":"s3cret"}}')));
  assert.equal(Object.getPrototypeOf(big), Object.prototype);
  assert.equal({}.password, undefined);
  const exact = veil.mask('{"__proto__":{"n":12345678901234567890}}');
  assert.equal(exact, '{"__proto__":{"n":12345678901234567890}}');
});

test("where other maskers leak: toJSON, any depth, three wildcards", () => {
  const anyDepth = masks("{path: '$..password', show: redact}");
  assert.deepEqual(anyDepth.mask({ password: 1, a: [{ password: 2, b: { c: { password: 3 } } }] }), {
    password: "[REDACTED]",
    a: [{ password: "[REDACTED]", b: { c: { password: "[REDACTED]" } } }],
  });
  const three = masks("{path: '$.*.*.*.secret', show: redact}");
  assert.deepEqual(three.mask({ a: { b: { c: { secret: "s3cret" }, d: [{ secret: 1 }] } } }), { a: { b: { c: { secret: "[REDACTED]" }, d: [{ secret: 1 }] } } });
  assert.deepEqual(three.mask({ a: [[{ secret: 1 }]] }), { a: [[{ secret: "[REDACTED]" }]] });
  assert.equal(anyDepth.mask('{"\\u0070assword":1,"password":2,"password":3}'), '{"\\u0070assword":"[REDACTED]","password":"[REDACTED]","password":"[REDACTED]"}');
  assert.deepEqual(masks("{path: $.a, show: {keep_ends: {first: 3, last: 3}}}").mask({ a: "abc" }), { a: "***" });
});
