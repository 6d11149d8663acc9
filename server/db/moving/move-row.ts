import type { Kysely } from 'kysely';
import { StartError } from '#server/platform/start-error.ts';
import type { Session } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import type { MoveTable, Schema } from '#server/db/schema.ts';

/** The state of a move, as one of its two databases stores it (docs/decisions/0093). */
export type MoveRow = Omit<MoveTable, 'number'>;

const selectRow = query<object, MoveRow>(({ kysely }) => kysely.selectFrom('move').select(['name', 'state', 'other']));

export async function findMove(session: Session): Promise<MoveRow | undefined> {
  const [row] = await selectRow(session, {});
  return row;
}

const upsertRow = query<MoveRow, unknown>(({ kysely, param }) =>
  kysely
    .insertInto('move')
    .values({ number: 1, name: param('name'), state: param('state'), other: param('other') })
    .onConflict((conflict) =>
      conflict.column('number').doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        state: eb.ref('excluded.state'),
        other: eb.ref('excluded.other'),
      })),
    ),
);

export async function writeMove(tx: Session, row: MoveRow): Promise<void> {
  await upsertRow(tx, row);
}

const deleteRow = query<object, unknown>(({ kysely }) => kysely.deleteFrom('move'));

export async function forgetMove(tx: Session): Promise<void> {
  await deleteRow(tx, {});
}

/** Must come before everything else. @throws StartError if the database is not in use yet, or not any more */
export async function refuseMoved(kysely: Kysely<Schema>): Promise<void> {
  const row = await kysely.selectFrom('move').select(['state', 'other']).executeTakeFirst();
  const refusal = row && refusals[row.state];
  if (refusal !== undefined) throw new StartError(refusal(row?.other ?? ''));
}

const refusals: Readonly<Record<MoveRow['state'], ((other: string) => string) | undefined>> = {
  leaving: (other) =>
    `This database is being moved to ${other}. Finish that: repeat sotto admin move --to-settings FILE. ` +
    'Or stay here: sotto admin move --cancel.',
  left: (other) =>
    `This database was moved to ${other}. Start the service with the settings of that place. ` +
    'The keys here are erased: nothing here can be opened.',
  arriving: (other) =>
    `This database is an incomplete copy of ${other}. Repeat sotto admin move there until it is complete. ` +
    'If that move was canceled, remove this copy.',
  arrived: undefined,
};
