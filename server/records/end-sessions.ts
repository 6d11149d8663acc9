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
  let ended = 0;
  let some: number;
  do {
    // As in `endNamedSessions`: on PostgreSQL a statement does not see the copy of a session that it waited for.
    some = (await deleteAll(tx, {})).length;
    ended += some;
  } while (some > 0);
  return ended;
}
