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

/** The body was deleted while a part of it was being put: nothing of that part is kept. */
export class BodyGone extends Error {
  override readonly name = 'BodyGone';

  constructor(options?: ErrorOptions) {
    super('The body was deleted while a part of it was being put.', options);
  }
}

/**
 * Where the bodies of shares lie, a part at a time. Ciphertext alone; several processes may use one store at once.
 * Every method may be repeated. A name that is no name, or a number that is none, is a TypeError: a bug of the caller's.
 */
export interface Blobs {
  /**
   * Durable before it resolves; never seen half; a part that is there is never replaced. Memory does not grow with the
   * part. All of `bytes` is taken, whatever the outcome, unless it is longer than said. Nothing is kept of a put that throws
   * before its bytes are whole.
   *
   * Whoever deletes the body meanwhile makes it throw `BodyGone`, or comes too early and the body is there again with
   * this part alone: so the caller looks afterwards whether the body is still wanted, and deletes it if not.
   * @returns `stored`, `same` when these very bytes were there, `different` when others were
   * @throws RangeError when the bytes are not as many as said; what `bytes` throws; AppError `insufficient-storage`; BodyGone
   */
  put(part: NewPart): Promise<'stored' | 'same' | 'different'>;
  /**
   * Opens before it resolves, so that what is deleted meanwhile is still read to its end. To be iterated once; whoever
   * does not want it after all calls its iterator's `return`.
   * @returns undefined when there is no such part, or it is shorter than `end`
   */
  get(range: StoredRange): Promise<AsyncIterable<Uint8Array<ArrayBuffer>> | undefined>;
  /** The parts that are there, durably, each with its length in bytes. Empty for a body that is not. */
  list(body: string): Promise<ReadonlyMap<number, number>>;
  /** With every part and every beginning of one. Durable before it resolves; no error when it is not there. Its name is not used again. */
  deleteBody(body: string): Promise<void>;
  /** @returns those of the bodies that have no trace here */
  missing(bodies: readonly string[]): Promise<string[]>;
  /** Every body that has a trace here, for the reaper. */
  bodies(): AsyncIterable<string>;
  /** Removes files that have been half written for more than an hour: their writer is dead. @param signal ends it between two bodies */
  removeLeftovers(signal?: AbortSignal): Promise<void>;
  /** Bytes that can still be written, by this system's own account. */
  freeBytes(): Promise<number>;
}
