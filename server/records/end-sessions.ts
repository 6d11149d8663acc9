import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

export interface SessionCounts {
  readonly sessions: number;
  /** Those whose sessions they are. */
  readonly members: number;
}

const selectCounts = query<object, SessionCounts>(({ kysely, now }) =>
  kysely
    .selectFrom('session')
    .select(({ fn }) => [fn.countAll<number>().as('sessions'), fn.count<number>('sub_tag').distinct().as('members')])
    .where('expires_at', '>', now),
);

export async function countSessions(session: Session): Promise<SessionCounts> {
  const [counts] = await selectCounts(session, {});
  return counts ?? { sessions: 0, members: 0 };
}

const deleteAll = query<object, { hash: Uint8Array }>(({ kysely }) => kysely.deleteFrom('session').returning('hash'));

/** Ends every session with its passes. @returns how many */
export async function endAllSessions(tx: Transaction): Promise<number> {
  return (await deleteAll(tx, {})).length;
}

const deleteOf = query<{ subTag: Uint8Array }, { hash: Uint8Array }>(({ kysely, param }) =>
  kysely.deleteFrom('session').where('sub_tag', '=', param('subTag')).returning('hash'),
);

/** Ends every session of one member with its passes. @returns how many */
export async function endSessionsOf(tx: Transaction, subTag: Uint8Array): Promise<number> {
  return (await deleteOf(tx, { subTag })).length;
}
