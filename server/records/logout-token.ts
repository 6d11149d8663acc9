import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query, queryOnce } from '#server/db/query.ts';

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

const MAX_FORGOTTEN = 500;

/** @returns whether there may be more */
export async function forgetOldLogoutTokens(tx: Transaction): Promise<boolean> {
  const forgotten = await queryOnce<{ until: number }>(tx, ({ kysely, dialect, now }) =>
    kysely
      .deleteFrom('logout_token')
      .where('jti_tag', 'in', (eb) =>
        eb
          .selectFrom('logout_token as old')
          .select('old.jti_tag')
          .where('old.until', '<=', now)
          .limit(MAX_FORGOTTEN)
          .$if(dialect === 'postgres', (locking) => locking.forUpdate().skipLocked()),
      )
      .returning('until'),
  );
  return forgotten.length === MAX_FORGOTTEN;
}
