import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { Keep } from '#server/requests/wire.ts';

/** The columns of a request that its row in `share` does not have. */
export interface RequestRow {
  readonly maxAnswers: number;
  readonly answers: number;
  readonly answerTtl: number;
  readonly keep: Keep;
  readonly closedAt: number | null;
}

/**
 * A request for members stores its number in a column of its own, and 0 where older versions look: beside this process,
 * they would take anybody's answer.
 */
const maxAnswers = sql<number>`coalesce(member_answers, max_answers)`;

const requestColumns = [
  maxAnswers.as('maxAnswers'),
  'answers',
  'answer_ttl as answerTtl',
  'keep',
  'closed_at as closedAt',
] as const;

const selectRequest = query<{ id: Uint8Array }, RequestRow>(({ kysely, param }) =>
  kysely
    .selectFrom('request')
    .select([...requestColumns])
    .where('share_id', '=', param('id')),
);

export async function findRequest(session: Session, id: Uint8Array): Promise<RequestRow | undefined> {
  const [row] = await selectRequest(session, { id });
  return row;
}

interface NewRequest {
  readonly id: Uint8Array;
  readonly maxAnswers: number;
  readonly isForMembers: boolean;
  readonly answerTtl: number;
  readonly keep: Keep;
}

type NewRequestRow = Omit<NewRequest, 'isForMembers'> & { readonly memberAnswers: number | null };

const markKind = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.updateTable('share').set({ kind: 'request' }).where('id', '=', param('id')),
);

const insert = query<NewRequestRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('request').values({
    share_id: param('id'),
    max_answers: param('maxAnswers'),
    member_answers: param('memberAnswers'),
    answers: 0,
    answer_ttl: param('answerTtl'),
    keep: param('keep'),
    closed_at: null,
  }),
);

/** Runs in the transaction that inserts its row in `share`. */
export async function insertRequest(tx: Transaction, { isForMembers, ...request }: NewRequest): Promise<void> {
  await markKind(tx, { id: request.id });
  const numbers = isForMembers ? { maxAnswers: 0, memberAnswers: request.maxAnswers } : { memberAnswers: null };
  await insert(tx, { ...request, ...numbers });
}

const takeOne = query<{ id: Uint8Array }, { answers: number }>(({ kysely, param }) =>
  kysely
    .updateTable('request')
    .set({ answers: sql<number>`answers + 1` })
    .where('share_id', '=', param('id'))
    .where('answers', '<', maxAnswers)
    .returning('answers'),
);

/** @returns false if all places are taken */
export async function addAnswer(tx: Transaction, id: Uint8Array): Promise<boolean> {
  return (await takeOne(tx, { id })).length === 1;
}

const updateClosed = query<{ id: Uint8Array }, unknown>(({ kysely, now, param }) =>
  kysely
    .updateTable('request')
    .set({ closed_at: now })
    .where('share_id', '=', param('id'))
    .where('closed_at', 'is', null),
);

/** The caller holds the row lock of its share. */
export async function markClosed(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateClosed(tx, { id });
}

interface RequestCountRow extends RequestRow {
  readonly id: Uint8Array;
  readonly landed: number;
  readonly unread: number;
}

/**
 * With the number of answers that went live, and how many of them can be read but were not. Unknown ids are left out.
 */
export function findRequestCounts(session: Session, ids: readonly Uint8Array[]): Promise<RequestCountRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return queryOnce<RequestCountRow>(session, ({ kysely, now }) =>
    kysely
      .selectFrom('request')
      .select((eb) => {
        const landed = eb
          .selectFrom('answer')
          .innerJoin('share', 'share.id', 'answer.share_id')
          .select((of) => of.fn.countAll<number>().as('count'))
          .whereRef('answer.request_id', '=', 'request.share_id')
          .where('share.state', '<>', 'pending');
        const unread = landed
          .where('answer.read_at', 'is', null)
          .where('share.ended_at', 'is', null)
          .where('share.expires_at', '>', now);
        return ['share_id as id', ...requestColumns, landed.as('landed'), unread.as('unread')];
      })
      .where('share_id', 'in', ids)
      .$castTo<RequestCountRow>(),
  );
}
