import { lendKey } from '#server/erasure/lend-key.ts';
import { keysUnavailable } from '#server/erasure/slot-folder/time-limit.ts';
import type { KeyWriter, Session } from '#server/db/database.ts';
import type { KeyStore } from './key-store.ts';
import { query, queryOnce } from '#server/db/query.ts';

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

export const keyTable: KeyStore = {
  kind: 'table',
  async find(read, { id, slot, endedAt = null }) {
    if (endedAt !== null) return undefined;
    // The keys were moved to a folder while this process ran.
    if (slot !== null) throw keysUnavailable();
    return findKey(read, id);
  },
  begin: (tx) => ({ keys: tableKeys(tx) }),
  scrub: async () => 'done',
  works: async () => true,
  close: async () => undefined,
};

/** The caller must overwrite the key. The driver's own buffers cannot be overwritten. */
async function findKey(session: Session, id: Uint8Array): Promise<Uint8Array | undefined> {
  const [row] = await selectKey(session, { id });
  return row?.key;
}

function tableKeys(tx: Session): KeyWriter {
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
