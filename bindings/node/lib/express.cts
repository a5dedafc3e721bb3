/** Express (or any `connect` server): JSON responses leave through the view that the caller's scopes decide. */

import type { IncomingMessage, ServerResponse } from "node:http";

import { maskResponse, type ResponseOptions } from "./responses.cjs";

export type { ResponseOptions } from "./responses.cjs";

/**
 * A middleware; put it before the routes. Behind it `response.jsonp` answers as `response.json` does.
 *
 * @example
 * app.use(maskResponses({ veil, views: { "orders:fraud": "fraud" }, defaultView: "support", scopes: (request) => request.auth.scopes }));
 */
export function maskResponses<R extends IncomingMessage>(options: ResponseOptions<R>) {
  return (request: R, response: ServerResponse, next: () => void): void => {
    // With a callback in the query it would send a script, which is no JSON and leaves unmasked: the caller decides that.
    const express = response as ServerResponse & { json?: unknown; jsonp?: unknown };
    if (express.jsonp !== undefined) express.jsonp = express.json;
    maskResponse(options, request, response);
    next();
  };
}
