// Packs what npm publishes, for a release: `node scripts/pack.mjs FOLDER`.
//
// A package for each native module that was built, and the package itself without one: it finds the platform's
// through its optional dependencies. (`npm pack` alone gives one package with the modules that lie here: to try a build.)
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = join(import.meta.dirname, "..");
const out = resolve(process.argv[2] ?? "packages");
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const { scripts, devDependencies, overrides, ...manifest } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What npm asks of a machine, by Rust's name of the target. */
const PLATFORMS = {
  "x86_64-unknown-linux-gnu": { name: "linux-x64-gnu", os: ["linux"], cpu: ["x64"], libc: ["glibc"] },
  "x86_64-unknown-linux-musl": { name: "linux-x64-musl", os: ["linux"], cpu: ["x64"], libc: ["musl"] },
  "aarch64-unknown-linux-gnu": { name: "linux-arm64-gnu", os: ["linux"], cpu: ["arm64"], libc: ["glibc"] },
  "aarch64-unknown-linux-musl": { name: "linux-arm64-musl", os: ["linux"], cpu: ["arm64"], libc: ["musl"] },
  "x86_64-apple-darwin": { name: "darwin-x64", os: ["darwin"], cpu: ["x64"] },
  "aarch64-apple-darwin": { name: "darwin-arm64", os: ["darwin"], cpu: ["arm64"] },
  "x86_64-pc-windows-msvc": { name: "win32-x64-msvc", os: ["win32"], cpu: ["x64"] },
};

const platforms = manifest.napi.targets.map((target) => {
  const platform = PLATFORMS[target];
  if (platform === undefined) throw new Error(`no platform is known for the target ${target}`);
  return platform;
});

const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];

function pack(manifest, files) {
  const folder = mkdtempSync(join(tmpdir(), "fieldveil-pack-"));
  try {
    for (const file of files) cpSync(join(root, file), join(folder, file), { recursive: true });
    for (const licence of LICENCES) copyFileSync(join(root, "../..", licence), join(folder, licence));
    // By themselves npm takes neither: their names are not quite those that it knows.
    writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, files: [...files, ...LICENCES] }, null, 2)}\n`);
    execFileSync(npm, ["pack", "--silent", "--pack-destination", out], { cwd: folder, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

mkdirSync(out, { recursive: true });
const { name, version, license, repository, engines } = manifest;
for (const { name: platform, ...machine } of platforms) {
  const main = `${manifest.napi.binaryName}.${platform}.node`;
  if (!existsSync(join(root, main))) continue;
  const description = `The native module of ${name} for ${platform}`;
  pack({ name: `${name}-${platform}`, version, description, license, repository, engines, ...machine, main }, [main]);
}
const optionalDependencies = Object.fromEntries(platforms.map(({ name: platform }) => [`${name}-${platform}`, version]));
pack({ ...manifest, optionalDependencies }, [...manifest.files.filter((file) => file !== "*.node"), "README.md"]);
