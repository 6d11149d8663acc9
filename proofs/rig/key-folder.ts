import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { administer, makeStore } from './stores.ts';
import type { TestStore } from './stores.ts';

const HEADER_BYTES = 4096;
const RECORD_BYTES = 64;
const ID_BYTES = 16;
const KEY_BYTES = 32;

export interface KeyFolderStore extends TestStore {
  readonly databaseUrl: string;
  readonly keysDir: string;
}

/** PostgreSQL with a folder for the keys. */
export async function makeKeyFolderStore(): Promise<KeyFolderStore> {
  const store = await makeStore('PostgreSQL');
  const keysDir = join(store.dataDir, 'keys');
  mkdirSync(keysDir);
  const databaseUrl = store.env['SOTTO_DATABASE_URL'] ?? '';
  return { ...store, databaseUrl, keysDir, env: { ...store.env, SOTTO_KEYS_DIR: keysDir } };
}

/** The keys in the folder, by the hexadecimal ids of their shares. Reads the raw files. */
export function readKeys(keysDir: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const name of readdirSync(keysDir).filter((name) => name.endsWith('.slots'))) {
    const bytes = readFileSync(join(keysDir, name));
    for (let at = HEADER_BYTES; at < bytes.length; at += RECORD_BYTES) {
      const record = bytes.subarray(at, at + RECORD_BYTES);
      if (record.every((byte) => byte === 0)) continue;
      const id = record.subarray(0, ID_BYTES).toString('hex');
      if (keys.has(id)) throw new Error('A share has two keys.');
      keys.set(id, Buffer.from(record.subarray(ID_BYTES, ID_BYTES + KEY_BYTES)));
    }
  }
  return keys;
}

export interface KeyCensus {
  readonly live: number;
  /** Live rows without a key. */
  readonly withoutKey: number;
  /** Ended rows that still have one. */
  readonly notErased: number;
  /** Keys that no row names. */
  readonly unnamed: number;
}

/** While a process works, only `live` and `withoutKey` are certain: a key is written before its row, and erased after it. */
export async function countKeys({ databaseUrl, keysDir }: KeyFolderStore): Promise<KeyCensus> {
  const before = await readShares(databaseUrl);
  const keys = readKeys(keysDir);
  const after = await readShares(databaseUrl);
  // A share that ended in between may have had its key or not.
  const live = [...before].filter(([id, state]) => state === 'live' && after.get(id) === 'live');
  const ids = [...keys.keys()];
  return {
    live: live.length,
    withoutKey: live.filter(([id]) => !keys.has(id)).length,
    notErased: ids.filter((id) => after.get(id) === 'ended').length,
    unnamed: ids.filter((id) => !after.has(id)).length,
  };
}

type ShareState = 'live' | 'ended';

async function readShares(databaseUrl: string): Promise<Map<string, ShareState>> {
  const statement = `select encode(id, 'hex') as id, ended_at from share`;
  const rows = await administer(databaseUrl, statement);
  return new Map(
    (rows as ReadonlyArray<{ readonly id: string; readonly ended_at: string | null }>).map((row) => [
      row.id,
      row.ended_at === null ? 'live' : 'ended',
    ]),
  );
}

/** Every file of the database and of PostgreSQL's log. */
export async function filesOfPostgres(databaseUrl: string): Promise<string[]> {
  await administer(databaseUrl, 'checkpoint');
  const [row] = (await administer(
    databaseUrl,
    `select current_setting('data_directory') as folder,
      'base/' || (select oid from pg_database where datname = current_database()) as base`,
  )) as ReadonlyArray<{ readonly folder: string; readonly base: string }>;
  if (row === undefined) throw new Error('PostgreSQL did not say where its files are.');
  return ['pg_wal', row.base].flatMap((name) =>
    readdirSync(join(row.folder, name), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(row.folder, name, entry.name)),
  );
}
