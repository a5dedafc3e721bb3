/** Express (or any `connect` server): JSON responses leave through the view that the caller's scopes decide. */

import type { IncomingMessage, ServerResponse } from "node:http";

import { maskResponse, type ResponseOptions } from "./responses.cjs";

export type { ResponseOptions } from "./responses.cjs";

/**
 * A middleware; put it before the routes.
 *
 * @example
 * app.use(maskResponses({ veil, views: { "orders:fraud": "fraud" }, defaultView: "support", scopes: (request) => request.auth.scopes }));
 */
export function maskResponses<R extends IncomingMessage>(options: ResponseOptions<R>) {
  return (request: R, response: ServerResponse, next: () => void): void => {
    maskResponse(options, request, response);
    next();
  };
}
