import { sql } from 'kysely';
import type { Backend, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { OnLimit } from '#server/shares/wire.ts';
import { insertContent } from './content.ts';
import type { ContentRow } from './content.ts';
import { insertGate } from './gate.ts';
import type { GateRow } from './gate.ts';
import { insertRecipients } from './recipient.ts';
import type { ProofHashes } from './share.ts';

export interface NewGates extends Pick<GateRow, 'bits' | 'openHash' | 'notBefore'> {
  /** One for each named person, in the order of the owner's list. */
  readonly tags: readonly Uint8Array[];
}

export interface NewShareRow extends ProofHashes, ContentRow {
  readonly id: Uint8Array;
  /** Null with gates: then it is in `gates`. */
  readonly openHash: Uint8Array | null;
  readonly gates: NewGates | null;
  readonly kdf: number;
  /** With named people, the sum of all. */
  readonly maxViews: number;
  /** With named people, the openings of each. */
  readonly viewsEach: number | null;
  /** SPEC.md §13.2, with named people. */
  readonly people: Uint8Array | null;
  readonly attemptLimit: number;
  readonly onLimit: OnLimit;
  readonly expiresAt: number;
  /** Bytes that a reader has to download: `sealed` and the file body. */
  readonly sizeBytes: number;
  /** Length of the file body that was uploaded before; 0 without one. */
  readonly bodyBytes: number;
}

/** The smallest free slot, or one more than the largest. Safe, because the writer holds SQLite's only write lock. */
const nextSlot = sql<number>`coalesce((select min(slot) from free_slot), (select max(slot) + 1 from share), 0)`;

/** With a key folder, the slot is known before the row is inserted. */
interface Slotted {
  readonly slot: number;
}

const slotFor = (keys: Backend['keys'], given: number) => ({ 'slot-file': nextSlot, table: null, folder: given })[keys];

/** `wasFree` is a number because SQLite has no booleans. */
interface InsertedRow {
  readonly slot: number | null;
  readonly wasFree: 0 | 1;
  readonly createdAt: number;
}

const wasFree = sql<0 | 1>`exists (select 1 from free_slot where free_slot.slot = share.slot)`;

const insertShareRow = query<NewShareRow & Slotted, InsertedRow>(({ kysely, dialect, keys, now, param }) =>
  kysely
    .insertInto('share')
    .values({
      id: param('id'),
      slot: slotFor(keys, param('slot')),
      state: 'live',
      link_hash: param('linkHash'),
      owner_hash: param('ownerHash'),
      open_hash: param('openHash'),
      kdf: param('kdf'),
      max_views: param('maxViews'),
      views_each: param('viewsEach'),
      people: param('people'),
      views_spent: 0,
      attempts: 0,
      attempt_limit: param('attemptLimit'),
      on_limit: param('onLimit'),
      size_bytes: param('sizeBytes'),
      body_name: null,
      body_bytes: 0,
      part_chunks: null,
      created_at: now,
      expires_at: param('expiresAt'),
      ended_at: null,
      due_at: param('expiresAt'),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(['slot', 'created_at as createdAt', (dialect === 'sqlite' ? wasFree : sql.lit<0 | 1>(0)).as('wasFree')]),
);

const takeFreeSlot = query<{ slot: number }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('free_slot').where('slot', '=', param('slot')),
);

/**
 * Inserts share, content and key, or nothing.
 * @returns when it was created, or undefined if the id is taken
 */
export async function insertShare(tx: Transaction, share: NewShareRow, key: Uint8Array): Promise<number | undefined> {
  const [row] = await insertShareRow(tx, await slotted(tx, share));
  return row && keep(tx, { share, row, key });
}

/** The upload that becomes the file body of the share. */
interface FinishedUpload {
  readonly bodyName: string;
}

const updateToLive = query<NewShareRow & FinishedUpload & Slotted, InsertedRow>(
  ({ kysely, dialect, keys, now, param }) =>
    kysely
      .updateTable('share')
      .set({
        slot: slotFor(keys, param('slot')),
        state: 'live',
        open_hash: param('openHash'),
        kdf: param('kdf'),
        max_views: param('maxViews'),
        views_each: param('viewsEach'),
        people: param('people'),
        attempt_limit: param('attemptLimit'),
        on_limit: param('onLimit'),
        size_bytes: param('sizeBytes'),
        created_at: now,
        expires_at: param('expiresAt'),
        due_at: param('expiresAt'),
      })
      .where('id', '=', param('id'))
      .where('state', '=', 'pending')
      .where('link_hash', '=', param('linkHash'))
      .where('owner_hash', '=', param('ownerHash'))
      .where('body_name', '=', param('bodyName'))
      .where('body_bytes', '=', param('bodyBytes'))
      .returning([
        'slot',
        'created_at as createdAt',
        (dialect === 'sqlite' ? wasFree : sql.lit<0 | 1>(0)).as('wasFree'),
      ]),
);

/**
 * Makes a pending share live, with content and key, or does nothing. The caller has checked that all parts are there.
 * @returns when it went live, or undefined if it is no longer pending or has another file body
 */
export async function goLive(
  tx: Transaction,
  share: NewShareRow & FinishedUpload,
  key: Uint8Array,
): Promise<number | undefined> {
  const [row] = await updateToLive(tx, await slotted(tx, share));
  return row && keep(tx, { share, row, key });
}

/** Without a key folder, the statement finds the slot itself and has no such parameter. */
async function slotted<S extends NewShareRow>({ keys }: Transaction, share: S): Promise<S & Slotted> {
  return (keys.takeSlot ? { ...share, slot: await keys.takeSlot() } : share) as S & Slotted;
}

interface KeepInput {
  readonly share: NewShareRow;
  readonly row: InsertedRow;
  readonly key: Uint8Array;
}

async function keep(tx: Transaction, { share, row, key }: KeepInput): Promise<number> {
  const { slot, wasFree, createdAt } = row;
  if (slot !== null && wasFree === 1) await takeFreeSlot(tx, { slot });
  await insertContent(tx, share);
  if (share.gates) {
    await insertGate(tx, share.id, share.gates);
    await insertRecipients(tx, share.id, share.gates.tags);
  }
  await tx.keys.put({ id: share.id, slot }, key);
  return createdAt;
}
