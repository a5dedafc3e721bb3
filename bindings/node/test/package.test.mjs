// What npm publishes, in an empty folder: it installs without a compiler, and the readme's first example works as written.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, beforeEach, describe, test } from "node:test";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const [, example] = /```js\n(.*?)```/s.exec(readme);
const expected = [...example.matchAll(/^\/\/ => (.*)$/gm)].map(([, line]) => `${line}\n`).join("");
const run = (command, words, cwd) => execFileSync(command, words, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** The program as CommonJS: its import as a require, and what it awaits inside of a function. */
const common = `${example.replace(/^import (.*) from "(.*)";/m, 'const $1 = require("$2");\n(async () => {')}\n})();`;

for (const [how, pack] of [
  ["packages for each platform", (to) => run(process.execPath, ["scripts/pack.mjs", to], root)],
  ["one package", (to) => run("npm", ["pack", "--silent", "--pack-destination", to], root)],
]) {
  describe(how, () => {
    const folder = mkdtempSync(join(tmpdir(), "fieldveil-user-"));

    before(() => {
      const packed = mkdtempSync(join(tmpdir(), "fieldveil-packed-"));
      pack(packed);
      const tarballs = readdirSync(packed).map((file) => join(packed, file));
      writeFileSync(join(folder, "package.json"), "{}");
      // Offline: nothing of it may come from anywhere else. Without scripts: nothing is built.
      run("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", ...tarballs], folder);
    });

    beforeEach(() => rmSync(join(folder, "ring.json"), { force: true })); // a ring is made where none stands

    for (const [kind, file, source] of [["ESM", "example.mjs", example], ["CommonJS", "example.cjs", common]]) {
      test(kind, () => {
        writeFileSync(join(folder, file), source);
        assert.equal(run(process.execPath, [file], folder), expected);
      });
    }

    test("TypeScript", () => {
      writeFileSync(join(folder, "typed.mts"), example);
      const types = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
      const options = ["--strict", "--target", "es2023", "--module", "node16", "--moduleResolution", "node16", "--ignoreConfig"];
      run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options, ...types, "typed.mts"], folder);
      assert.equal(run(process.execPath, ["typed.mjs"], folder), expected);
    });

    test("bundled by esbuild as the page on bundling says, with the package beside the bundle", () => {
      writeFileSync(join(folder, "handler.mjs"), example);
      run(join(root, "node_modules/.bin/esbuild"), ["handler.mjs", "--bundle", "--platform=node", "--format=esm", "--external:fieldveil", "--external:fieldveil-*", "--outfile=bundle.mjs"], folder);
      assert.equal(run(process.execPath, ["bundle.mjs"], folder), expected);
    });

    test("every module that the package names can be had both ways", () => {
      const { exports } = JSON.parse(readFileSync(join(folder, "node_modules/fieldveil/package.json"), "utf8"));
      const alone = Object.keys(exports).filter((path) => !["./drizzle", "./package.json"].includes(path)).map((path) => `fieldveil${path.slice(1)}`);
      const both = alone.map((path) => `if (names(require("${path}")) !== names(await import("${path}"))) throw new Error("${path}");`);
      writeFileSync(join(folder, "all.cjs"), `const names = (it) => Object.keys(it).filter((name) => !["default", "module.exports", "__esModule"].includes(name)).sort().join();\n(async () => {${both.join("\n")}})();`);
      run(process.execPath, ["all.cjs"], folder);
    });
  });
}
