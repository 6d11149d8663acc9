import { StartError } from '#server/platform/start-error.ts';
import type { Database } from '#server/db/database.ts';
import type { Row } from './table-rows.ts';

/**
 * @returns the key of a share, which the caller must overwrite; undefined if it has none, because it has ended or is still
 *   being uploaded
 * @throws StartError if the key of a live share is missing
 */
export async function shareKey({ withKey }: Pick<Database, 'withKey'>, row: Row): Promise<Uint8Array | undefined> {
  const { id, slot, state } = row;
  if (row['ended_at'] !== null || state === 'pending') return undefined;
  if (!(id instanceof Uint8Array)) throw new TypeError('The id of a share is not bytes.');
  const place = { id, slot: typeof slot === 'number' ? slot : null };
  const key = await withKey(place, (lent) => lent && Uint8Array.from(lent));
  if (key === undefined) throw new StartError(MISSING);
  return key;
}

const MISSING =
  'Some erasure keys are missing. Restore them, or start the service once with SOTTO_ACCEPT_LOST_KEYS=true. Then repeat the move.';
