import { sql } from 'kysely';
import { StartError } from '#server/platform/start-error.ts';
import type { Session } from '#server/db/database.ts';
import { findMove } from './move-row.ts';
import { emptyInNew } from './moved-tables.ts';
import { anyTable } from './table-rows.ts';

/** @param name of the move that may have begun to copy to this database. @throws StartError if it is in use */
export async function requireNew(tx: Session, name: string): Promise<void> {
  const row = await findMove(tx);
  if (row?.state === 'arriving' && row.name === name) return;
  if (row?.state === 'arriving')
    throw new StartError('The new place has an incomplete copy of another move. Empty it, or name another place.');
  if (row !== undefined) throw new StartError(NOT_EMPTY);
  for (const table of emptyInNew[tx.backend.dialect]) {
    const rows = await anyTable(tx.kysely)
      .selectFrom(table)
      .select(sql<number>`1`.as('any'))
      .limit(1)
      .execute();
    if (rows.length > 0) throw new StartError(NOT_EMPTY);
  }
}

const NOT_EMPTY = 'The new place is not empty: a service has used it. Name an empty database or a new folder.';
