import { readFileSync, readdirSync } from 'node:fs';
import { Client } from 'pg';
import { startPostgres } from '#scripts/testing/start-postgres.ts';

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
  const postmaster = statOf(rows[0]?.pid ?? 0).parent;
  return {
    url: postgres.url,
    client,
    cpuSeconds: () => {
      const children = processes()
        .map(statOf)
        .filter(({ parent }) => parent === postmaster);
      return [statOf(postmaster), ...children].reduce((sum, { seconds }) => sum + seconds, 0);
    },
    async stop() {
      await client.end();
      await postgres.stop();
    },
  };
}

const CLOCK_TICKS_PER_SECOND = 100;

const processes = (): number[] => readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

/** The processor time includes that of children that have ended. */
function statOf(pid: number): { parent: number; seconds: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), seconds: ticks / CLOCK_TICKS_PER_SECOND };
  } catch {
    // It has ended.
    return { parent: 0, seconds: 0 };
  }
}
