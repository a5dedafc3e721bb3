/** What the web adapters share: which view a caller gets, and a response whose JSON body leaves masked. */

import type { IncomingMessage, ServerResponse } from "node:http";

import type { Audit, Context, MaskOptions } from "./options.cjs";
import type { Veil } from "./veil.cjs";

/** How a web adapter masks. `R` is the framework's request. */
export interface ResponseOptions<R> {
  /** What masks; with a keyring where a view opens tokens. */
  readonly veil: Veil;
  /** Scope to view, in order: the first scope that the caller has decides. */
  readonly views: Readonly<Record<string, string>> | ReadonlyMap<string, string>;
  /** The view of a caller who has none of them; `default` unless said. */
  readonly defaultView?: string;
  /** The scopes of a request; asked when the response begins. */
  readonly scopes: (request: R) => Iterable<string>;
  /** The context of a request's tokens, beside the policy's. */
  readonly context?: (request: R) => Context;
  /** Who asks, and why, for the observer; the method and the path unless said. */
  readonly audit?: (request: R) => Audit;
}

/** What is sent, with status 500, in the place of a response that could not be masked. */
export const REFUSED = '{"error":"the response could not be masked"}';

/** The options of `mask` for one request. */
export function optionsOf<R extends { method?: string | undefined; url?: string | undefined }>(options: ResponseOptions<R>, request: R): MaskOptions {
  const held = new Set(options.scopes(request));
  const views = options.views instanceof Map ? [...options.views] : Object.entries(options.views);
  const view = views.find(([scope]) => held.has(scope))?.[1] ?? options.defaultView ?? "default";
  const path = (request.url ?? "").split("?")[0];
  const audit = options.audit?.(request) ?? { reason: `${request.method ?? ""} ${path}` };
  return options.context === undefined ? { view, audit } : { view, audit, context: options.context(request) };
}

/** The content types of JSON lines. */
const LINES = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"]);

/**
 * What of a content type is masked: lines of JSON, or whatever else calls itself JSON. That is more than the names of
 * WHATWG MIME Sniffing, section 4.6: a name of one's own, or a comma for a semicolon, must let no body pass.
 */
export function kindOf(type: unknown): "json" | "lines" | undefined {
  const media = String(type ?? "").split(";")[0]!.trim().toLowerCase();
  if (LINES.has(media)) return "lines";
  return media.includes("json") ? "json" : undefined;
}

/** A body as the caller may see it. Throws where it cannot be masked. */
export function shown<R extends { method?: string | undefined; url?: string | undefined }>(
  options: ResponseOptions<R>,
  request: R,
  type: unknown,
  body: Uint8Array | string,
): Buffer | string {
  const mask = optionsOf(options, request);
  if (kindOf(type) !== "lines") return typeof body === "string" ? options.veil.mask(body, mask) : options.veil.mask(body, mask);
  const text = typeof body === "string" ? body : UTF_8.decode(body);
  return text.split("\n").map((line) => (line.trim() === "" ? line : options.veil.mask(line, mask))).join("\n");
}

/** What is no UTF-8 is no JSON, and a byte order mark is refused rather than taken away. */
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Holds a JSON response back until it is whole, and lets it out masked; other responses pass as they are.
 * A body that cannot be masked is replaced by a 500 without it.
 */
export function maskResponse<R extends IncomingMessage>(options: ResponseOptions<R>, request: R, response: ServerResponse): void {
  const { write, end, writeHead, setHeader } = response;
  const held: Buffer[] = [];
  const masked = (): boolean => kindOf(response.getHeader("content-type")) !== undefined;
  let announced: unknown[] | undefined;

  // An entity tag of the unmasked body: Express answers 304 to whoever has guessed it, and so the body.
  response.setHeader = function (name, value) {
    return name.toLowerCase() === "etag" && masked() ? response : setHeader.call(response, name, value);
  };

  response.writeHead = function (...args: unknown[]) {
    for (const headers of args) if (typeof headers === "object" && headers !== null) setAll(response, headers);
    response.statusCode = args[0] as number;
    if (typeof args[1] === "string") response.statusMessage = args[1];
    if (masked()) announced = args;
    else Reflect.apply(writeHead, response, args);
    return response;
  } as typeof response.writeHead;

  response.write = function (...args: unknown[]) {
    if (!masked()) return Reflect.apply(write, response, args) as boolean;
    hold(held, args);
    callback(args)?.();
    return true;
  } as typeof response.write;

  response.end = function (...args: unknown[]) {
    Object.assign(response, { write, end, writeHead, setHeader });
    if (!masked() && announced === undefined) return Reflect.apply(end, response, args) as ServerResponse;
    hold(held, args);
    const body = finish(options, request, response, Buffer.concat(held));
    return end.call(response, body, "utf8", callback(args));
  } as typeof response.end;
}

function finish<R extends IncomingMessage>(options: ResponseOptions<R>, request: R, response: ServerResponse, body: Buffer): Buffer {
  response.removeHeader("etag"); // of the unmasked body: it would tell two of them apart
  response.removeHeader("content-length");
  if (body.length === 0) return body;
  try {
    if (response.hasHeader("content-encoding")) throw new Error("compress outside of this middleware");
    return Buffer.from(shown(options, request, response.getHeader("content-type"), body));
  } catch {
    response.statusCode = 500;
    response.statusMessage = ""; // Node's own words for the status, not those of the response that this one replaces
    response.removeHeader("content-encoding");
    response.setHeader("content-type", "application/json");
    return Buffer.from(REFUSED);
  }
}

function setAll(response: ServerResponse, headers: object): void {
  if (Array.isArray(headers) && Array.isArray(headers[0])) {
    for (const [name, value] of headers as [string, string][]) response.setHeader(name, value);
  } else if (Array.isArray(headers)) {
    for (let at = 0; at + 1 < headers.length; at += 2) response.setHeader(String(headers[at]), headers[at + 1] as string);
  } else {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value as string);
  }
}

function hold(held: Buffer[], args: unknown[]): void {
  const [chunk, encoding] = args;
  if (typeof chunk === "string") held.push(Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"));
  else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
}

function callback(args: unknown[]): (() => void) | undefined {
  return args.find((arg): arg is () => void => typeof arg === "function");
}
