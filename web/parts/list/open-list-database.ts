import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction, OpenDBCallbacks } from 'idb';
import type { ListEntry } from './entry.ts';

export interface ListSchema extends DBSchema {
  /** Since version 2, requests too. */
  shares: { key: string; value: ListEntry; indexes: { createdAt: number } };
  settings: { key: string; value: boolean };
}

const VERSION = 2;

/** @throws if the browser refuses to store */
export function openListDatabase(
  name: string,
  callbacks: Pick<OpenDBCallbacks<ListSchema>, 'blocking' | 'terminated'> = {},
): Promise<IDBPDatabase<ListSchema>> {
  return openDB<ListSchema>(name, VERSION, {
    ...callbacks,
    upgrade: (...[database, before, , transaction]) => {
      if (before < 1) create(database);
      else void nameKinds(transaction);
    },
  });
}

function create(database: IDBPDatabase<ListSchema>): void {
  database.createObjectStore('shares', { keyPath: 'id' }).createIndex('createdAt', 'createdAt');
  database.createObjectStore('settings');
}

type Upgrade = IDBPTransaction<ListSchema, ('shares' | 'settings')[], 'versionchange'>;

/** Version 1 had only shares, without a `kind`. */
async function nameKinds(transaction: Upgrade): Promise<void> {
  const shares = transaction.objectStore('shares');
  const entries = (await shares.getAll()) as readonly (Omit<ListEntry, 'kind'> & Partial<Pick<ListEntry, 'kind'>>)[];
  await Promise.all(entries.map((entry) => shares.put({ kind: 'share', ...entry } as ListEntry)));
}
