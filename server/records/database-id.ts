import type { Session, Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

const insertName = query<{ name: string }, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('database_id')
    .values({ number: 1, name: param('name') })
    .onConflict((conflict) => conflict.column('number').doNothing()),
);

const selectName = query<object, { name: string }>(({ kysely }) => kysely.selectFrom('database_id').select('name'));

/** @returns undefined until somebody has named the database */
export async function findDatabaseName(session: Session): Promise<string | undefined> {
  const [row] = await selectName(session, {});
  return row?.name;
}

/** The first caller names the database, for good. @returns its name */
export async function nameDatabase(tx: Transaction, proposed: string): Promise<string> {
  await insertName(tx, { name: proposed });
  return (await findDatabaseName(tx)) ?? proposed;
}
