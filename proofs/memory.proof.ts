import { afterEach, beforeEach, expect, test } from 'vitest';
import { flood } from './rig/bad-requests.ts';
import { bySize } from './rig/proof-size.ts';
import { residentMegabytes } from './rig/resident-memory.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';

const WARM_UP = bySize({ ci: 12_000, full: 20_000 });
const FLOOD = bySize({ ci: 20_000, full: 100_000 });
/** Allows for fragmentation. A leak of 2.5 KB per request would pass in `ci`, of 500 bytes in `full`. */
const MAX_GROWTH_MEGABYTES = 48;
/** V8 keeps young garbage while the machine has memory. With a limit, growth means a leak. */
const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=192'];

let store: TestStore;
let server: RunningServer;

beforeEach(async () => {
  store = await makeStore('SQLite');
});
afterEach(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

test('bad input is refused, and memory stays flat', async () => {
  server = await startServer({ env: store.env, nodeFlags });
  await flood({ url: server.url, count: WARM_UP });
  const before = residentMegabytes(server.pid);
  const statuses = await flood({ url: server.url, count: FLOOD });
  const after = residentMegabytes(server.pid);

  const kinds = [...statuses.keys()].sort((a, b) => a - b);
  expect(kinds.filter((status) => status < 400 || status > 499)).toEqual([]);
  expect(kinds).toEqual(expect.arrayContaining([400, 404, 405, 413, 415]));
  expect(after - before, `from ${before.toFixed(0)} to ${after.toFixed(0)} MB`).toBeLessThan(MAX_GROWTH_MEGABYTES);
  expect((await server.api.config()).version, 'it still serves').not.toBe('');
});
