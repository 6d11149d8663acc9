import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { administer } from './stores.ts';
import type { TestStore } from './stores.ts';

/** Sets the wall clock of every process that gets `env`. Monotonic clocks do not change. */
export interface SetClock {
  readonly env: Readonly<Record<string, string>>;
  /** Seconds to add to the machine's clock. */
  set(aheadSeconds: number): Promise<void>;
}

export async function settableClock({ dataDir, env }: TestStore): Promise<SetClock> {
  const databaseUrl = env['SOTTO_DATABASE_URL'];
  return databaseUrl === undefined ? hostClock(dataDir) : databaseClock(databaseUrl);
}

/** @param folder takes two small files; its path has no spaces */
async function hostClock(folder: string): Promise<SetClock> {
  const file = join(folder, 'ahead-seconds');
  const set = async (aheadSeconds: number) => writeFileSync(file, String(aheadSeconds));
  await set(0);
  const preload = `
    const { readFileSync } = require('node:fs');
    const { now } = Date;
    const ahead = () => 1000 * Number(readFileSync(${JSON.stringify(file)}, 'utf8'));
    Date.now = () => now() + ahead();
    globalThis.Date = class extends Date {
      constructor(...args) {
        super(...(args.length === 0 ? [Date.now()] : args));
      }
    };`;
  const script = join(folder, 'set-clock.cjs');
  writeFileSync(script, preload);
  // The executable supports --require but not --import.
  return { env: { NODE_OPTIONS: `--require=${script}` }, set };
}

/** Our function shadows PostgreSQL's. */
async function databaseClock(connectionString: string): Promise<SetClock> {
  const run = (statement: string, values?: readonly unknown[]) => administer(connectionString, statement, values);
  await run('create table clock_setting (ahead_seconds float8 not null)');
  await run('insert into clock_setting values (0)');
  await run(`create function public.clock_timestamp() returns timestamptz language sql volatile as
    'select pg_catalog.clock_timestamp() + make_interval(secs => ahead_seconds) from public.clock_setting'`);
  const database = new URL(connectionString).pathname.slice(1);
  await run(`alter database ${database} set search_path = public, pg_catalog`);
  const set = async (aheadSeconds: number) => {
    await run('update clock_setting set ahead_seconds = $1', [aheadSeconds]);
  };
  return { env: {}, set };
}
