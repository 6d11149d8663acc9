import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { Deps } from '#server/deps.ts';
import { openMemberTerms } from '#server/gates/member-terms.ts';
import type { MemberTerms } from '#server/gates/member-terms.ts';
import type { ShareRow } from './share.ts';

interface NewMemberTermsRow {
  readonly id: Uint8Array;
  /** `sealMemberTerms`. */
  readonly sealed: Uint8Array;
}

const insert = query<NewMemberTermsRow, unknown>(({ kysely, param }) =>
  kysely.insertInto('member_terms').values({ share_id: param('id'), sealed: param('sealed') }),
);

/** In the transaction that creates the share or request. */
export async function insertMemberTerms(tx: Transaction, row: NewMemberTermsRow): Promise<void> {
  await insert(tx, row);
}

export interface MemberTermsRow {
  readonly sealed: Uint8Array;
  /** preamble ‖ tag. */
  readonly preamble: Uint8Array;
}

const select = query<{ id: Uint8Array }, MemberTermsRow>(({ kysely, param }) =>
  kysely
    .selectFrom('member_terms')
    .innerJoin('content', 'content.share_id', 'member_terms.share_id')
    .select(['member_terms.sealed', 'content.preamble'])
    .where('member_terms.share_id', '=', param('id')),
);

/** @returns undefined for a share that has nothing to do with members, and once it has ended */
export async function findMemberTerms(session: Session, id: Uint8Array): Promise<MemberTermsRow | undefined> {
  const [row] = await select(session, { id });
  return row;
}

/** @returns undefined without a row, and if this server key does not open it */
export async function readMemberTerms(
  { store, serverKey }: Pick<Deps, 'store' | 'serverKey'>,
  share: ShareRow,
): Promise<MemberTerms | undefined> {
  const { id } = share;
  const row = await findMemberTerms(store.read, id);
  if (row === undefined || serverKey === undefined) return undefined;
  const { sealed, preamble } = row;
  return store.withKey(share, (key) => key && openMemberTerms({ serverKey, key, id, preamble }, sealed));
}
