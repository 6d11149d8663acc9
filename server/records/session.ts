import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

const selectMember = query<{ hash: Uint8Array }, { subTag: Uint8Array }>(({ kysely, now, param }) =>
  kysely
    .selectFrom('session')
    .select('sub_tag as subTag')
    .where('hash', '=', param('hash'))
    .where('expires_at', '>', now),
);

/** @returns the keyed hash of issuer and subject; undefined once the session has ended */
export async function findMember(session: Session | Transaction, hash: Uint8Array): Promise<Uint8Array | undefined> {
  const [row] = await selectMember(session, { hash });
  return row?.subTag;
}
