import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { describe, newClaim, openShare } from '#client/open.ts';
import { shareSecret } from '#client/share.ts';
import { linkKeyOf } from '#releases/link-key-of.ts';
import { freePort } from '#scripts/testing/free-port.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { inside, requireBinary, sandboxed, whyNoSandbox } from './rig/sandbox.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import { startCaddy } from './rig/start-caddy.ts';
import { startNginx } from './rig/start-nginx.ts';
import { startServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const FILE_BYTES = 9_000_000;
const noPassword = () => Promise.reject(new Error('there is no password'));
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-packaging-'));
  folders.push(folder);
  return folder;
}

beforeAll(requireBinary);
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Proxy {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Checks what a proxy can break: files in both directions, the headers of a page, the client address that limits count. */
async function proveProxy(start: (server: { url: string; port: number }) => Promise<Proxy>): Promise<void> {
  const store = await makeStore('SQLite');
  const limits = { SOTTO_OPENS_PER_MINUTE: '1', SOTTO_TRUSTED_PROXIES: '127.0.0.1' };
  const server = await startServer({ env: { ...store.env, ...limits } });
  const proxy = await start(server);
  const file = generatedBytes('packaging', FILE_BYTES);
  const api = createApi({ baseUrl: proxy.url });
  const opened = await openFile(api, (await sendFile(api, { file })).link);
  expect(await sha256Of(readWhole(api, opened))).toBe(await sha256OfGenerated(file));
  await finish(api, opened);
  expect(await pageHeaders(proxy.url)).toEqual(await pageHeaders(server.url));
  const statuses = [];
  for (const address of ['127.0.0.2', '127.0.0.2', '127.0.0.3']) statuses.push(await tryToOpen(proxy.url, address));
  expect(statuses).toEqual([404, 429, 404]);
  await proxy.stop();
  await server.end('SIGTERM');
  await store.remove();
}

/** Without the headers of the connection and of the proxy. */
async function pageHeaders(url: string): Promise<Record<string, string>> {
  const { headers } = await fetch(url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
  const ofTheWay = ['connection', 'date', 'keep-alive', 'server', 'via', 'transfer-encoding', 'content-length'];
  return Object.fromEntries([...headers].filter(([name]) => !ofTheWay.includes(name)));
}

/** From a loopback address that is not a trusted proxy. */
function tryToOpen(url: string, localAddress: string): Promise<number | undefined> {
  const body = JSON.stringify({ linkProof: 'A'.repeat(43), openProof: 'A'.repeat(43), claim: 'A'.repeat(43) });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const path = new URL('api/shares/1111111111111111/open', url);
    const asked = request(path, { method: 'POST', headers, localAddress }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    asked.on('error', reject).end(body);
  });
}

test('the Caddyfile passes files, keeps headers and passes on the client address', async ({ annotate }) => {
  const program = process.env['TEST_CADDY'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux Caddy can be had').toBe(false);
    return notProved(annotate, 'the Caddyfile: there is no Caddy');
  }
  const configuration = join(root, 'deploy/Caddyfile');
  await proveProxy(({ port }) => startCaddy({ program, configuration, upstream: `127.0.0.1:${port}` }));
});

test('the nginx example passes files, keeps headers and passes on the client address', async ({ annotate }) => {
  const program = process.env['TEST_NGINX'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux nginx can be had').toBe(false);
    return notProved(annotate, 'the nginx example: there is no nginx');
  }
  const server = (port: number, upstream: string) =>
    replaced(read('deploy/nginx.conf'), [
      ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
      ['proxy_pass http://127.0.0.1:3000;', `proxy_pass ${upstream.replace(/\/$/, '')};`],
      [/^ *ssl_certificate.*\n/gm, ''],
    ]);
  await proveProxy(({ url }) => startNginx({ program, upstream: url, server }));
});

function replaced(text: string, changes: readonly (readonly [string | RegExp, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    expect(after, String(from)).not.toBe(before);
    return after;
  }, text);
}

test('under the conditions of the image (user, settings, read-only root, no /tmp) it serves, is healthy and restarts', async ({
  annotate,
}) => {
  const why = whyNoSandbox();
  if (why !== undefined) return notProved(annotate, `the image: ${why}`);
  const dockerfile = read('Dockerfile');
  const uid = Number(/^USER (\d+):/m.exec(dockerfile)?.[1]);
  const settings = Object.fromEntries(
    (/^ENV (.+)$/m.exec(dockerfile)?.[1] ?? '').split(' ').map((pair) => pair.split('=')),
  ) as Record<string, string>;
  const health = JSON.parse(/^HEALTHCHECK .*CMD (.+)$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
  const dataDir = newFolder();
  const under = sandboxed({ dataDir, uid });
  const port = String(await freePort());
  const start = () =>
    startServer({ env: { ...settings, SOTTO_PORT: port }, port: Number(port), under, binary: inside.binary });
  const isHealthy = () => {
    const [program = '', ...args] = [...under, ...health];
    return spawnSync(program, args, { env: { ...settings, SOTTO_PORT: port } }).status === 0;
  };

  expect(isHealthy()).toBe(false);
  const first = await start();
  expect(isHealthy()).toBe(true);
  const share = { text: 'Over a restart', maxViews: 1, ttlSeconds: 3600, kdf: noPassword };
  const { link } = await shareSecret(first.api, share);
  await first.end('SIGTERM');
  expect(existsSync(join(dataDir, 'sotto.db-wal'))).toBe(false);

  const second = await start();
  const key = linkKeyOf(link, first.api.publicUrl);
  const description = await describe(second.api, key);
  const { payload } = await openShare(second.api, { ...key, description, claim: newClaim(), kdf: noPassword });
  expect(payload.text).toBe('Over a restart');
  await second.end('SIGTERM');
});

test('the systemd unit is valid and gives the service few rights', async ({ annotate }) => {
  const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  if (analyze('--version').status !== 0) return notProved(annotate, 'the systemd unit: there is no systemd-analyze');
  const unit = join(newFolder(), 'sotto.service');
  // The program that it starts need not be installed here.
  writeFileSync(unit, replaced(read('deploy/sotto.service'), [['/usr/local/bin/sotto serve', '/bin/true']]));
  const verified = analyze('verify', unit);
  expect([verified.status, verified.stderr.split('\n').filter((line) => line.includes('sotto'))]).toEqual([0, []]);
  const exposure = /exposure level for sotto.service: ([\d.]+)/.exec(
    analyze('security', '--offline=true', unit).stdout,
  );
  expect(Number(exposure?.[1])).toBeLessThan(1.5);
});
