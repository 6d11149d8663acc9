import { lendKey } from '#server/erasure/lend-key.ts';
import type { KeyWriter, Session } from './database.ts';
import { query, queryOnce } from './query.ts';

/**
 * The erasure keys on PostgreSQL are a table, changed in the transaction that creates or ends the share. Log archives
 * and replicas still contain a deleted key; the documentation says so.
 */
const insertKey = query<{ id: Uint8Array; key: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.insertInto('erasure_key').values({ share_id: param('id'), key: param('key') }),
);

const deleteKey = query<{ id: Uint8Array }, unknown>(({ kysely, param }) =>
  kysely.deleteFrom('erasure_key').where('share_id', '=', param('id')),
);

const selectKey = query<{ id: Uint8Array }, { key: Uint8Array }>(({ kysely, param }) =>
  kysely.selectFrom('erasure_key').select('key').where('share_id', '=', param('id')),
);

/** The caller must overwrite the key. The driver's own buffers cannot be overwritten. */
export async function findKey(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [row] = await selectKey(session, { id });
  return row?.key;
}

export function tableKeys(tx: Session): KeyWriter {
  return {
    async put({ id }, key) {
      await insertKey(tx, { id, key });
    },
    async erase(...places) {
      const [first, ...more] = places.map(({ id }) => id);
      if (first === undefined) return;
      if (more.length === 0) await deleteKey(tx, { id: first });
      else
        await queryOnce(tx, ({ kysely }) => kysely.deleteFrom('erasure_key').where('share_id', 'in', [first, ...more]));
    },
    lend: async ({ id }, use) => lendKey(await findKey(tx, id), use),
  };
}
