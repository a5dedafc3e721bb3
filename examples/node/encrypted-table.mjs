// An encrypted table with look-up: a blind index beside each number finds the row without opening any.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Key, Keyring, Policy, Veil } from "fieldveil";

const ring = join(mkdtempSync(join(tmpdir(), "fieldveil-")), "ring.json");
const keyring = await Keyring.create(ring, new Key(Buffer.from("0123456789abcdef0123456789abcdef")));
keyring.edit((edit) => {
  edit.addSet("pii", "data");
  edit.addSet("find", "index");
});

const veil = new Veil(
  Policy.parse(`
version: 1
context: { row: "$.id" }
classes:
  card:
    store: { encrypt: { set: pii, index: { set: find, into: card_index, normalize: [digits] } } }
    show: { pan: { bin: 0, last: 4 } }
rules:
  - { path: "$.card", class: card }
`),
  { keyring },
);

const rows = [
  { id: 1, card: "4111 1111 1111 1111" },
  { id: 2, card: "5500 0055 5555 5559" },
  { id: 3, card: "4111-1111-1111-1111" },
];
const table = veil.encryptMany(rows);
assert.ok(!JSON.stringify(table).includes("1111"));

// What is looked for is indexed in the same way: rows 1 and 3 have the same index, however they were written.
const terms = veil.searchTerms("card", "4111111111111111");
const found = table.filter((row) => terms.includes(row.card_index));
for (const row of veil.decryptMany(found)) console.log(JSON.stringify(row));
assert.deepEqual(veil.decryptMany(found), [rows[0], rows[2]]);

// A row is bound to its id: a copy under another id does not open.
assert.throws(() => veil.decrypt({ ...table[0], id: 2 }), { code: "tampered" });
