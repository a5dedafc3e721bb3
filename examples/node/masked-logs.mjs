// Masked logs: what an application writes, and what its log may keep. No key is needed.
import { Policy, Veil } from "fieldveil";
import { maskLines } from "fieldveil/pino";
import pino from "pino";

const policy = Policy.parse(`
version: 1
rules:
  - { names: [password, token, "*_secret"], show: remove }
  - { names: [email], show: email }
  - { path: "$.card", show: { pan: { bin: 0, last: 4 } } }
  - { path: "$.msg", show: { scan: [email, card] } }
`);

const failures = [];
const hooks = maskLines(new Veil(policy), { onFailure: (error) => failures.push(error.code) });
const logger = pino({ base: null, timestamp: false, hooks }, pino.destination({ fd: 1, sync: true }));

logger.info({ user: { email: "ada@example.org", password: "hunter2" }, card: "4111 1111 1111 1111" }, "signed in");
logger.warn({ client_secret: "s3cr3t", took: 1.1 }, "mail to ada@example.org bounced");

// A line that cannot be masked becomes a placeholder, and somebody hears of it.
process.stdout.write(hooks.streamWrite("this line is not JSON, and says 4111 1111 1111 1111\n"));
console.log(failures.join());
