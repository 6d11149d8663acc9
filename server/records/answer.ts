import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { StoredState } from '#server/db/schema.ts';

interface NewAnswerRow {
  readonly id: Uint8Array;
  readonly requestId: Uint8Array;
  /** null until the upload of its file body is finished. */
  readonly sealedKey: Uint8Array | null;
}

const insert = query<NewAnswerRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('answer').values({
    share_id: param('id'),
    request_id: param('requestId'),
    sealed_key: param('sealedKey'),
    read_at: null,
  }),
);

/** Runs in the transaction that inserts the answer's share. */
export async function insertAnswer(tx: Transaction, answer: NewAnswerRow): Promise<void> {
  await insert(tx, answer);
}

const updateSealedKey = query<{ id: Uint8Array; sealedKey: Uint8Array | null }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('answer')
    .set({ sealed_key: param('sealedKey') })
    .where('share_id', '=', param('id')),
);

/** Runs in the transaction that makes the answer live. */
export async function putSealedKey(tx: Transaction, answer: { id: Uint8Array; sealedKey: Uint8Array }): Promise<void> {
  await updateSealedKey(tx, answer);
}

/**
 * For a share that ends, if it is an answer. Without its sealed key, nobody can read anything that the server failed to
 * erase.
 */
export async function dropSealedKey(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateSealedKey(tx, { id, sealedKey: null });
}

/** `dropSealedKey` for many shares. */
export async function dropSealedKeys(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  await queryOnce(tx, ({ kysely }) =>
    kysely
      .updateTable('answer')
      .set({ sealed_key: null })
      .where('share_id', 'in', ids)
      .where('sealed_key', 'is not', null),
  );
}

interface AnswerRow {
  readonly requestId: Uint8Array;
  readonly readAt: number | null;
}

const selectAnswer = query<{ id: Uint8Array }, AnswerRow>(({ kysely, param }) =>
  kysely
    .selectFrom('answer')
    .select(['request_id as requestId', 'read_at as readAt'])
    .where('share_id', '=', param('id')),
);

/** @returns undefined if the share is not an answer */
export async function findAnswer(session: Session, id: Uint8Array): Promise<AnswerRow | undefined> {
  const [answer] = await selectAnswer(session, { id });
  return answer;
}

const updateReadAt = query<{ id: Uint8Array }, unknown>(({ kysely, now, param }) =>
  kysely.updateTable('answer').set({ read_at: now }).where('share_id', '=', param('id')).where('read_at', 'is', null),
);

/** Keeps the first time. */
export async function markRead(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateReadAt(tx, { id });
}

export interface ListedAnswerRow {
  readonly id: Uint8Array;
  readonly state: StoredState;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly sizeBytes: number;
  readonly endedAt: number | null;
  readonly readAt: number | null;
  readonly sealedKey: Uint8Array | null;
  readonly now: number;
}

const selectAnswers = query<{ requestId: Uint8Array }, ListedAnswerRow>(({ kysely, now, param }) =>
  kysely
    .selectFrom('answer')
    .innerJoin('share', 'share.id', 'answer.share_id')
    .select([
      'share.id',
      'share.state',
      'share.created_at as createdAt',
      'share.expires_at as expiresAt',
      'share.size_bytes as sizeBytes',
      'share.ended_at as endedAt',
      'answer.read_at as readAt',
      'answer.sealed_key as sealedKey',
      now.as('now'),
    ])
    .where('answer.request_id', '=', param('requestId'))
    .where('share.state', '<>', 'pending')
    .orderBy('share.created_at')
    .orderBy('share.id'),
);

/** The answers to a request that went live, in that order. */
export function findAnswers(session: Session, requestId: Uint8Array): Promise<ListedAnswerRow[]> {
  return selectAnswers(session, { requestId });
}

const selectHeldAnswers = query<{ requestId: Uint8Array }, { id: Uint8Array; dueAt: number }>(({ kysely, param }) =>
  kysely
    .selectFrom('answer')
    .innerJoin('share', 'share.id', 'answer.share_id')
    .select(['share.id', 'share.due_at as dueAt'])
    .where('answer.request_id', '=', param('requestId'))
    .where('share.ended_at', 'is', null),
);

/**
 * The answers to a request that have not ended, unfinished uploads included, and when the sweep has to look at each.
 */
export function findHeldAnswers(session: Session, requestId: Uint8Array): Promise<{ id: Uint8Array; dueAt: number }[]> {
  return selectHeldAnswers(session, { requestId });
}

/** @returns the requests that have answers, counting tombstones of answers */
export async function findAnswered(session: Session, requestIds: readonly Uint8Array[]): Promise<Uint8Array[]> {
  if (requestIds.length === 0) return [];
  const rows = await queryOnce<{ id: Uint8Array }>(session, ({ kysely }) =>
    kysely.selectFrom('answer').select('request_id as id').distinct().where('request_id', 'in', requestIds),
  );
  return rows.map(({ id }) => id);
}

/** @returns the requests with answers that have not ended, counting unfinished uploads */
export async function findAwaited(session: Session, requestIds: readonly Uint8Array[]): Promise<Uint8Array[]> {
  if (requestIds.length === 0) return [];
  const rows = await queryOnce<{ id: Uint8Array }>(session, ({ kysely }) =>
    kysely
      .selectFrom('answer')
      .innerJoin('share', 'share.id', 'answer.share_id')
      .select('answer.request_id as id')
      .distinct()
      .where('answer.request_id', 'in', requestIds)
      .where('share.ended_at', 'is', null),
  );
  return rows.map(({ id }) => id);
}

const releasePlace = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('request')
    .set({ answers: sql<number>`answers - 1` })
    .where('share_id', '=', (eb) => eb.selectFrom('answer').select('request_id').where('share_id', '=', param('id'))),
);

const remove = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('answer').where('share_id', '=', param('id')),
);

/** For an answer that never went live: frees its place and removes its row in `answer`. No effect on other shares. */
export async function giveBackPlace(tx: Transaction, id: Uint8Array): Promise<void> {
  await releasePlace(tx, { id });
  await remove(tx, { id });
}

/** `giveBackPlace` for many shares. */
export async function giveBackPlaces(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  if (ids.length === 0) return;
  await queryOnce(tx, ({ kysely }) => {
    const given = kysely.selectFrom('answer').where('answer.share_id', 'in', ids);
    const count = given
      .select(sql<number>`count(*)`.as('count'))
      .where('answer.request_id', '=', sql.ref<Uint8Array>('request.share_id'));
    return kysely
      .updateTable('request')
      .set({ answers: sql<number>`answers - ${count}` })
      .where('share_id', 'in', given.select('answer.request_id'));
  });
  await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('answer').where('share_id', 'in', ids));
}

/** When each of the shares that are answers was read. */
export function findReadTimes(
  session: Session,
  ids: readonly Uint8Array[],
): Promise<{ id: Uint8Array; readAt: number | null }[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return queryOnce<{ id: Uint8Array; readAt: number | null }>(session, ({ kysely }) =>
    kysely.selectFrom('answer').select(['share_id as id', 'read_at as readAt']).where('share_id', 'in', ids),
  );
}
