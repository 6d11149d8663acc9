import { sql } from 'kysely';
import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { forgetOld } from './forget-old.ts';

/** How long somebody may take to sign in at the provider. */
export const SIGN_IN_SECONDS = 600;

interface NewSignInRow {
  readonly stateHash: Uint8Array;
  readonly sealed: Uint8Array;
}

const insert = query<NewSignInRow, unknown>(({ kysely, now, param }) =>
  kysely.insertInto('sign_in').values({
    state_hash: param('stateHash'),
    sealed: param('sealed'),
    until: sql<number>`${now} + ${sql.lit(SIGN_IN_SECONDS)}`,
  }),
);

export async function insertSignIn(tx: Transaction, row: NewSignInRow): Promise<void> {
  await insert(tx, row);
}

const take = query<{ stateHash: Uint8Array }, { sealed: Uint8Array; isOver: unknown }>(({ kysely, now, param }) =>
  kysely
    .deleteFrom('sign_in')
    .where('state_hash', '=', param('stateHash'))
    .returning(['sealed', sql`until <= ${now}`.as('isOver')]),
);

/** Deletes the row: a state counts once. @returns undefined if it is unknown or too old */
export async function takeSignIn(tx: Transaction, stateHash: Uint8Array): Promise<Uint8Array | undefined> {
  const [row] = await take(tx, { stateHash });
  // SQLite has no booleans.
  return row === undefined || Boolean(row.isOver) ? undefined : row.sealed;
}

/** Sign-ins that were never finished. @returns whether there may be more */
export const forgetOldSignIns = (tx: Transaction): Promise<boolean> =>
  forgetOld(tx, { table: 'sign_in', key: 'state_hash', until: 'until' });
