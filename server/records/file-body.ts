import { sql } from 'kysely';
import { MAX_NOTE_BYTES } from '#crypto/limits.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import { holdsContent, readTotals } from './totals.ts';
import type { Total } from './totals.ts';

/** Any constant will do: two beginnings at once must see each other's claim on the room. */
const ROOM_LOCK = 0x50771;

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

/** Terms and kdf are not known before the end: what stands for them here is never read. */
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

/** @returns until when it waits for parts, or undefined when the id is taken */
export async function insertUpload(tx: Transaction, upload: NewUploadRow): Promise<number | undefined> {
  const [row] = await insertPending(tx, upload);
  return row?.uploadUntil;
}

interface RecutInput {
  readonly id: Uint8Array;
  readonly bodyName: string;
  readonly partChunks: number;
}

const updateCut = query<RecutInput, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ body_name: param('bodyName'), part_chunks: param('partChunks'), size_bytes: 0 })
    .where('id', '=', param('id'))
    .where('state', '=', 'pending'),
);

/** For a locked row that is pending: another body, of which nothing is there yet. */
export async function recutUpload(tx: Transaction, recut: RecutInput): Promise<void> {
  await updateCut(tx, recut);
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

/** For a locked row that is pending: how much of its body has arrived, or is arriving. */
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

/** Something of it has arrived. @returns until when it waits for more, or undefined when it is not pending any more */
export async function prolongUpload(
  tx: Transaction,
  upload: { id: Uint8Array; idleSeconds: number },
): Promise<number | undefined> {
  const [row] = await updateUploadUntil(tx, upload);
  return row?.uploadUntil;
}

/** What a share takes up beside what is sealed and its body: the owner's note, and the rows themselves. */
export const SHARE_OVERHEAD_BYTES = MAX_NOTE_BYTES;

/** As the quota counts: with the overhead of each. */
export const countedBytes = ({ shares, sizeBytes }: Pick<Total, 'shares' | 'sizeBytes'>): number =>
  sizeBytes + SHARE_OVERHEAD_BYTES * shares;

/** Bytes that shares which have not ended take up, and what has arrived of unfinished uploads. Costs the same however many there are. */
export async function sumUsed(session: Session): Promise<number> {
  const held = (await readTotals(session)).filter(holdsContent);
  return held.reduce((sum, total) => sum + countedBytes(total), 0);
}

/** Until the transaction ends, nobody else decides about room; SQLite's write lock is that already. */
export async function lockRoom(tx: Transaction): Promise<void> {
  if (tx.backend.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${ROOM_LOCK})`.execute(tx.kysely);
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

export interface NamedBody {
  readonly id: Uint8Array;
  readonly bodyName: string;
}

/** Bodies of shares that have ended. */
export function findDeadBodies(session: Session, limit: number): Promise<NamedBody[]> {
  return selectDead(session, { limit });
}

const clearName = query<NamedBody, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ body_name: null })
    .where('id', '=', param('id'))
    .where('body_name', '=', param('bodyName'))
    .where('ended_at', 'is not', null),
);

/** For ended shares whose bodies are deleted. */
export async function forgetBodies(tx: Transaction, bodies: readonly NamedBody[]): Promise<void> {
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

/** Of an ended share whose body is deleted. */
export async function forgetBody(tx: Transaction, body: NamedBody): Promise<void> {
  await clearName(tx, body);
}

/** @returns those of the names that a row has */
export async function findNames(session: Session, names: readonly string[]): Promise<string[]> {
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

/** Whether any row has a body, however its share fares. */
export async function namesAny(session: Session): Promise<boolean> {
  return (await selectAnyName(session, {})).length > 0;
}

const selectHeld = query<{ after: string; limit: number }, NamedBody>(({ kysely, param }) =>
  kysely
    .selectFrom('share')
    .select(['id', sql<string>`body_name`.as('bodyName')])
    .where('body_name', '>', param('after'))
    .where('ended_at', 'is', null)
    .where('state', '<>', 'pending')
    .orderBy('body_name')
    .limit(param('limit')),
);

/** Bodies that somebody may still read, a page of them by name. @param page.after the last name of the page before, or '' */
export function findHeldBodies(
  session: Session,
  page: { readonly after: string; readonly limit: number },
): Promise<NamedBody[]> {
  return selectHeld(session, page);
}
