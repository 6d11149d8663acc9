import type { PartPlace } from '#server/blobs/blobs.ts';

/** An object in the bucket. Both names are random and made by the server; its key is `<prefix>/<body>/<object>`. */
export interface ObjectName {
  readonly body: string;
  readonly object: string;
}

/** What an object holds. */
export interface PartContent {
  readonly length: number;
  /** SHA-256. */
  readonly digest: Uint8Array;
}

/** The object that counts as a part. */
export type KeptPart = PartContent & Pick<ObjectName, 'object'>;

export type KeepOutcome =
  { readonly kind: 'kept' } | { readonly kind: 'lost'; readonly to: KeptPart } | { kind: 'gone' };

/**
 * The rows that decide which object counts (docs/decisions/0081). Every object has a row before its first byte is sent,
 * and until the store has confirmed that it is deleted. Each method is one transaction, durable when it resolves. Any of
 * several processes may call it.
 */
export interface ObjectLedger {
  find(place: PartPlace): Promise<KeptPart | undefined>;
  list(body: string): Promise<ReadonlyMap<number, number>>;
  /** Announces an object that is about to be written. */
  begin(name: ObjectName): Promise<void>;
  /**
   * Makes a completely written object count. If another one counts already (`lost`), or the file body was deleted in the
   * meantime (`gone`), this object is to be deleted.
   */
  keep(name: ObjectName & Pick<PartPlace, 'part'>, content: PartContent): Promise<KeepOutcome>;
  /** The object was not written, or not completely. It is to be deleted from `inSeconds` on. */
  discard(name: ObjectName, inSeconds: number): Promise<void>;
  /** From now on no object of the file body counts, and all are to be deleted. */
  discardBody(body: string): Promise<void>;
  /** Discards objects announced before that: their writers are dead, or learn from `keep` that they are too late. */
  discardOlderThan(seconds: number): Promise<void>;
  /** Objects to delete. @param body only those of this file body */
  findDue(limit: number, body?: string): Promise<ObjectName[]>;
  /** The store has confirmed that they are deleted. */
  forget(deleted: readonly ObjectName[]): Promise<void>;
  /** They could not be deleted now. */
  postpone(names: readonly ObjectName[], seconds: number): Promise<void>;
  /** @returns those of the objects that have a row */
  findKnown(names: readonly ObjectName[]): Promise<ObjectName[]>;
  /** @returns those of the file bodies that have a part that counts */
  findBodies(bodies: readonly string[]): Promise<string[]>;
  /** A page of the file bodies that have a part that counts or is being written, in the order of their names. */
  pageOfBodies(after: string, limit: number): Promise<string[]>;
  /** Whether any object counts. */
  keepsAny(): Promise<boolean>;
  /** The random name of the database. */
  databaseName(): Promise<string>;
}
