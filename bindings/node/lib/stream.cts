/** Transforms over the native streams: what is pushed in comes out worked on, in constant memory. */

import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";

import type native from "#native";

import { guardAsync } from "./failures.cjs";

/** A transform that knows, once it has ended, what was done. */
export class Worked<R> extends Transform {
  readonly #stream: native.NativeStream;
  readonly #read: (said: string) => R;
  readonly #after: () => void;

  /** @internal */
  constructor(stream: native.NativeStream, read: (said: string) => R, after: () => void = () => {}) {
    super();
    this.#stream = stream;
    this.#read = read;
    this.#after = after;
  }

  /** What was done; only once the stream has ended. */
  get result(): R {
    return this.#read(this.#stream.said());
  }

  override _transform(chunk: Buffer | string, encoding: BufferEncoding, done: TransformCallback): void {
    this.#hand(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk, done);
  }

  override _flush(done: TransformCallback): void {
    this.#hand(undefined, done);
  }

  #hand(chunk: Buffer | undefined, done: TransformCallback): void {
    const pushed = guardAsync(() => this.#stream.push(chunk)).finally(this.#after);
    pushed.then(
      (out) => done(null, out.length > 0 ? out : undefined),
      (error: Error) => done(error),
    );
  }
}

/** Runs a reader through a transform into a writer; resolves to what was done. */
export async function through<R>(reader: NodeJS.ReadableStream, worked: Worked<R>, writer: NodeJS.WritableStream): Promise<R> {
  await pipeline(reader, worked, writer);
  return worked.result;
}

/** Whether an argument is a stream to read from. */
export function isReadable(value: unknown): value is NodeJS.ReadableStream {
  return typeof (value as NodeJS.ReadableStream | undefined)?.pipe === "function";
}
