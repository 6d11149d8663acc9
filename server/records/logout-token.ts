import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { forgetOld } from './forget-old.ts';

/** Longer than a logout token can be valid, also with clocks that differ. */
const KEPT_SECONDS = 3600;

const insert = query<{ jtiTag: Uint8Array }, { until: number }>(({ kysely, now, param }) =>
  kysely
    .insertInto('logout_token')
    .values({ jti_tag: param('jtiTag'), until: sql<number>`${now} + ${sql.lit(KEPT_SECONDS)}` })
    .onConflict((conflict) => conflict.doNothing())
    .returning('until'),
);

/** @returns whether the token is new. If two processes receive it at once, one is told so */
export async function keepLogoutToken(tx: Transaction, jtiTag: Uint8Array): Promise<boolean> {
  return (await insert(tx, { jtiTag })).length > 0;
}

/** @returns whether there may be more */
export const forgetOldLogoutTokens = (tx: Transaction): Promise<boolean> =>
  forgetOld(tx, { table: 'logout_token', key: 'jti_tag', until: 'until' });
