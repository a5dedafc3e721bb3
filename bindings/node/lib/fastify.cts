/** Fastify: JSON replies leave through the view that the caller's scopes decide. */

import { Readable } from "node:stream";
import { ReadableStream } from "node:stream/web";

import { kindOf, REFUSED, type ResponseOptions, shown } from "./responses.cjs";

export type { ResponseOptions } from "./responses.cjs";

interface Request {
  method?: string;
  url?: string;
}

interface Reply {
  getHeader(name: string): unknown;
  hasHeader(name: string): boolean;
  removeHeader(name: string): unknown;
  header(name: string, value: unknown): unknown;
  code(status: number): unknown;
}

type Done = (error?: Error | null, payload?: unknown) => void;

interface Server {
  addHook(name: "onSend", hook: (request: never, reply: never, payload: unknown, done: Done) => void): unknown;
}

/**
 * A plugin: `fastify.register(maskReplies, { veil, views, scopes })`. It covers every route of the server.
 *
 * A reply that is declared as JSON and is no text or buffer (a stream, a `Response`) cannot be masked: a 500 is sent in
 * its stead. What a route writes to `reply.raw` passes every hook of Fastify, and this one.
 */
export function maskReplies<R extends Request>(fastify: Server, options: ResponseOptions<R>, done: () => void): void {
  fastify.addHook("onSend", (request: R, reply: Reply, payload: unknown, next: Done) => {
    next(null, masked(options, request, reply, payload));
  });
  done();
}

Object.assign(maskReplies, { [Symbol.for("skip-override")]: true, [Symbol.for("fastify.display-name")]: "fieldveil" });

function masked<R extends Request>(options: ResponseOptions<R>, request: R, reply: Reply, payload: unknown): unknown {
  // The headers of a `Response` become the reply's only after this hook.
  const type = (payload instanceof Response ? payload.headers.get("content-type") : null) ?? reply.getHeader("content-type");
  if (payload === undefined || payload === null || payload === "" || kindOf(type) === undefined) return payload;
  reply.removeHeader("content-length");
  reply.removeHeader("etag"); // of the unmasked body: it would tell two of them apart
  try {
    if (reply.hasHeader("content-encoding")) throw new Error("compress after this plugin");
    if (typeof payload !== "string" && !(payload instanceof Uint8Array)) throw new Error("a stream cannot be masked");
    return shown(options, request, type, payload);
  } catch {
    letGo(payload);
    reply.removeHeader("content-encoding");
    reply.header("content-type", "application/json");
    reply.code(500);
    return REFUSED;
  }
}

/** Ends a stream that nobody reads any more: a file that it reads from would stay open. */
function letGo(payload: unknown): void {
  if (payload instanceof Response) letGo(payload.body);
  else if (payload instanceof Readable) payload.destroy();
  else if (payload instanceof ReadableStream) payload.cancel().catch(() => {});
}
