// The agent of Node: answers requests by the package `fieldveil` (see `agents.py` for the protocol).

import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Key, Keyring, Policy, Veil, FieldveilError } from "fieldveil";

const failing = (name) => {
  const fail = () => {
    throw new Error("no connection");
  };
  return { name, wrap: fail, unwrap: fail };
};

async function answer(how, context) {
  const word = (name) => how.get(name)?.toString();
  const operation = word("operation");
  const given = how.get("input");
  if (operation === "check") {
    Policy.parse(given.toString());
    return Buffer.alloc(0);
  }
  const openers = [];
  if (how.has("kek")) openers.push(Key(Buffer.from(word("kek"), "hex")));
  if (how.has("provider")) openers.push(failing(word("provider")));
  if (operation === "open_ring") {
    if (how.has("path")) await Keyring.open(word("path"), ...openers);
    else await Keyring.parse(given, ...openers);
    return Buffer.alloc(0);
  }
  const keyring = how.has("ring") ? await Keyring.parse(how.get("ring"), ...openers) : undefined;
  if (operation === "open_stream" || operation === "seal_stream") {
    const stream =
      operation === "open_stream" ? keyring.decryptStream({ context }) : keyring.encryptStream(word("set"), { context });
    const source = new PassThrough();
    source.end(given);
    source.on("error", (error) => stream.destroy(error));
    return buffer(source.pipe(stream));
  }
  const veil = new Veil(Policy.parse(word("policy")), { keyring });
  const options = { context };
  for (const name of ["view", "existing"]) if (how.has(name)) options[name] = word(name);
  if (how.has("partial")) options.partial = true;
  return veil[operation](given, options);
}

for await (const line of createInterface({ input: process.stdin })) {
  const how = new Map();
  const context = {};
  for (const part of line.split(" ").filter(Boolean)) {
    const at = part.indexOf("=");
    const value = Buffer.from(part.slice(at + 1), "base64");
    if (part.slice(0, at) === "context") {
      const [key, paired] = value.toString().split("\0");
      context[key] = paired;
    } else how.set(part.slice(0, at), value);
  }
  try {
    process.stdout.write(`ok ${Buffer.from(await answer(how, context)).toString("base64")}\n`);
  } catch (error) {
    const code = error instanceof FieldveilError ? error.code : `${error}`.replaceAll("\n", " ");
    process.stdout.write(`error ${code}\n`);
  }
}
