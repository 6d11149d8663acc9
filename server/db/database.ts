import type { Kysely, RawBuilder } from 'kysely';
import type { EndedState, Schema, ShareKind } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** The target of compiled queries; one object per open database. */
export interface Backend {
  readonly dialect: Dialect;
  /** SQLite: a slot file. PostgreSQL: a table, or a folder outside the database. */
  readonly keys: 'slot-file' | 'table' | 'folder';
  /** Unix seconds, read at each execution: from the injected clock on SQLite, from the database on PostgreSQL. */
  readonly now: RawBuilder<number>;
  /** Maps an error of the driver: to `unavailable` if the database cannot be reached, else to the error itself. */
  readonly mapError: (error: unknown) => unknown;
}

export interface Session {
  readonly backend: Backend;
  /** Builds queries. Frequent ones use `query`, which compiles them once. */
  readonly kysely: Kysely<Schema>;
  /** Runs compiled SQL. @returns its rows */
  readonly run: (text: string, parameters: readonly unknown[]) => unknown[] | Promise<unknown[]>;
}

/** Identifies a key. `slot` is the record's number in the slot file or the key folder, null with a table of keys. */
export interface KeyPlace {
  readonly id: Uint8Array;
  readonly slot: number | null;
}

/** The columns of a share's row. An ended share has no key, even while it is being erased. */
export type HeldKeyPlace = KeyPlace & { readonly endedAt?: number | null };

/** Changes to the erasure keys within a transaction (docs/life-cycle.md §11). */
export interface KeyWriter {
  /** Only with a key folder, where a new row is given its slot. Each call returns another slot. */
  readonly takeSlot?: () => Promise<number>;
  /** Durable before the transaction commits. */
  put(place: KeyPlace, key: Uint8Array): Promise<void>;
  /** For rows that end in this transaction. Durable before `write` resolves. */
  erase(...places: readonly KeyPlace[]): Promise<void>;
  /** `Database.withKey` within the transaction, before `erase`. The share's row has not ended. */
  lend<T>(place: KeyPlace, use: (key: Uint8Array | undefined) => T | Promise<T>): Promise<T>;
}

/** An event of a share or a request, in the transaction that causes it. */
export interface ShareEvent extends KeyPlace {
  readonly kind: ShareKind;
  readonly what: 'created' | 'opened' | 'locked' | EndedState | 'code-requests-used-up' | 'answered' | 'full';
}

/** A row of a copied database. */
export interface CopiedShare extends KeyPlace {
  readonly bodyName: string | null;
  readonly bodyBytes: number;
  readonly expiresAt: number;
}

export interface Transaction extends Session {
  readonly keys: KeyWriter;
  /**
   * Told of events by the records that cause them, before a share's content and key are gone. Absent if nobody has asked
   * for notices or an audit (server/notices/hear-events.ts).
   */
  readonly announce?: (tx: Transaction, events: readonly ShareEvent[]) => Promise<void>;
}

export interface WriteOptions {
  /**
   * The id of a share that the transaction locks first, and that many may ask for at once. PostgreSQL: they wait for each
   * other without a connection.
   */
  readonly turnOf?: Uint8Array;
}

/** Work on the whole database. */
export type Job = 'sweep' | 'reap' | 'reconcile';

/** `more`: call it again. `blocked`: others prevented it from finishing, so try again later. */
export type Scrubbed = 'done' | 'more' | 'blocked';

export interface Database {
  readonly backend: Backend;
  /** Committed state only. */
  readonly read: Session;
  /**
   * The time that decides expiry, in Unix seconds. With PostgreSQL it is the database's, so that several servers agree.
   */
  now(): Promise<number>;
  /**
   * Runs `work` in a transaction and resolves when it is durable, including its erasures. An exception undoes all of it
   * and is rethrown after the transaction has ended. `work` may run again (after PostgreSQL's serialization failures, or
   * if another write of its group failed on SQLite). It must await only its own SQL, because on SQLite all other writers
   * wait for it.
   */
  write<T>(work: (tx: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>;
  /**
   * Lends the key while `use` runs, then overwrites it. Nothing is cached, so no other copy stays in memory. The key is
   * undefined if the share has ended or has no key.
   */
  withKey<T>(place: HeldKeyPlace, use: (key: Uint8Array | undefined) => T | Promise<T>): Promise<T>;
  /**
   * Whether this process can serve on the database as it is now: not if an older database was put in its place, or a
   * newer release changed it in a way that this one does not support.
   */
  fitsSchema(): Promise<boolean>;
  /** Whether erasure keys can be read and written now. Always true, except with a key folder that cannot be reached. */
  keysWork(): Promise<boolean>;
  /**
   * PostgreSQL: runs `work` if no other process is running the same job. It uses a connection of its own while it runs,
   * and a process that dies gives up the job. SQLite: always runs it. @returns undefined if it did not run
   */
  alone<T>(job: Job, work: () => Promise<T>): Promise<T | undefined>;
  /** Removes some ended content from key slots, write-ahead log and free pages. For the sweep. */
  scrub(): Promise<Scrubbed>;
  /** Only with a key folder: erases keys that no row names. For the hourly reaper. */
  readonly reapKeys?: (signal?: AbortSignal) => Promise<void>;
  /**
   * Copies the committed state of one moment to a new, compact file without any deleted data. Absent on PostgreSQL,
   * which has its own tools. @returns the shares in it that have not ended, without unfinished uploads
   */
  readonly copyTo?: (path: string) => Promise<CopiedShare[]>;
  close(): Promise<void>;
}
