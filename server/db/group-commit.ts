import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Statement } from 'better-sqlite3';
import { lendKey } from '#server/erasure/lend-key.ts';
import type { SlotFile } from '#server/erasure/slot-file.ts';
import { AppError } from '#server/errors.ts';
import type { SqliteConnection } from './connection.ts';
import type { Backend, KeyPlace, KeyWriter, Transaction } from './database.ts';
import { takeWriteLock } from './write-lock.ts';

/** Bounds the memory of one transaction and the wait of the next ones. */
const MAX_GROUP = 64;

interface Waiting {
  readonly fail: (error: unknown) => void;
}

interface Member extends Waiting {
  /** @returns a function that settles the caller's promise */
  readonly run: (tx: Transaction) => Promise<() => void>;
}

interface Zeroing extends Waiting {
  readonly places: readonly KeyPlace[];
  readonly answer: () => void;
}

interface Pause extends Waiting {
  readonly work: () => Promise<void>;
}

export interface GroupWriterParts {
  readonly connection: SqliteConnection;
  readonly backend: Backend;
  readonly slots: SlotFile;
  readonly onGroup?: OnGroup | undefined;
}

/** Called with the number of writes in each committed group. */
export type OnGroup = (writes: number) => void;

/**
 * Group commit (docs/life-cycle.md §10 and §11). Writes that arrive together share one transaction, each in its own
 * savepoint:
 *
 *   BEGIN IMMEDIATE → zero the slots of ends committed before → the members → fdatasync of the slots → COMMIT
 *
 * A member resolves after the COMMIT. One that ends a share resolves only after the next group has made the zeros
 * durable: they are written under the write lock, because without it another process could free the slot and reuse it.
 */
export class GroupWriter {
  readonly #parts: GroupWriterParts;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #savepoint: Statement;
  readonly #release: Statement;
  readonly #undo: Statement;
  readonly #namesSlot: Statement<[Uint8Array, number | null]>;
  #members: Member[] = [];
  #zeroings: Zeroing[] = [];
  #pauses: Pause[] = [];
  #running = false;
  #run: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: GroupWriterParts) {
    const { raw } = parts.connection;
    this.#parts = parts;
    this.#begin = raw.prepare('begin immediate');
    this.#commit = raw.prepare('commit');
    this.#rollback = raw.prepare('rollback');
    this.#savepoint = raw.prepare('savepoint member');
    this.#release = raw.prepare('release member');
    this.#undo = raw.prepare('rollback to member');
    this.#namesSlot = raw.prepare('select 1 from share where id = ? and slot = ? and ended_at is not null');
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = async (tx: Transaction) => {
        const value = await work(tx);
        return () => resolve(value);
      };
      this.#members.push({ run, fail: reject });
      this.#start();
    });
  }

  /** Durably zeroes the slots of rows whose end is committed. A slot that its row no longer names is not touched. */
  zero(places: readonly KeyPlace[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#zeroings.push({ places, answer: resolve, fail: reject });
      this.#start();
    });
  }

  /** Runs `work` between two groups, when no transaction is open and no write waits for a COMMIT. */
  between<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pauses.push({ work: async () => resolve(await work()), fail: reject });
      this.#start();
    });
  }

  /** Finishes the pending writes first. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#run;
  }

  #start(): void {
    if (this.#closed && !this.#running) this.#failAll(new AppError('unavailable'));
    if (this.#running) return;
    this.#running = true;
    this.#run = this.#runGroups();
  }

  async #runGroups(): Promise<void> {
    await nextTurn();
    while (this.#members.length + this.#zeroings.length + this.#pauses.length > 0) {
      if (this.#members.length + this.#zeroings.length > 0) await this.#runGroup();
      for (const { work, fail } of this.#pauses.splice(0)) await work().catch(fail);
      // Lets more requests join the next group, and other processes take the lock.
      await nextTurn();
    }
    this.#running = false;
  }

  async #runGroup(): Promise<void> {
    const members = this.#members.splice(0, MAX_GROUP);
    const zeroings = this.#zeroings.splice(0);
    const answers: Array<() => void> = [];
    try {
      await takeWriteLock(this.#begin);
      zeroings.forEach(({ places }) => this.#zeroSlots(places));
      for (const member of members) answers.push(await this.#runMember(member));
      await this.#parts.slots.sync();
      zeroings.forEach(({ answer }) => answer());
      this.#commit.run();
    } catch (error) {
      if (this.#parts.connection.raw.inTransaction) this.#rollback.run();
      this.#parts.slots.discard();
      [...members, ...zeroings].forEach(({ fail }) => fail(error));
      return;
    }
    answers.forEach((answer) => answer());
    this.#parts.onGroup?.(members.length);
  }

  /** @returns a function to call after the group's commit. @throws if SQLite aborted the whole transaction */
  async #runMember({ run, fail }: Member): Promise<() => void> {
    const erased: KeyPlace[] = [];
    this.#savepoint.run();
    try {
      const answer = await run(this.#transaction(erased));
      this.#release.run();
      return erased.length === 0 ? answer : () => this.#zeroings.push({ places: erased, answer, fail });
    } catch (error) {
      if (!this.#parts.connection.raw.inTransaction) throw error;
      this.#undo.run();
      this.#release.run();
      return () => fail(error);
    }
  }

  #transaction(erased: KeyPlace[]): Transaction {
    const { backend, connection, slots } = this.#parts;
    const put = async ({ id, slot }: KeyPlace, key: Uint8Array) => {
      if (slot !== null) slots.write(slot, id, key);
    };
    const erase = async (...places: readonly KeyPlace[]) => {
      erased.push(...places.filter(({ slot }) => slot !== null));
    };
    const lend: KeyWriter['lend'] = async ({ id, slot }, use) =>
      lendKey(slot === null ? undefined : slots.read(slot, id), use);
    return { backend, kysely: connection.kysely, run: connection.run, keys: { put, erase, lend } };
  }

  #zeroSlots(places: readonly KeyPlace[]): void {
    for (const { id, slot } of places) {
      if (slot !== null && this.#namesSlot.get(id, slot) !== undefined) this.#parts.slots.clear(slot);
    }
  }

  #failAll(error: AppError): void {
    const waiting: Waiting[] = [...this.#members.splice(0), ...this.#zeroings.splice(0), ...this.#pauses.splice(0)];
    waiting.forEach(({ fail }) => fail(error));
  }
}
