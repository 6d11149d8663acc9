import { sql } from 'kysely';
import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

/** The terms that the owner changes later, and the list of people that the owner keeps. */

const updateExpiry = query<{ id: Uint8Array; expiresAt: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({
      first_expires_at: sql<number>`coalesce(first_expires_at, expires_at)`,
      expires_at: param('expiresAt'),
      due_at: sql<number>`case when due_at > ${param('expiresAt')} then ${param('expiresAt')} else due_at end`,
    })
    .where('id', '=', param('id')),
);

/** The caller holds the row's lock, and the time is before the current expiry. The first expiry is remembered. */
export async function bringExpiryForward(
  tx: Transaction,
  share: { readonly id: Uint8Array; readonly expiresAt: number },
): Promise<void> {
  await updateExpiry(tx, share);
}

const updateMaxViews = query<{ id: Uint8Array; maxViews: number }, unknown>(({ kysely, param }) =>
  kysely
    .updateTable('share')
    .set({ max_views: param('maxViews') })
    .where('id', '=', param('id')),
);

/** The caller holds the row's lock. */
export async function setMaxViews(
  tx: Transaction,
  share: { readonly id: Uint8Array; readonly maxViews: number },
): Promise<void> {
  await updateMaxViews(tx, share);
}

const selectPeopleList = query<{ id: Uint8Array }, { people: Uint8Array | null }>(({ kysely, param }) =>
  kysely.selectFrom('share').select('people').where('id', '=', param('id')),
);

/** SPEC.md §13.2. Also after the end of the share; undefined without named people. */
export async function findPeopleList(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [row] = await selectPeopleList(session, { id });
  return row?.people ?? undefined;
}
