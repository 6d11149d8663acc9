import type { Kysely, RawBuilder } from 'kysely';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** What a query is compiled for; one object for each open database. */
export interface Backend {
  readonly dialect: Dialect;
  /** Unix seconds, read anew at each execution: the injected clock on SQLite, the database's own on PostgreSQL. */
  readonly now: RawBuilder<number>;
  /** What to throw for an error of the driver: `unavailable` when the database cannot be reached, else the error. */
  readonly mapError: (error: unknown) => unknown;
}

export interface Session {
  readonly backend: Backend;
  /** Builds queries. What is asked often goes through `query`, which compiles once. */
  readonly kysely: Kysely<Schema>;
  /** Runs compiled SQL. @returns its rows */
  readonly run: (text: string, parameters: readonly unknown[]) => unknown[] | Promise<unknown[]>;
}

/** Which key: `slot` is the record's number in the slot file, null on PostgreSQL. */
export interface KeyPlace {
  readonly id: Uint8Array;
  readonly slot: number | null;
}

/** As in a share's row. An ended share has no key, even while it is being erased. */
export type HeldKeyPlace = KeyPlace & { readonly endedAt?: number | null };

/** The erasure keys as a transaction changes them, docs/life-cycle.md §11. */
export interface KeyWriter {
  /** Durable before the transaction commits. */
  put(place: KeyPlace, key: Uint8Array): Promise<void>;
  /** For rows that end in this transaction. Durable before `write` answers. */
  erase(...places: readonly KeyPlace[]): Promise<void>;
}

/** A row of a copied database. */
export interface CopiedShare extends KeyPlace {
  readonly bodyName: string | null;
  readonly bodyBytes: number;
  readonly expiresAt: number;
}

export interface Transaction extends Session {
  readonly keys: KeyWriter;
}

/** `more`: it is to be called again. `blocked`: others kept it from finishing, and it is to be tried again later. */
export type Scrubbed = 'done' | 'more' | 'blocked';

export interface Database {
  readonly backend: Backend;
  /** Committed state only. */
  readonly read: Session;
  /** The time that shares expire by, in Unix seconds: PostgreSQL's own, so that several servers agree. */
  now(): Promise<number>;
  /**
   * Runs `work` in a transaction and answers once it is durable, its erasures included; anything thrown undoes all of
   * it, and is passed on after the transaction has ended. `work` may run again (PostgreSQL's serialization failures),
   * and must await nothing but its own SQL: on SQLite everyone who writes waits for it.
   */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Lends the key while `use` runs, then overwrites it. Nothing is cached, so no other copy stays in memory. The key is
   * undefined when the share has ended or has no key.
   */
  withKey<T>(place: HeldKeyPlace, use: (key: Uint8Array | undefined) => T | Promise<T>): Promise<T>;
  /** Takes some of what has ended out of everything the database keeps: key slots, write-ahead log, free pages. For the sweep. */
  scrub(): Promise<Scrubbed>;
  /**
   * Writes what is committed at one moment to a new file, compact: nothing of what has been deleted is in it. Absent on
   * PostgreSQL, which has tools of its own. @returns what has not ended in it, unfinished uploads left out
   */
  readonly copyTo?: (path: string) => Promise<CopiedShare[]>;
  close(): Promise<void>;
}
