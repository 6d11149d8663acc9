import { setTimeout as delay } from 'node:timers/promises';
import { encodeId } from '#crypto/ids.ts';
import { FILE_SLOTS, firstSlotOf } from '#server/erasure/slot-folder/layout.ts';
import type { HeldSlot, SlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import type { Session } from '#server/db/database.ts';
import { findKeyFolder } from './key-folder-row.ts';
import { query } from '#server/db/query.ts';

const PAUSE_MS = 50;
const MAX_TRIES = 400;

interface NamedSlot extends HeldSlot {
  readonly ended_at: number | null;
}

const selectNamed = query<{ from: number; to: number }, NamedSlot>(({ kysely, param }) =>
  kysely
    .selectFrom('share')
    .select((eb) => ['id', eb.ref('slot').$notNull().as('slot'), 'ended_at'])
    .where('slot', '>=', param('from'))
    .where('slot', '<', param('to')),
);

async function liveIn(read: Session, file: number): Promise<HeldSlot[]> {
  return (await selectNamed(read, rangeOf(file))).filter((row) => row.ended_at === null);
}

export interface Reaping {
  readonly slots: SlotFolder;
  readonly read: Session;
  /** Runs a transaction. */
  readonly write: <T>(work: (tx: Session) => Promise<T>) => Promise<T>;
  readonly report: (sentence: string) => void;
}

/**
 * Zeroes keys that no row names: of transactions that were rolled back or whose process died. A transaction that may
 * still commit wrote its key before its commit, so a key without a row is zeroed only if every transaction that ran when
 * the file was read has ended. Reports live rows without a key.
 */
export async function reapKeys(reaping: Reaping, signal?: AbortSignal): Promise<void> {
  const { slots, read, report } = reaping;
  let lost = 0;
  for (const file of await slots.files()) {
    if (signal?.aborted) return;
    const live = await liveIn(read, file);
    const held = await slots.held(file);
    lost += (await missingAmong(read, { live, held, file })).length;
    await zeroUnnamed(reaping, { held, file });
  }
  if (lost > 0)
    report(
      `The keys of ${lost} live ${lost === 1 ? 'share are' : 'shares are'} not in ${slots.path}. They cannot be opened. Restore the folder. If it is lost, start once with SOTTO_ACCEPT_LOST_KEYS=true.`,
    );
}

interface FileContent {
  readonly file: number;
  /** Its slots that are not zero. */
  readonly held: readonly HeldSlot[];
}

/** Live rows without their key. Reads the rows first, because a key is written before its row is committed. */
export async function missingIn({ slots, read }: Pick<Reaping, 'slots' | 'read'>, file: number): Promise<HeldSlot[]> {
  const live = await liveIn(read, file);
  return live.length === 0 ? [] : missingAmong(read, { live, held: await slots.held(file), file });
}

/** @param found.live read before `held` */
async function missingAmong(
  read: Session,
  { live, held, file }: FileContent & { readonly live: readonly HeldSlot[] },
): Promise<HeldSlot[]> {
  const kept = new Set(held.map(nameOf));
  const absent = live.filter((row) => !kept.has(nameOf(row)));
  if (absent.length === 0) return [];
  // The keys of shares that ended in the meantime are zero, too.
  const still = new Set((await liveIn(read, file)).map(nameOf));
  return absent.filter((row) => still.has(nameOf(row)));
}

async function zeroUnnamed({ slots, read, write }: Reaping, { held, file }: FileContent): Promise<void> {
  if (held.length === 0) return;
  const next = await write(newTransactionId);
  const unnamed = await unnamedAmong(read, { held, file });
  if (unnamed.length === 0 || !(await waitForEarlier(read, next))) return;
  // A slot beyond `next_slot` is another database's.
  const limit = (await findKeyFolder(read))?.next_slot ?? 0;
  const left = (await unnamedAmong(read, { held: unnamed, file })).map(({ slot }) => slot);
  await slots.zero(left.filter((slot) => slot < limit));
}

/** Waits until all transactions before this one have ended. @returns false if one takes too long */
async function waitForEarlier(read: Session, next: bigint): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if ((await oldestRunning(read)) >= next) return true;
    await delay(PAUSE_MS);
  }
  return false;
}

async function unnamedAmong(read: Session, { held, file }: FileContent): Promise<HeldSlot[]> {
  const named = new Set((await selectNamed(read, rangeOf(file))).map(nameOf));
  return held.filter((slot) => !named.has(nameOf(slot)));
}

const nameOf = ({ id, slot }: HeldSlot): string => `${slot} ${encodeId(id)}`;
const rangeOf = (file: number) => ({ from: firstSlotOf(file), to: firstSlotOf(file) + FILE_SLOTS });

/** Every transaction that has changed something by now has a lower id. */
async function newTransactionId({ run }: Session): Promise<bigint> {
  const [row] = (await run('select pg_current_xact_id()::text as id', [])) as ReadonlyArray<{ readonly id: string }>;
  if (row === undefined) throw new Error('PostgreSQL did not return a transaction id.');
  return BigInt(row.id);
}

/** All transactions with a lower id have ended. */
async function oldestRunning({ run }: Session): Promise<bigint> {
  const [row] = (await run('select pg_snapshot_xmin(pg_current_snapshot())::text as id', [])) as ReadonlyArray<{
    readonly id: string;
  }>;
  if (row === undefined) throw new Error('PostgreSQL did not return a snapshot.');
  return BigInt(row.id);
}
