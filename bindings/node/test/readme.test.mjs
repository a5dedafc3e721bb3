// The example that a reader copies: it runs, and prints what it says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const [, example] = /```js\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8"));
const expected = [...example.matchAll(/^\/\/ (?!Keep)(.*)$/gm)].map(([, line]) => `${line}\n`).join("");

for (const [kind, file, source] of [
  ["ESM", "example.mjs", example],
  ["CommonJS", "example.cjs", `${example.replace(/^import (.*) from "(.*)";/m, 'const $1 = require("$2");\n(async () => {')}\n})();`],
]) {
  test(`the readme runs as ${kind}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "fieldveil-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "fieldveil"));
    writeFileSync(join(folder, file), source);
    assert.equal(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }), expected);
  });
}
