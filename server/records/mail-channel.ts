import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';
import type { MemberTermsRow } from './member-terms.ts';

/** Openings of one share are mailed at most this often. */
const OPENED_PAUSE_SECONDS = 60;

interface ListedTermsRow extends MemberTermsRow {
  readonly id: Uint8Array;
  /** The share's or request's. */
  readonly createdAt: number;
}

/** Only of those that have something to do with members, in no particular order. */
export function findManyMemberTerms(session: Session, ids: readonly Uint8Array[]): Promise<ListedTermsRow[]> {
  return queryOnce<ListedTermsRow>(session, ({ kysely }) =>
    kysely
      .selectFrom('member_terms')
      .innerJoin('content', 'content.share_id', 'member_terms.share_id')
      .innerJoin('share', 'share.id', 'member_terms.share_id')
      .select(['share.id', 'share.created_at as createdAt', 'content.preamble', 'member_terms.sealed'])
      .where('member_terms.share_id', 'in', ids),
  );
}

const updateMailed = query<{ id: Uint8Array }, { dueAt: number }>(({ kysely, now, param }) => {
  const earliest = sql<number>`mailed_at + ${sql.lit(OPENED_PAUSE_SECONDS)}`;
  return kysely
    .updateTable('member_terms')
    .set({ mailed_at: sql<number>`case when ${earliest} > ${now} then ${earliest} else ${now} end` })
    .where('share_id', '=', param('id'))
    .where((eb) => eb.or([eb('mailed_at', 'is', null), eb('mailed_at', '<=', now)]))
    .returning(sql<number>`mailed_at`.as('dueAt'));
});

/** @returns when the mail about an opening is due; undefined if one is already waiting */
export async function dueAfterOpening(tx: Transaction, id: Uint8Array): Promise<number | undefined> {
  const [row] = await updateMailed(tx, { id });
  return row?.dueAt;
}
