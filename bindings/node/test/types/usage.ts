// The API as a strict program sees it; compiled as ESM, as CommonJS and for a bundler, and never run.
import {
  type Event,
  FieldveilError,
  Hpke,
  inspect,
  Key,
  Keyring,
  type KeyProvider,
  Passphrase,
  Policy,
  type Report,
  TamperedError,
  Veil,
} from "fieldveil";
import { maskResponses } from "fieldveil/express";
import { maskReplies } from "fieldveil/fastify";
import { kms } from "fieldveil/kms";
import { maskLines, maskMessages, policyOf } from "fieldveil/pino";
import { masked } from "fieldveil/winston";

interface Order {
  id: number;
  email: string;
}

export async function usage(order: Order): Promise<void> {
  const vault: KeyProvider = { name: "vault", wrap: async (key) => key, unwrap: (wrapped) => wrapped };
  const keyring: Keyring = await Keyring.open("ring.json", new Key(new Uint8Array(32)), Key(new Uint8Array(32)), vault, { minEpoch: 2 });
  await Keyring.create(new URL("file:///ring.json"), [Passphrase("secret"), Hpke.public("server", new Uint8Array(32))], { minPending: 60 });
  const policy = Policy.load("policy.yaml");
  const events: Event[] = [];
  const veil = new Veil(policy, { keyring, observer: (event) => events.push(event), custom: { shout: (text) => text.toUpperCase() } });
  new Veil(policy, [keyring]);

  const stored: Order = veil.encrypt(order, { context: { tenant: "acme", row: 7 }, audit: { actor: "api" } });
  const text: string = veil.mask("{}", { view: "support" });
  const bytes: Buffer = veil.mask(new Uint8Array(2));
  const { document, report }: { document: Order; report: Report } = veil.decryptWithReport(stored, { partial: true });
  const plain: Order[] = veil.decryptMany([stored], { context: [{ row: 7 }] });
  const settled: (Order | FieldveilError)[] = await veil.encryptManyAsync(plain, { errors: "return" });
  const all: Order[] = await veil.encryptManyAsync(plain);
  const terms: string[] = veil.searchTerms("card", 4111n, { path: "$.card" });
  const index: string | undefined = veil.blindIndex("card", "4111");
  const lines: Report = await veil.maskLines(process.stdin, process.stdout, { view: "support" });
  const sealed: number = await keyring.encryptStream("pii", process.stdin, process.stdout);
  const token: string = keyring.encryptValue("pii", { a: 1 }, { binding: ["users", "email"], subject: ["maria", "key"] });
  const id: number = keyring.edit((ring) => ring.addSet("pii", "data", { suite: "aes-256-gcm-siv" }));
  const later: number = await keyring.edit(async (ring) => (await ring.rewrap({ remove: [0] }), ring.rotate("pii")));
  try {
    veil.decrypt(stored);
  } catch (error) {
    if (error instanceof TamperedError) console.error(error.code, error.path, error.index);
  }
  maskLines(veil, { view: "logs" }).streamWrite("{}");
  // As pino declares it.
  type Log = (first: unknown, message?: string, ...rest: unknown[]) => void;
  type Hook = (this: object, args: Parameters<Log>, method: Log, level: number) => void;
  const hooks: { logMethod?: Hook } = maskMessages(veil, { view: "logs" });
  veil.maskMessage(String(hooks), { view: "logs" });
  masked(veil, { onFailure: (error: unknown) => console.error(error) });
  maskResponses({ veil, views: { "orders:read": "support" }, scopes: () => [] });
  void maskReplies;
  void kms;
  policyOf({ paths: ["a.b"], censor: "***" });
  void [text, bytes, document, report, settled, all, terms, index, lines, sealed, token, id, later, inspect(token).suite];

  // @ts-expect-error an option that the verb does not have
  veil.mask(order, { existing: "keep" });
  // @ts-expect-error what a value is bound to is never left out
  keyring.encryptValue("pii", "x", {});
  // @ts-expect-error opening is asynchronous
  new Veil(policy, { keyring: Keyring.open("ring.json") });
  // @ts-expect-error a function of `custom` is synchronous
  new Veil(policy, { custom: { later: async (text: string) => text } });
  // @ts-expect-error a purpose that there is not
  keyring.edit((ring) => ring.addSet("pii", "secret"));
  // @ts-expect-error the answer is of the document's kind
  const wrong: string = veil.mask(new Uint8Array(2));
  void wrong;
}
