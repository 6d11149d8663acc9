import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { SettableClock, makePlace, testDeps } from '#server/testing/test-stores.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { openPostgres } from './open-postgres.ts';

/** PostgreSQL behind a connection that the test can cut. */
async function openThroughCable(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const cable = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    sockets.add(near).add(far);
    near.pipe(far).pipe(near);
  });
  const plugIn = async (port: number) => {
    cable.listen(port, '127.0.0.1');
    await once(cable, 'listening');
  };
  const pull = async () => {
    const closed = once(cable, 'close');
    cable.close();
    sockets.forEach((socket) => socket.destroy());
    await closed;
  };
  await plugIn(0);
  const { port } = cable.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return { store: await openPostgres({ databaseUrl: url.href }), pull, plugIn: () => plugIn(port) };
}

test('nothing is done while PostgreSQL cannot be reached, and everything works again afterwards', async () => {
  await using place = await makePlace('PostgreSQL');
  const { store, pull, plugIn } = await openThroughCable(place.databaseUrl ?? '');
  const deps = await testDeps(place, { store, clock: new SettableClock() });
  const share = await madeShare(deps);

  await pull();
  for (const attempt of [() => share.describe(deps), () => share.open(deps), () => share.create(deps)]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'unavailable' });
  }
  await plugIn();
  expect((await share.open(deps)).head.viewsLeft).toBe(0);

  await store.close();
  await pull();
});

test('a connection lost during the commit is not reported as unavailable, because its outcome is unknown', async () => {
  await using place = await makePlace('PostgreSQL');
  const store = await openPostgres({ databaseUrl: place.databaseUrl ?? '' });
  await store.write(async ({ kysely }) => {
    await sql`create function cut() returns trigger language plpgsql as
      'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`.execute(kysely);
    await sql`create constraint trigger cut after insert on share deferrable initially deferred
      for each row execute function cut()`.execute(kysely);
  });
  const made = madeShare(await testDeps(place, { store, clock: new SettableClock() }));
  await expect(made).rejects.not.toBeInstanceOf(AppError);
  await store.close();
});

test('a commit waits for the disk even if the default is not to, and nothing is set on the connection', async () => {
  await using place = await makePlace('PostgreSQL');
  const store = await openPostgres({ databaseUrl: place.databaseUrl ?? '' });
  const settings = sql<{ synchronous_commit: string; idle: string }>`select current_setting('synchronous_commit') as
    synchronous_commit, current_setting('idle_in_transaction_session_timeout') as idle`;
  const shown = await store.write(({ kysely }) => settings.execute(kysely));
  expect(shown.rows).toEqual([{ synchronous_commit: 'on', idle: '1min' }]);
  const outside = await settings.execute(store.read.kysely);
  expect(outside.rows, 'the default that the test database has').toMatchObject([{ synchronous_commit: 'off' }]);
  await store.close();
});

test('a write outside a transaction fails on a database whose transactions are read-only by default', async () => {
  await using place = await makePlace('PostgreSQL');
  const store = await openPostgres({ databaseUrl: place.databaseUrl ?? '' });
  const { kysely } = store.read;
  await expect(kysely.deleteFrom('share').execute()).rejects.toThrow('read-only transaction');
  await store.write((tx) => tx.kysely.deleteFrom('share').execute());
  await store.close();
});

test('the time comes from the database', async () => {
  await using place = await makePlace('PostgreSQL');
  const store = await openPostgres({ databaseUrl: place.databaseUrl ?? '' });
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(store.read.kysely);
  const now = await store.now();
  expect(now).toBeTypeOf('number');
  expect(now - Math.floor((rows[0]?.now.getTime() ?? 0) / 1000)).toBeLessThanOrEqual(1);
  await store.close();
});

test('the commit that ends a share removes it from every table', async () => {
  await using place = await makePlace('PostgreSQL');
  const store = await openPostgres({ databaseUrl: place.databaseUrl ?? '' });
  const deps = await testDeps(place, { store, clock: new SettableClock() });
  const share = await madeShare(deps);
  await share.delete(deps);
  const { kysely } = store.read;
  expect(await kysely.selectFrom('erasure_key').selectAll().execute()).toEqual([]);
  expect(await kysely.selectFrom('content').selectAll().execute()).toEqual([]);
  const rows = await kysely.selectFrom('share').select(['state', 'open_hash']).execute();
  expect(rows).toEqual([{ state: 'deleted', open_hash: null }]);
  await store.close();
});
