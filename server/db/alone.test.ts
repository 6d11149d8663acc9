import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { lockRoom } from '#server/records/file-body.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { advisoryLocks } from './advisory-locks.ts';

const jobDone = () => Promise.resolve('done');

/** Two processes; the first one is in the middle of its sweep. */
async function whileFirstSweeps(testStore: TestStore) {
  const first = testStore.deps.store;
  const second = await testStore.open();
  const [begun, finish] = [Promise.withResolvers<undefined>(), Promise.withResolvers<string>()];
  const sweeping = first.alone('sweep', () => {
    begun.resolve(undefined);
    return finish.promise;
  });
  await begun.promise;
  return { first, second, sweeping, finish: (said: string) => finish.resolve(said) };
}

/** The sessions that hold an advisory lock in this test's database. */
const holders = sql`from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

test('PostgreSQL: of two processes, one does a job at a time, and another job is not held up', async () => {
  await using testStore = await openTestStore('PostgreSQL');
  const { second, sweeping, finish } = await whileFirstSweeps(testStore);
  expect(await second.alone('sweep', jobDone)).toBeUndefined();
  expect(await second.alone('reap', jobDone)).toBe('done');
  finish('first');
  expect(await sweeping).toBe('first');
  expect(await second.alone('sweep', jobDone)).toBe('done');
  await second.close();
});

test('PostgreSQL: no two locks have one number, so the start of an upload does not wait for a sweep', async () => {
  expect(new Set(Object.values(advisoryLocks)).size).toBe(Object.keys(advisoryLocks).length);
  await using testStore = await openTestStore('PostgreSQL');
  const { second, sweeping, finish } = await whileFirstSweeps(testStore);
  await second.write(lockRoom);
  finish('first');
  expect(await sweeping).toBe('first');
  await second.close();
});

test('PostgreSQL: a process that loses its connection finishes its job, and another one can begin', async () => {
  await using testStore = await openTestStore('PostgreSQL');
  const { second, sweeping, finish } = await whileFirstSweeps(testStore);
  await sql`select pg_terminate_backend(pid) ${holders}`.execute(second.read.kysely);
  await expect.poll(() => second.alone('sweep', jobDone)).toBe('done');
  finish('first');
  expect(await sweeping).toBe('first');
  await second.close();
});

/** Another process takes the job and says so. */
const taking = (databaseUrl: string) => `
  import { openPostgres } from '#server/db/open-postgres.ts';
  const store = await openPostgres({ databaseUrl: ${JSON.stringify(databaseUrl)} });
  await store.alone('sweep', async () => {
    console.log('taken');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  });
`;

test('PostgreSQL: a process that hangs loses the job', async () => {
  await using testStore = await openTestStore('PostgreSQL');
  const { databaseUrl = '', deps } = testStore;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', taking(databaseUrl)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await deps.store.alone('sweep', jobDone)).toBeUndefined();
  child.kill('SIGSTOP');
  await expect.poll(() => deps.store.alone('sweep', jobDone), { timeout: 60_000, interval: 500 }).toBe('done');
});

test('PostgreSQL: a failure of the job is passed on, and the next one runs', async () => {
  await using testStore = await openTestStore('PostgreSQL');
  const { store } = testStore.deps;
  await expect(store.alone('sweep', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await store.alone('sweep', jobDone)).toBe('done');
});

test('SQLite: every process does every job', async () => {
  await using testStore = await openTestStore('SQLite');
  const { second, sweeping, finish } = await whileFirstSweeps(testStore);
  expect(await second.alone('sweep', jobDone)).toBe('done');
  finish('first');
  expect(await sweeping).toBe('first');
  await second.close();
});
