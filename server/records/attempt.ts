import type { Transaction } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';
import { shareColumns } from './share.ts';
import type { ShareRow } from './share.ts';

const updateState = query<{ id: Uint8Array; state: 'live' | 'locked'; attempts: number }, unknown>(
  ({ kysely, param }) =>
    kysely
      .updateTable('share')
      .set({ state: param('state'), attempts: param('attempts') })
      .where('id', '=', param('id'))
      .where('ended_at', 'is', null),
);

/** For a row that this transaction has locked, and that has not ended. */
export async function lockOpenings(
  tx: Transaction,
  { id, slot, kind, attempts }: Pick<ShareRow, 'id' | 'slot' | 'kind' | 'attempts'>,
): Promise<void> {
  await updateState(tx, { id, state: 'locked', attempts });
  await tx.announce?.(tx, [{ id, slot, kind, what: 'locked' }]);
}

export async function unlockOpenings(tx: Transaction, id: Uint8Array): Promise<void> {
  await updateState(tx, { id, state: 'live', attempts: 0 });
}

const countAttempt = query<{ id: Uint8Array; openHash: Uint8Array }, ShareRow>(({ kysely, now, param }) =>
  kysely
    .updateTable('share')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', param('id'))
    .where('state', '=', 'live')
    .where('kdf', '<>', 0)
    .where('expires_at', '>', now)
    .where((eb) => eb.or([eb('max_views', '=', 0), eb('views_spent', '<', eb.ref('max_views'))]))
    .where('open_hash', '<>', param('openHash'))
    .returning(['id', ...shareColumns, now.as('now')]),
);

/**
 * Counts a wrong open proof in one guarded statement, only if the right proof would have opened the share. Leaves the
 * row locked for the rest of the transaction.
 * @returns the row after that, or undefined if nothing was counted
 */
export async function addAttempt(tx: Transaction, id: Uint8Array, openHash: Uint8Array): Promise<ShareRow | undefined> {
  const [row] = await countAttempt(tx, { id, openHash });
  return row;
}

const countHeld = query<{ id: Uint8Array }, ShareRow>(({ kysely, now, param }) =>
  kysely
    .updateTable('share')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', param('id'))
    .returning(['id', ...shareColumns, now.as('now')]),
);

/** `addAttempt` for a share with gates: its row is locked, and the proof was found to be wrong. */
export async function addHeldAttempt(tx: Transaction, id: Uint8Array): Promise<ShareRow> {
  const [row] = await countHeld(tx, { id });
  if (row === undefined) throw new Error('A locked row is gone.');
  return row;
}
