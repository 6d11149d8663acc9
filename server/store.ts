import type { Database } from './db/database.ts';
import type { OnGroup } from './db/group-commit.ts';
import { openSqlite } from './db/open-sqlite.ts';
import type { SqliteAddon } from './platform/sqlite-addon.ts';
import type { Clock } from '#server/clock/clock.ts';

/** Everything that outlives the process. */
export type Store = Database;

export interface StoreOptions {
  /** SQLite's database and key slots; not used with PostgreSQL. Made if it is not there. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly clock: Clock;
  /** Go on without the key slots: every share made before becomes a tombstone. */
  readonly acceptLostKeys: boolean;
  /** SQLite's group commit, for the metrics. */
  readonly onGroup?: OnGroup | undefined;
  readonly sqliteAddon?: SqliteAddon | undefined;
}

/** Opens, migrates, and finishes the erasures that a crash cut off, before it answers. */
export async function openStore({ databaseUrl, ...sqlite }: StoreOptions): Promise<Store> {
  if (databaseUrl === undefined) return openSqlite(sqlite);
  // Most services have no use for the driver.
  const { openPostgres } = await import('./db/open-postgres.ts');
  return openPostgres({ databaseUrl });
}
