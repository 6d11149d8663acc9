import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { bySize } from './rig/proof-size.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startNginx } from './rig/start-nginx.ts';
import type { Nginx, Passed } from './rig/start-nginx.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const BYTES = bySize({ ci: 24_000_000, full: 200_000_000 });
/** The default of nginx for `client_max_body_size`. */
const MEBIBYTE = 1_048_576;

let store: TestStore;
let server: RunningServer;

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer(store);
});
afterAll(async () => {
  await server.end('SIGTERM');
  await store.remove();
});

/** Uploads and downloads through nginx. @returns the requests that nginx passed on */
async function carryThrough(nginx: Nginx, seed: string): Promise<Passed[]> {
  const file = generatedBytes(seed, BYTES);
  const api = createApi({ baseUrl: nginx.url });
  const { link } = await sendFile(api, { file });
  const opened = await openFile(api, link);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await finish(api, opened);
  return nginx.stop();
}

const isPart = ({ method, path }: Passed) => method === 'PUT' && /\/parts\/\d+$/.test(path);
const largest = (requests: readonly Passed[]) => Math.max(...requests.map(({ requestBytes }) => requestBytes));
const bytesUp = (requests: readonly Passed[]) => requests.reduce((sum, { requestBytes }) => sum + requestBytes, 0);

test('files pass the default nginx in small parts, and one that allows more in larger parts', async ({ annotate }) => {
  const program = process.env['TEST_NGINX'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux nginx can be had').toBe(false);
    await annotate('NOT PROVED: there is no nginx here', 'warning');
    process.stderr.write('\nNOT PROVED here: files behind nginx. It is not installed and cannot be.\n');
    return;
  }
  const plain = await carryThrough(await startNginx({ program, upstream: server.url }), 'plain nginx');
  const parts = plain.filter(isPart);
  const stored = parts.filter(({ status }) => status === 200);
  expect(largest(stored)).toBeLessThanOrEqual(MEBIBYTE);
  expect(bytesUp(stored)).toBeGreaterThan(BYTES);
  expect(new Set(plain.filter((one) => !isPart(one)).map(({ status }) => Math.floor(status / 100)))).toEqual(
    new Set([2]),
  );
  const refused = parts.filter(({ status }) => status !== 200);
  expect(
    refused.filter(({ status }) => status !== 413),
    'only “too large”',
  ).toEqual([]);
  expect(refused.length, 'the limit is learned once').toBeLessThanOrEqual(8);

  const directives = ['client_max_body_size 32m;'];
  const generous = await carryThrough(
    await startNginx({ program, upstream: server.url, directives }),
    'generous nginx',
  );
  const larger = generous.filter(isPart);
  expect(new Set(larger.map(({ status }) => status))).toEqual(new Set([200]));
  expect(largest(larger)).toBeGreaterThan(MEBIBYTE);
  expect(larger.length).toBeLessThan(stored.length);
});
