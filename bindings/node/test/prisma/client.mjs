// Makes Prisma's client for the schema beside this file.
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const run = (program, words, env = {}) => execFileSync(program, words, { cwd: here, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });

/** The class of the client, generated and compiled. */
export async function generatedClient() {
  if (!existsSync(join(here, "node_modules/prisma"))) run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
  // The generator runs in WebAssembly. It looks for the engine of migrations all the same and would download it.
  const engine = process.execPath;
  run(process.execPath, ["node_modules/prisma/build/index.js", "generate"], { PRISMA_SCHEMA_ENGINE_BINARY: engine, CHECKPOINT_DISABLE: "1" });
  writeFileSync(join(here, "generated/package.json"), '{"type": "module"}');
  const options = ["--module", "node16", "--moduleResolution", "node16", "--target", "es2023", "--skipLibCheck", "--types", "node", "--typeRoots", "../../node_modules/@types", "--ignoreConfig"];
  run(process.execPath, ["../../node_modules/typescript/bin/tsc", ...options, "generated/client.ts"]);
  const [{ PrismaClient }, { PrismaPg }] = await Promise.all([import("./generated/client.js"), import("@prisma/adapter-pg")]);
  return (url) => new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
}
