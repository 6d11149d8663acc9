import type { S3Client } from './s3-client.ts';
import { StoreFault } from './store-fault.ts';

export interface RangeOfObject {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

type Pieces = AsyncIterator<Uint8Array>;

/**
 * The bytes of an object as they arrive. If the store closes the connection, as some do when the reader is slow, the
 * rest is requested again, as long as each connection delivers something. Not a generator: `return` does nothing on a
 * generator that has not started, so its connection would stay open.
 */
export class ObjectRange implements AsyncIterableIterator<Uint8Array<ArrayBuffer>, undefined> {
  readonly #client: S3Client;
  readonly #range: RangeOfObject;
  #at: number;
  #pieces: Pieces | undefined;

  private constructor(client: S3Client, range: RangeOfObject, pieces: Pieces | undefined) {
    this.#client = client;
    this.#range = range;
    this.#at = range.start;
    this.#pieces = pieces;
  }

  /** @throws StoreFault */
  static async open(client: S3Client, range: RangeOfObject): Promise<ObjectRange> {
    if (range.start === range.end) return new ObjectRange(client, range, undefined);
    return new ObjectRange(client, range, await piecesOf(client, range));
  }

  async next(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, undefined>> {
    const { key, end } = this.#range;
    if (this.#at === end || this.#pieces === undefined) return this.return();
    for (let isFresh = false; ; isFresh = true) {
      const piece = await this.#pieces.next().catch(() => undefined);
      const bytes = piece?.done === false ? piece.value : undefined;
      if (bytes !== undefined) return this.#take(bytes);
      if (isFresh)
        throw new StoreFault(
          'unreachable',
          'ECONNRESET',
          'The object store closes the connection before it sends anything.',
        );
      this.#pieces = await piecesOf(this.#client, { key, start: this.#at, end });
    }
  }

  #take(bytes: Uint8Array): IteratorResult<Uint8Array<ArrayBuffer>, undefined> {
    const piece = bytes.subarray(0, this.#range.end - this.#at) as Uint8Array<ArrayBuffer>;
    this.#at += piece.length;
    return { done: false, value: piece };
  }

  async return(): Promise<IteratorResult<Uint8Array<ArrayBuffer>, undefined>> {
    const pieces = this.#pieces;
    this.#pieces = undefined;
    // Not awaited: it may wait for a connection that is already broken.
    void Promise.resolve(pieces?.return?.()).catch(() => undefined);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

async function piecesOf(client: S3Client, { key, start, end }: RangeOfObject): Promise<Pieces> {
  return (await client.get(key, { start, end }))[Symbol.asyncIterator]();
}
