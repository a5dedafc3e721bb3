// What a user of the npm packages does: `node scene.mjs FOLDER`.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const at = (name) => join(process.argv[2], name);
const keyring = await Keyring.open(at("ring.json"), Key.fromFile(at("ring.key")));
const veil = new Veil(Policy.load(at("policy.yaml")), { keyring });
const [plain, stored] = ["sample.json", "stored.json"].map((name) => readFileSync(at(name)));

for (const document of [veil.decrypt(stored), veil.mask(stored, { view: "support" }), veil.decrypt(veil.encrypt(plain))])
  process.stdout.write(document);
