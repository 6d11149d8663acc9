import type { Database } from './db/database.ts';
import type { OnGroup } from './db/group-commit.ts';
import { openSqlite } from './db/open-sqlite.ts';
import type { SqliteAddon } from './platform/sqlite-addon.ts';
import type { Clock } from '#server/clock/clock.ts';

/** Everything that outlives the process. */
export type Store = Database;

export interface StoreOptions {
  /** For SQLite's database and key slots; unused with PostgreSQL. Created if missing. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  /** The largest number of connections to PostgreSQL. */
  readonly postgresPool?: number | undefined;
  /** PostgreSQL: the folder of the erasure keys, instead of a table. */
  readonly keysDir?: string | undefined;
  /** Called with a sentence for the operator if keys are missing. */
  readonly onKeys?: ((sentence: string) => void) | undefined;
  readonly clock: Clock;
  /** Start even if the key slots are lost: every existing share becomes a tombstone. */
  readonly acceptLostKeys: boolean;
  /** Called for each group commit of SQLite, for the metrics. */
  readonly onGroup?: OnGroup | undefined;
  readonly sqliteAddon?: SqliteAddon | undefined;
  /** Whether an empty database becomes a new installation. Default: true. */
  readonly mayCreate?: boolean | undefined;
  /** Only for `sotto admin move`. */
  readonly mayBeMoving?: boolean | undefined;
}

/** Opens the store, migrates it, and finishes erasures that a crash interrupted. */
export async function openStore({
  databaseUrl,
  postgresPool,
  keysDir,
  onKeys,
  ...sqlite
}: StoreOptions): Promise<Store> {
  if (databaseUrl === undefined) return openSqlite(sqlite);
  // Most services do not need the driver.
  const { openPostgres } = await import('./db/open-postgres.ts');
  const { mayCreate, mayBeMoving, acceptLostKeys } = sqlite;
  const keys = { keysDir, acceptLostKeys, report: onKeys };
  return openPostgres({ databaseUrl, pool: postgresPool, mayCreate, mayBeMoving, ...keys });
}
