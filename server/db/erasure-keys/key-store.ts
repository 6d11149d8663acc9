import type { HeldKeyPlace, KeyWriter, Scrubbed, Session } from '#server/db/database.ts';

/** Changes to keys within one try of a transaction. */
export interface KeyTransaction {
  readonly keys: KeyWriter;
  /** After the commit. Durable when it resolves. */
  readonly committed?: () => Promise<void>;
  /** If the transaction fails before its commit. */
  readonly failed?: () => Promise<void>;
}

/** Where a PostgreSQL installation keeps its erasure keys. */
export interface KeyStore {
  readonly kind: 'table' | 'folder';
  /** The key of a committed row, which the caller must overwrite; undefined if it has ended or has none. */
  find(read: Session, place: HeldKeyPlace): Promise<Uint8Array | undefined>;
  begin(tx: Session): KeyTransaction;
  /** For the sweep: erases what a crash or a fault left. */
  scrub(): Promise<Scrubbed>;
  /** For the hourly reaper: erases keys that no row names. */
  readonly reap?: (signal?: AbortSignal) => Promise<void>;
  /** Whether keys can be read and written now. */
  works(): Promise<boolean>;
  close(): Promise<void>;
}
