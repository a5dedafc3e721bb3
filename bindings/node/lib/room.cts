/**
 * Room for small answers: one allocation for many of them, as Node has it for its own small buffers. An allocation
 * outside the heap costs as much as masking a record does.
 */

import { markAsUntransferable } from "node:worker_threads";

const SIZE = 64 * 1024;

/** The bytes of a document up to which its answer is put into a room: larger ones are worth an allocation. */
export const SMALL = 4096;

/** Where the next answer goes. */
class Room {
  buffer = made();
  /** Where the space begins. */
  at = 0;

  /** Sees to it that the answer to a small document fits in all likelihood. */
  reserve(): this {
    if (this.buffer.length - this.at < 2 * SMALL) [this.buffer, this.at] = [made(), 0];
    return this;
  }

  /** The answer of that length that was just put at the beginning of the space. */
  take(length: number): Buffer {
    const from = this.at;
    this.at = (from + length + 7) & ~7;
    return this.buffer.subarray(from, from + length);
  }
}

/** Zeroed: nobody finds in it what this process has freed. Not transferable: other answers are in there. */
function made(): Buffer {
  const fresh = Buffer.alloc(SIZE);
  markAsUntransferable(fresh.buffer);
  return fresh;
}

export const room = new Room();
