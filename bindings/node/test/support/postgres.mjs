// A PostgreSQL of one's own for a test: in a temporary folder, on a loopback port, gone afterwards.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LIB = "/usr/lib/postgresql"; // where Debian puts each version's programs

function programs() {
  const versions = existsSync(LIB) ? readdirSync(LIB).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions.map((version) => join(LIB, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  if (folder === undefined) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  return folder;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server; returns its URL and how to stop it. */
export async function startPostgres() {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), "fieldveil-pg-"));
  // PostgreSQL refuses to run as root.
  const root = process.getuid?.() === 0;
  const run = (program, ...words) => {
    const command = [join(bin, program), ...words];
    const [first, ...rest] = root ? ["runuser", "-u", "postgres", "--", ...command] : command;
    return execFileSync(first, rest, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  chmodSync(folder, 0o777);
  const [data, port] = [join(folder, "data"), await freePort()];
  run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8");
  run("pg_ctl", "-D", data, "-w", "-l", join(folder, "log"), "-o", `-h 127.0.0.1 -p ${port} -k ${folder} -c fsync=off`, "start");
  const stop = () => {
    run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}
