import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { notProved } from '#scripts/testing/not-proved.ts';
import { startCluster } from '#scripts/testing/start-cluster.ts';
import { startPgBouncer } from '#scripts/testing/start-pgbouncer.ts';
import { audit } from './rig/audit.ts';
import { runLoad } from './rig/load.ts';
import type { History } from './rig/load.ts';
import { expiryIn } from './rig/make-share.ts';
import { bySize } from './rig/proof-size.ts';
import { startServer } from './rig/start-server.ts';
import { administer } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const ROUNDS = bySize({ ci: 3, full: 25 });
const CLIENTS = 12;
const POOL_SIZE = 4;
const MAX_LOAD_MS = 400;

/** The write-ahead log is written only by commits that wait for it: its own writer sleeps for the longest time it may. */
const lazy = {
  synchronous_commit: 'off',
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
  wal_buffers: '64MB',
  // A temporary cluster, whose files are only written to the page cache.
  full_page_writes: 'off',
};

test('behind PgBouncer, what was acknowledged survives a crash of a PostgreSQL whose commits do not wait by default', async ({
  annotate,
}) => {
  const program = process.env['TEST_PGBOUNCER'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux PgBouncer can be had').toBe(false);
    return notProved(annotate, 'PgBouncer in transaction mode: it is not installed and cannot be.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'sotto-pgbouncer-proof-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cluster = await startCluster({ folder, mayInstall: true, durable: false, settings: lazy });
  onTestFinished(cluster.stop);
  const bouncer = await startPgBouncer({ program, databaseUrl: cluster.url, poolSize: POOL_SIZE });
  onTestFinished(bouncer.stop);
  const env = { SOTTO_DATA_DIR: join(folder, 'data'), SOTTO_DATABASE_URL: bouncer.url };
  expect(await administer(bouncer.url, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);

  let server = await startServer({ env });
  onTestFinished(() => server.end('SIGTERM'));
  let acknowledged = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const histories: History[] = [];
    const load = { api: server.api, expiresAt: await expiryIn(server.api, 86_000), histories };
    const clients = Array.from({ length: CLIENTS }, () => runLoad(load));
    await delay(Math.random() * MAX_LOAD_MS);
    while (!histories.some(({ created }) => created === 'answered')) await delay(5);
    const [backends] = (await administer(
      cluster.url,
      "select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    )) as Array<{ count: number }>;
    expect(backends?.count, 'all connections of the server share a few').toBeLessThanOrEqual(POOL_SIZE);
    await Promise.all([server.end('SIGKILL'), cluster.crash(), ...clients]);

    await cluster.startAgain();
    server = await startServer({ env });
    for (const history of histories) await audit(server.api, history);
    acknowledged += histories.filter(({ created }) => created === 'answered').length;
  }
  expect(acknowledged).toBeGreaterThan(ROUNDS);
});
