/** Paths as Node takes them. */

import { fileURLToPath } from "node:url";

/** The path of a file, also of a `file:` URL. */
export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
