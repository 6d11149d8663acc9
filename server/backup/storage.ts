import type { KeyPlace, Session } from '#server/db/database.ts';
import { query } from '#server/db/query.ts';

const selectLive = query<object, KeyPlace>(({ kysely }) =>
  kysely.selectFrom('share').select(['id', 'slot']).where('ended_at', 'is', null).where('state', '<>', 'pending'),
);

export function findLive(session: Session): Promise<KeyPlace[]> {
  return selectLive(session, {});
}
