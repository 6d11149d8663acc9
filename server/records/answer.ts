import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { StoredState } from '#server/db/schema.ts';

export interface NewAnswerRow {
  readonly id: Uint8Array;
  readonly requestId: Uint8Array;
  /** null while its body is uploaded. */
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

/** Beside its share's row, in the same transaction. */
export async function insertAnswer(tx: Transaction, answer: NewAnswerRow): Promise<void> {
  await insert(tx, answer);
}

const updateSealedKey = query<{ id: Uint8Array; sealedKey: Uint8Array | null }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('answer')
    .set({ sealed_key: param('sealedKey') })
    .where('share_id', '=', param('id')),
);

/** With the statement that lets it go live. */
export async function putSealedKey(tx: Transaction, answer: { id: Uint8Array; sealedKey: Uint8Array }): Promise<void> {
  await updateSealedKey(tx, answer);
}

/** Of a share that ends, if it is an answer: without it, nobody finds the way to what the server may have failed to erase. */
export async function dropSealedKey(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateSealedKey(tx, { id, sealedKey: null });
}

/** As `dropSealedKey`, of many. */
export async function dropSealedKeys(tx: Transaction, ids: readonly Uint8Array[]): Promise<void> {
  await queryOnce(tx, ({ kysely }) =>
    kysely
      .updateTable('answer')
      .set({ sealed_key: null })
      .where('share_id', 'in', ids)
      .where('sealed_key', 'is not', null),
  );
}

export interface AnswerRow {
  readonly requestId: Uint8Array;
  readonly readAt: number | null;
}

const selectAnswer = query<{ id: Uint8Array }, AnswerRow>(({ kysely, param }) =>
  kysely
    .selectFrom('answer')
    .select(['request_id as requestId', 'read_at as readAt'])
    .where('share_id', '=', param('id')),
);

/** @returns undefined for a share that answers nothing */
export async function findAnswer(session: Session, id: Uint8Array): Promise<AnswerRow | undefined> {
  const [answer] = await selectAnswer(session, { id });
  return answer;
}

const updateReadAt = query<{ id: Uint8Array }, unknown>(({ kysely, now, param }) =>
  kysely.updateTable('answer').set({ read_at: now }).where('share_id', '=', param('id')).where('read_at', 'is', null),
);

/** The first time stays. */
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

/** Of a request, those that went live, in the order in which they did. */
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

/** Of a request, those that have not ended, unfinished ones too, and when the sweep looks at each. */
export function findHeldAnswers(session: Session, requestId: Uint8Array): Promise<{ id: Uint8Array; dueAt: number }[]> {
  return selectHeldAnswers(session, { requestId });
}

/** @returns those of the requests that have answers, tombstones of answers too */
export async function findAnswered(session: Session, requestIds: readonly Uint8Array[]): Promise<Uint8Array[]> {
  if (requestIds.length === 0) return [];
  const rows = await queryOnce<{ id: Uint8Array }>(session, ({ kysely }) =>
    kysely.selectFrom('answer').select('request_id as id').distinct().where('request_id', 'in', requestIds),
  );
  return rows.map(({ id }) => id);
}

/** @returns those of the requests that have answers which have not ended, unfinished ones too */
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

/** Of an answer that never went live, and now never was one. Without effect for a share that answers nothing. */
export async function giveBackPlace(tx: Transaction, id: Uint8Array): Promise<void> {
  await releasePlace(tx, { id });
  await remove(tx, { id });
}

/** As `giveBackPlace`, of many. */
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

/** Of those that are answers: when each was read. */
export function findReadTimes(
  session: Session,
  ids: readonly Uint8Array[],
): Promise<{ id: Uint8Array; readAt: number | null }[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return queryOnce<{ id: Uint8Array; readAt: number | null }>(session, ({ kysely }) =>
    kysely.selectFrom('answer').select(['share_id as id', 'read_at as readAt']).where('share_id', 'in', ids),
  );
}
