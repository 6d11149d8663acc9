import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from './start-cluster.ts';

export interface Postgres {
  /** `postgresql://…`. Tests may write anything to this database. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Uses TEST_POSTGRES_URL if it is set, else starts a temporary cluster.
 * @param options.durable whether commits survive a crash of the machine, as in production. Tests kill processes, not
 *   machines, and each makes and drops a database, which takes seconds on a busy disk
 * @param options.below the folder in which the cluster gets one of its own
 */
export async function startPostgres({ mayInstall = true, durable = true, below = tmpdir() } = {}): Promise<Postgres> {
  const given = process.env['TEST_POSTGRES_URL'];
  if (given) return { url: given, stop: () => Promise.resolve() };
  const folder = mkdtempSync(join(below, 'sotto-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const cluster = await startCluster({ folder, mayInstall, durable });
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop();
      remove();
    },
  };
}
