// The three stories of `examples/node`, run as a reader would.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const stories = join(root, "../../examples/node");
const folder = mkdtempSync(join(tmpdir(), "fieldveil-examples-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(root, join(folder, "node_modules/fieldveil"));
symlinkSync(join(root, "node_modules/pino"), join(folder, "node_modules/pino"));

const PRINTED = {
  "encrypted-table.mjs": '{"id":1,"card":"4111 1111 1111 1111"}\n{"id":3,"card":"4111-1111-1111-1111"}\n',
  "key-rotation.mjs": "old destroyed\nnew primary\n",
  "masked-logs.mjs":
    '{"level":30,"user":{"email":"a***@example.org"},"card":"**** **** **** 1111","msg":"signed in"}\n' +
    '{"level":40,"took":1.1,"msg":"mail to [email] bounced"}\n' +
    '{"level":50,"msg":"[REDACTED: the line could not be masked]"}\ninvalid_json\n',
};

test("every story is here", () => assert.deepEqual(readdirSync(stories).filter((file) => file.endsWith(".mjs")).sort(), Object.keys(PRINTED)));

for (const [story, printed] of Object.entries(PRINTED)) {
  test(story, () => {
    copyFileSync(join(stories, story), join(folder, story));
    assert.equal(execFileSync(process.execPath, [story], { cwd: folder, encoding: "utf8" }), printed);
  });
}
