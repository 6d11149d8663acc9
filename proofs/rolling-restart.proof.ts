import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '#scripts/testing/free-port.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { loseNothing, REQUESTS } from './rig/lose-nothing.ts';
import { startCaddy } from './rig/start-caddy.ts';
import { startNginx } from './rig/start-nginx.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer, ServerOptions } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const root = join(import.meta.dirname, '..');

interface Place {
  /** As the example of deploy/ names it. */
  readonly example: string;
  readonly actual: string;
  readonly options: Pick<ServerOptions, 'port' | 'env'>;
}

/** Two processes on one PostgreSQL database. */
async function startTwo(places: readonly [Place, Place]) {
  const store = await makeStore('PostgreSQL');
  onTestFinished(() => store.remove());
  const publicUrl = { SOTTO_PUBLIC_URL: 'https://example.org/' };
  const start = ({ options }: Place) =>
    startServer({ ...options, env: { ...store.env, ...publicUrl, ...options.env } });
  const running = new Map<Place, RunningServer>();
  for (const place of places) running.set(place, await start(place));
  onTestFinished(async () => {
    for (const server of running.values()) await server.end('SIGTERM');
  });
  return {
    configured: (name: string) =>
      places.reduce(
        (text, { example, actual }) => {
          expect(text, name).toContain(example);
          return text.replace(example, actual);
        },
        readFileSync(join(root, 'deploy', name), 'utf8'),
      ),
    /** One after the other. @param untilKnown resolves when the proxy knows that the server is back */
    async restartEach(untilKnown: (back: RunningServer) => Promise<void>) {
      for (const place of places) {
        const server = running.get(place);
        await server?.end('SIGTERM');
        expect(server?.exitCode()).toBe(0);
        const back = await start(place);
        running.set(place, back);
        await untilKnown(back);
      }
    },
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-rolling-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** After the second health check of the proxy, which has then heard the reply to the first. */
async function untilChecked(server: RunningServer): Promise<void> {
  const checks = () => server.output().toString().split('"route":"/readyz","status":200').length - 1;
  while (checks() < 2) await delay(50);
}

test(`behind nginx, none of ${REQUESTS} requests is lost while two processes restart`, async ({ annotate }) => {
  const program = process.env['TEST_NGINX'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux nginx can be had').toBe(false);
    return notProved(annotate, 'a restart behind nginx: it is not installed and cannot be.');
  }
  const folder = newFolder();
  const onSocket = (n: number): Place => {
    const actual = join(folder, `${n}.sock`);
    return { example: `/run/sotto-${n}/sotto.sock`, actual, options: { env: { SOTTO_LISTEN: `unix:${actual}` } } };
  };
  const two = await startTwo([onSocket(1), onSocket(2)]);
  const server = (port: number) =>
    two
      .configured('nginx.two.conf')
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replace(/^ *ssl_certificate.*\n/gm, '');
  const nginx = await startNginx({ program, upstream: '', server });
  // It tries both sockets.
  await loseNothing(nginx.url, () => two.restartEach(() => Promise.resolve()));
  const passed = await nginx.stop();
  expect(passed.filter(({ status }) => status >= 500)).toEqual([]);
});

test(`behind Caddy, none of ${REQUESTS} requests is lost while two processes restart`, async ({ annotate }) => {
  const program = process.env['TEST_CADDY'];
  if (program === undefined) {
    expect(mayInstall(), 'as root on Linux Caddy can be had').toBe(false);
    return notProved(annotate, 'a restart behind Caddy: it is not installed and cannot be.');
  }
  const onPort = async (n: number): Promise<Place> => {
    const port = await freePort();
    const env = { SOTTO_TRUSTED_PROXIES: '127.0.0.1', SOTTO_LOG_LEVEL: 'info' };
    return { example: `127.0.0.1:300${n}`, actual: `127.0.0.1:${port}`, options: { port, env } };
  };
  const two = await startTwo([await onPort(1), await onPort(2)]);
  const configuration = join(newFolder(), 'Caddyfile');
  writeFileSync(configuration, two.configured('Caddyfile.two'));
  const caddy = await startCaddy({ program, configuration, upstream: '' });
  await loseNothing(caddy.url, () => two.restartEach(untilChecked));
  await caddy.stop();
});
