import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { startPostgres } from '#scripts/testing/start-postgres.ts';
import { statOf } from './process-stat.ts';

export interface BenchDatabase {
  readonly url: string;
  /** For a few statements at a time. */
  readonly client: Client;
  /** Processor time of all processes of PostgreSQL, in seconds. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Starts PostgreSQL as in production: durable, with autovacuum. */
export async function startDatabase(): Promise<BenchDatabase> {
  const postgres = await startPostgres({ mayInstall: false });
  const client = new Client(postgres.url);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = statOf(rows[0]?.pid ?? 0)?.parent ?? Number.NaN;
  return {
    url: postgres.url,
    client,
    cpuSeconds: () => {
      const children = processes().flatMap((pid) => statOf(pid) ?? []);
      const all = [statOf(postmaster) ?? [], children.filter(({ parent }) => parent === postmaster)].flat();
      return all.reduce((sum, { seconds, endedSeconds }) => sum + seconds + endedSeconds, 0);
    },
    async stop() {
      await client.end();
      await postgres.stop();
    },
  };
}

const processes = (): number[] => readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
