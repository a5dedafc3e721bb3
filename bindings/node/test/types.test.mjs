// The declarations under a strict compiler, as every kind of program resolves them.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "fieldveil-types-"));
const common = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, target: "es2023", types: ["node"], typeRoots: [join(root, "node_modules/@types")] };

before(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/fieldveil"));
  for (const file of ["esm.mts", "common.cts", "bundled.ts"]) copyFileSync(join(root, "test/types/usage.ts"), join(folder, file));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
});

for (const [file, options] of [
  ["esm.mts", { module: "node16", moduleResolution: "node16" }],
  ["common.cts", { module: "node16", moduleResolution: "node16" }],
  ["bundled.ts", { module: "esnext", moduleResolution: "bundler" }],
]) {
  test(`${file} under ${options.moduleResolution}`, () => {
    const config = join(folder, `${file}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...common, ...options }, files: [file] }));
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", config], { stdio: ["ignore", "inherit", "inherit"] });
  });
}
