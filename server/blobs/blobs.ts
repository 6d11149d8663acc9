/** One part of a body: several chunks as one upload request brought them. */
export interface PartPlace {
  /** Server-made and random, `[a-z2-7]+`: nothing of it follows from an id or from what is stored. */
  readonly body: string;
  /** From 0. */
  readonly part: number;
}

export interface NewPart extends PartPlace {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Another length is refused, and nothing is kept. */
  readonly length: number;
}

export interface StoredRange extends PartPlace {
  /** In the part, in bytes: from `start` up to `end`, which is not in it. */
  readonly start: number;
  readonly end: number;
}

/**
 * Where the bodies of shares lie, a part at a time. Ciphertext alone; several processes may use one store at once.
 * Every method may be repeated.
 */
export interface Blobs {
  /**
   * Durable before it resolves; never seen half; a part that is there is never replaced. Memory does not grow with the part.
   * @returns `stored`, `same` when these very bytes were there, `different` when others were
   * @throws RangeError when the bytes are not as many as said; or what `bytes` throws: nothing is kept then
   */
  put(part: NewPart): Promise<'stored' | 'same' | 'different'>;
  /**
   * Opens before it resolves, so that what is deleted meanwhile is still read to its end.
   * @returns undefined when there is no such part, or it is shorter than `end`
   */
  get(range: StoredRange): Promise<AsyncIterable<Uint8Array<ArrayBuffer>> | undefined>;
  /** The parts that are there, each with its length in bytes. Empty for a body that is not. */
  list(body: string): Promise<ReadonlyMap<number, number>>;
  /** One part. Durable before it resolves; no error when it is not there. */
  deletePart(place: PartPlace): Promise<void>;
  /** With every part and every beginning of one. Durable before it resolves; no error when it is not there. */
  deleteBody(body: string): Promise<void>;
  /** Every body that has a trace here, for the reaper. */
  bodies(): AsyncIterable<string>;
  /** What others left half written more than an hour ago. */
  removeLeftovers(): Promise<void>;
  /** Bytes that can still be written, by this system's own account. */
  freeBytes(): Promise<number>;
}
