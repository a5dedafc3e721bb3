// Takes orders off a topic and opens them: `node consumer.mjs BROKER RING KEY`. Needs `fieldveil` and `kafkajs`.
import { Key, Keyring, Policy, Veil } from "fieldveil";
import { Kafka, logLevel } from "kafkajs";

const EXPECTED = 2;

const [broker, ring, key] = process.argv.slice(2);
const policy = Policy.load(new URL("policy.yaml", import.meta.url));
const veil = new Veil(policy, { keyring: await Keyring.open(ring, Key.fromFile(key)) });

const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).consumer({ groupId: "shipping" });
await consumer.connect();
await consumer.subscribe({ topic: "orders", fromBeginning: true });
let seen = 0;
await new Promise((done, failed) => {
  const eachMessage = async ({ message }) => {
    try {
      const { order, email } = JSON.parse(veil.decrypt(message.value));
      console.log("ship", order, "and write to", email);
      console.log("for support", veil.mask(message.value, { view: "support" }).toString());
      if (++seen === EXPECTED) done();
    } catch (error) {
      failed(error);
    }
  };
  consumer.run({ eachMessage }).catch(failed);
});
await consumer.disconnect();
