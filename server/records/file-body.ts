import { sql } from 'kysely';
import { MAX_NOTE_BYTES } from '#crypto/limits.ts';
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { holdsContent, readTotals } from './totals.ts';
import type { TotalRow } from './totals.ts';

export interface NewUploadRow {
  readonly id: Uint8Array;
  readonly linkHash: Uint8Array;
  readonly ownerHash: Uint8Array;
  readonly bodyName: string;
  readonly bodyBytes: number;
  readonly partChunks: number;
  readonly idleSeconds: number;
  readonly longestSeconds: number;
}

/** The terms and the kdf arrive only with the last request. These placeholders are never read. */
const insertPending = query<NewUploadRow, { uploadUntil: number }>(({ kysely, now, param }) =>
  kysely
    .insertInto('share')
    .values({
      id: param('id'),
      slot: null,
      state: 'pending',
      link_hash: param('linkHash'),
      owner_hash: param('ownerHash'),
      open_hash: null,
      kdf: 0,
      max_views: 1,
      views_spent: 0,
      attempts: 0,
      attempt_limit: 1,
      on_limit: 'lock',
      size_bytes: 0,
      body_name: param('bodyName'),
      body_bytes: param('bodyBytes'),
      part_chunks: param('partChunks'),
      created_at: now,
      expires_at: sql<number>`${now} + ${param('longestSeconds')}`,
      ended_at: null,
      due_at: sql<number>`${now} + ${param('idleSeconds')}`,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('due_at as uploadUntil'),
);

/** @returns when the upload is given up if no part arrives, or undefined if the id is taken */
export async function insertUpload(tx: Transaction, upload: NewUploadRow): Promise<number | undefined> {
  const [row] = await insertPending(tx, upload);
  return row?.uploadUntil;
}

interface RestartUploadInput {
  readonly id: Uint8Array;
  readonly bodyName: string;
  readonly partChunks: number;
}

const resetUpload = query<RestartUploadInput, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ body_name: param('bodyName'), part_chunks: param('partChunks'), size_bytes: 0 })
    .where('id', '=', param('id'))
    .where('state', '=', 'pending'),
);

/** For a locked row that is pending: starts over with an empty file body. */
export async function restartUpload(tx: Transaction, recut: RestartUploadInput): Promise<void> {
  await resetUpload(tx, recut);
}

interface ResizeInput {
  readonly id: Uint8Array;
  readonly bodyName: string;
  readonly sizeBytes: number;
}

const updateSize = query<ResizeInput, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ size_bytes: param('sizeBytes') })
    .where('id', '=', param('id'))
    .where('state', '=', 'pending')
    .where('body_name', '=', param('bodyName')),
);

/** For a locked row that is pending: sets how many bytes of its file body have arrived or are arriving. */
export async function resizeUpload(tx: Transaction, resized: ResizeInput): Promise<void> {
  await updateSize(tx, resized);
}

const updateUploadUntil = query<{ id: Uint8Array; idleSeconds: number }, { uploadUntil: number }>(
  ({ kysely, dialect, now, param }) =>
    kysely
      .updateTable('share')
      .set({
        due_at:
          dialect === 'postgres'
            ? sql<number>`least(${now} + ${param('idleSeconds')}, expires_at)`
            : sql<number>`min(${now} + ${param('idleSeconds')}, expires_at)`,
      })
      .where('id', '=', param('id'))
      .where('state', '=', 'pending')
      .returning('due_at as uploadUntil'),
);

/**
 * For an upload of which something has arrived. @returns when it is given up if nothing more arrives, or undefined if
 * it is no longer pending
 */
export async function extendUpload(
  tx: Transaction,
  upload: { id: Uint8Array; idleSeconds: number },
): Promise<number | undefined> {
  const [row] = await updateUploadUntil(tx, upload);
  return row?.uploadUntil;
}

/**
 * The space that a share takes up in addition to its sealed content and its file body: the owner's note, and the rows.
 */
export const SHARE_OVERHEAD_BYTES = MAX_NOTE_BYTES;

/** Bytes as the quota counts them, with the overhead of each share. */
export const countedBytes = ({ shares, sizeBytes }: Pick<TotalRow, 'shares' | 'sizeBytes'>): number =>
  sizeBytes + SHARE_OVERHEAD_BYTES * shares;

/**
 * Bytes of all shares that have not ended, with whatever unfinished uploads have sent so far. The cost does not depend
 * on how many there are.
 */
export async function sumUsed(session: Session): Promise<number> {
  const held = (await readTotals(session)).filter(holdsContent);
  return held.reduce((sum, total) => sum + countedBytes(total), 0);
}

/** Until the transaction ends, no other one decides about room. On SQLite, the write lock already ensures that. */
export async function lockRoom(tx: Transaction): Promise<void> {
  // Two uploads that start at the same time must see each other's reservations.
  if (tx.backend.dialect === 'postgres')
    await sql`select pg_advisory_xact_lock(${advisoryLocks.room})`.execute(tx.kysely);
}

const selectDead = query<{ limit: number }, { id: Uint8Array; bodyName: string }>(({ kysely, param }) =>
  kysely
    .selectFrom('share')
    .select(['id', sql<string>`body_name`.as('bodyName')])
    .where('body_name', 'is not', null)
    .where('ended_at', 'is not', null)
    .where('ended_at', '>=', 0)
    .limit(param('limit')),
);

export interface NamedFileBody {
  readonly id: Uint8Array;
  readonly bodyName: string;
}

/** File bodies of shares that have ended. */
export function findDeadFileBodies(session: Session, limit: number): Promise<NamedFileBody[]> {
  return selectDead(session, { limit });
}

const clearName = query<NamedFileBody, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ body_name: null })
    .where('id', '=', param('id'))
    .where('body_name', '=', param('bodyName'))
    .where('ended_at', 'is not', null),
);

/** For ended shares, after their file bodies were deleted. */
export async function forgetFileBodies(tx: Transaction, bodies: readonly NamedFileBody[]): Promise<void> {
  if (bodies.length === 0) return;
  await queryOnce(tx, ({ kysely }) =>
    kysely
      .updateTable('share')
      .set({ body_name: null })
      .where(
        'id',
        'in',
        bodies.map(({ id }) => id),
      )
      .where(
        'body_name',
        'in',
        bodies.map(({ bodyName }) => bodyName),
      )
      .where('ended_at', 'is not', null),
  );
}

/** For an ended share, after its file body was deleted. */
export async function forgetFileBody(tx: Transaction, body: NamedFileBody): Promise<void> {
  await clearName(tx, body);
}

/** @returns those of the names that a row has */
export async function findUsedNames(session: Session, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await queryOnce<{ bodyName: string }>(session, ({ kysely }) =>
    kysely
      .selectFrom('share')
      .select(sql<string>`body_name`.as('bodyName'))
      .where('body_name', 'in', names),
  );
  return rows.map(({ bodyName }) => bodyName);
}

const selectAnyName = query<object, { bodyName: string }>(({ kysely }) =>
  kysely
    .selectFrom('share')
    .select(sql<string>`body_name`.as('bodyName'))
    .where('body_name', '>=', '')
    .limit(1),
);

/** Whether any row names a file body, whatever the state of its share. */
export async function namesAnyFileBody(session: Session): Promise<boolean> {
  return (await selectAnyName(session, {})).length > 0;
}

const selectHeld = query<{ after: string; limit: number }, NamedFileBody>(({ kysely, param }) =>
  kysely
    .selectFrom('share')
    .select(['id', sql<string>`body_name`.as('bodyName')])
    .where('body_name', '>', param('after'))
    .where('ended_at', 'is', null)
    .where('state', '<>', 'pending')
    .orderBy('body_name')
    .limit(param('limit')),
);

/**
 * A page of the file bodies that can still be read, by name. @param page.after the last name of the previous page, or
 * ''
 */
export function findHeldFileBodies(
  session: Session,
  page: { readonly after: string; readonly limit: number },
): Promise<NamedFileBody[]> {
  return selectHeld(session, page);
}
