// The programs in the pages about moving over: they run, and print what they say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "fieldveil-docs-"));
mkdirSync(join(folder, "node_modules/@47ng"), { recursive: true });
symlinkSync(root, join(folder, "node_modules/fieldveil"));
for (const name of ["pino", "@47ng/cloak"]) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));

for (const page of readdirSync(join(root, "docs"))) {
  const programs = [...readFileSync(join(root, "docs", page), "utf8").matchAll(/```js\n(.*?)```/gs)];
  programs.forEach(([, program], number) => {
    test(`${page}: program ${number + 1}`, () => {
      const file = join(folder, `${page}-${number}.mjs`);
      writeFileSync(file, program);
      const expected = [...program.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => `${line}\n`).join("");
      assert.notEqual(expected, "");
      assert.equal(execFileSync(process.execPath, [file], { encoding: "utf8" }), expected);
    });
  });
}
