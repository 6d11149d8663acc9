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
/** The number of groups that use savepoints after a member has failed. */
const CAREFUL_GROUPS = 64;

/** Settles the caller's promise. */
type Answer = () => void;

interface Waiting {
  readonly fail: (error: unknown) => void;
}

interface Member extends Waiting {
  /** May be called twice; only the last call counts. */
  readonly run: (tx: Transaction) => Promise<Answer>;
}

interface Zeroing extends Waiting {
  readonly places: readonly KeyPlace[];
  readonly answer: Answer;
}

interface Group {
  readonly members: readonly Member[];
  readonly zeroings: readonly Zeroing[];
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
 * Group commit (docs/life-cycle.md §10 and §11). Writes that arrive together share one transaction:
 *
 *   BEGIN IMMEDIATE → zero the slots of ends committed before → the members → fdatasync of the slots → COMMIT
 *
 * Savepoints are a tenth of the cost of a small write, and almost no write fails. So the members run without them. If
 * one fails, the group is rolled back and repeated with a savepoint for each member, and the next groups use savepoints
 * too: a client whose writes fail must not double the work of all others.
 *
 * A member resolves after the COMMIT. One that ends a share resolves only after the next group has made the zeros
 * durable: they are written under the write lock, because without it another process could free the slot and reuse it.
 */
export class GroupWriter {
  readonly #parts: GroupWriterParts;
  readonly #beginImmediate: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #savepoint: Statement;
  readonly #release: Statement;
  readonly #undo: Statement;
  readonly #namesSlot: Statement<[Uint8Array, number | null]>;
  #members: Member[] = [];
  #zeroings: Zeroing[] = [];
  #pauses: Pause[] = [];
  #carefulGroups = 0;
  #running = false;
  #run: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: GroupWriterParts) {
    const { raw } = parts.connection;
    this.#parts = parts;
    this.#beginImmediate = raw.prepare('begin immediate');
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
    await gather();
    while (this.#members.length + this.#zeroings.length + this.#pauses.length > 0) {
      if (this.#members.length + this.#zeroings.length > 0) await this.#runGroup();
      for (const { work, fail } of this.#pauses.splice(0)) await work().catch(fail);
      await gather();
    }
    this.#running = false;
  }

  async #runGroup(): Promise<void> {
    const group = { members: this.#members.splice(0, MAX_GROUP), zeroings: this.#zeroings.splice(0) };
    const { members, zeroings } = group;
    let answers: readonly Answer[];
    try {
      answers = (await this.#runTogether(group)) ?? (await this.#runCarefully(group));
      await this.#parts.slots.sync();
      zeroings.forEach(({ answer }) => answer());
      this.#commit.run();
    } catch (error) {
      this.#undoGroup();
      [...members, ...zeroings].forEach(({ fail }) => fail(error));
      return;
    }
    answers.forEach((answer) => answer());
    this.#parts.onGroup?.(members.length);
  }

  /**
   * Without savepoints. @returns undefined if a member has failed recently or fails now; then no transaction is open
   * @throws if SQLite aborted the whole transaction
   */
  async #runTogether({ members, zeroings }: Group): Promise<Answer[] | undefined> {
    if (this.#carefulGroups > 0) return undefined;
    await this.#begin(zeroings);
    const answers: Answer[] = [];
    try {
      for (const member of members) answers.push(await this.#runMember(member));
      return answers;
    } catch (error) {
      if (!this.#parts.connection.raw.inTransaction) throw error;
      this.#undoGroup();
      this.#carefulGroups = CAREFUL_GROUPS;
      return undefined;
    }
  }

  /** Undoes only the members that fail. @throws if SQLite aborted the whole transaction */
  async #runCarefully({ members, zeroings }: Group): Promise<Answer[]> {
    await this.#begin(zeroings);
    this.#carefulGroups--;
    const answers: Answer[] = [];
    for (const member of members) {
      this.#savepoint.run();
      try {
        answers.push(await this.#runMember(member));
      } catch (error) {
        if (!this.#parts.connection.raw.inTransaction) throw error;
        this.#carefulGroups = CAREFUL_GROUPS;
        this.#undo.run();
        answers.push(() => member.fail(error));
      }
      this.#release.run();
    }
    return answers;
  }

  async #begin(zeroings: readonly Zeroing[]): Promise<void> {
    await takeWriteLock(this.#beginImmediate);
    zeroings.forEach(({ places }) => this.#zeroSlots(places));
  }

  #undoGroup(): void {
    if (this.#parts.connection.raw.inTransaction) this.#rollback.run();
    this.#parts.slots.discard();
  }

  /** @returns a function to call after the group's commit */
  async #runMember({ run, fail }: Member): Promise<Answer> {
    const erased: KeyPlace[] = [];
    const answer = await run(this.#transaction(erased));
    return erased.length === 0 ? answer : () => this.#zeroings.push({ places: erased, answer, fail });
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

/**
 * Lets more requests join the next group, and other processes take the lock. Requests whose bytes were read in one turn
 * of the event loop reach the group in the second.
 */
async function gather(): Promise<void> {
  await nextTurn();
  await nextTurn();
}
