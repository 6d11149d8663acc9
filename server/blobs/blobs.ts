/** One part of a file body: the chunks of one upload request. */
export interface PartPlace {
  /** Random and made by the server, `[a-z2-7]+`: it does not depend on an id or on the content. */
  readonly body: string;
  /** From 0. */
  readonly part: number;
}

export interface NewPart extends PartPlace {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** A part of another length is refused, and nothing of it is stored. */
  readonly length: number;
}

export interface StoredRange extends PartPlace {
  /** Byte offsets in the part: from `start` (inclusive) to `end` (exclusive). */
  readonly start: number;
  readonly end: number;
}

/** The file body was deleted during a put of one of its parts. Nothing of that part is stored. */
export class BodyGone extends Error {
  override readonly name = 'BodyGone';

  constructor(options?: ErrorOptions) {
    super('The file body was deleted while one of its parts was being stored.', options);
  }
}

/**
 * Stores the file bodies of shares, part by part. It holds only ciphertext. Several processes may use one store at the
 * same time. Every method may be repeated. An invalid name or number is a TypeError, because it is a bug in the caller.
 */
export interface Blobs {
  /**
   * Stores a part: durable when it resolves, never visible half-written, and never replacing an existing part. Memory
   * use does not grow with the part. It always reads all of `bytes`, unless they exceed the declared length. A put that
   * throws before its bytes are complete stores nothing.
   *
   * If the file body is deleted during the put, it throws `BodyGone`, or the file body exists again with this part
   * only. So the caller must check afterwards whether the file body is still wanted, and delete it if not.
   * @returns `stored`; `same` if the same bytes already existed; `different` if other bytes did
   * @throws RangeError if the length is not as declared; errors of `bytes`; AppError `insufficient-storage`,
   *   `unavailable`; BodyGone
   */
  put(part: NewPart): Promise<'stored' | 'same' | 'different'>;
  /**
   * Opens the part before it resolves, so that a part deleted in the meantime is still read to its end. Iterate it
   * once, or call its iterator's `return` to abandon it.
   * @returns undefined if there is no such part, or it is shorter than `end`
   */
  get(range: StoredRange): Promise<AsyncIterable<Uint8Array<ArrayBuffer>> | undefined>;
  /** The durable parts with their lengths in bytes. Empty for an unknown file body. */
  list(body: string): Promise<ReadonlyMap<number, number>>;
  /**
   * Deletes all parts, including partial ones. Durable when it resolves; if the store is down, the decision is durable
   * and `deleteDue` repeats the deletion. Not an error for an unknown file body. Its name is never reused.
   */
  deleteBody(body: string): Promise<void>;
  /**
   * Repeats deletions that failed in `deleteBody`. On a disk, no deletion is left over. @returns whether there may be
   * more. @throws the error of one that failed again
   */
  deleteDue(): Promise<boolean>;
  /** @returns the file bodies that have no trace in the store */
  missing(bodies: readonly string[]): Promise<string[]>;
  /** Every file body with a trace in the store, for the reaper. */
  bodies(): AsyncIterable<string>;
  /**
   * Removes partial files or objects that are more than an hour old: their writer is dead. @param signal stops it between
   * two file bodies
   */
  removeLeftovers(signal?: AbortSignal): Promise<void>;
  /** The free bytes, as reported by the system. For a store without a size, a very large number. */
  freeBytes(): Promise<number>;
}
