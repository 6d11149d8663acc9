import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import { prepareAnswer } from '#client/answer.ts';
import { readQuestion } from '#client/question.ts';
import { prepareRequest } from '#client/ask.ts';
import { isSignIn } from '#client/errors.ts';
import type { Fetch } from '#client/exchange.ts';
import { describe as describeShare } from '#client/open.ts';
import { createRequestsApi } from '#client/requests-api.ts';
import { shareSecret } from '#client/share.ts';
import { linkKeyOf } from '#releases/link-key-of.ts';
import { readWholeLink } from '#client/whole-link.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { runSotto } from './rig/run-sotto.ts';
import { startCaddy } from './rig/start-caddy.ts';
import { startNginx } from './rig/start-nginx.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'sotto-sign-in-'));
const basic = { authorization: `Basic ${Buffer.from('someone:hunter2').toString('base64')}` };
const session = { cookie: '_oauth2_proxy=session' };
const noPassword = () => Promise.reject(new Error('There is no password.'));
const share = { text: 'x', maxViews: 1, ttlSeconds: 3600, kdf: noPassword };

let store: TestStore;
let server: RunningServer;
/** The part of oauth2-proxy that nginx uses. */
const gate = createServer(({ url, headers }, response) => {
  const isIn = headers.cookie?.includes('_oauth2_proxy=session') === true;
  response
    .writeHead(url === '/oauth2/auth' ? (isIn ? 202 : 401) : 200, { 'content-type': 'text/html' })
    .end('<h1>In</h1>');
});

beforeAll(async () => {
  store = await makeStore('SQLite');
  server = await startServer({ env: { ...store.env, SOTTO_BEHIND_SIGN_IN: 'true' } });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  const hash = execFileSync('openssl', ['passwd', '-apr1', 'hunter2']).toString().trim();
  writeFileSync(join(folder, 'htpasswd'), `someone:${hash}\n`, { mode: 0o644 });
  execFileSync('chmod', ['755', folder]);
});
afterAll(async () => {
  gate.close();
  await server.end('SIGTERM');
  await store.remove();
  rmSync(folder, { recursive: true });
});

interface Example {
  readonly name: string;
  readonly program: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly start: (program: string) => Promise<{ readonly url: string; stop(): Promise<unknown> }>;
}

function nginxExample(name: string, headers: Example['headers']): Example {
  const text = (port: number, upstream: string) =>
    readFileSync(join(root, `deploy/sign-in/${name}.nginx.conf`), 'utf8')
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
      .replaceAll('http://127.0.0.1:3000', upstream.replace(/\/$/, ''))
      .replaceAll('http://127.0.0.1:4180', `http://127.0.0.1:${(gate.address() as AddressInfo).port}`)
      .replace('/etc/nginx/sotto.htpasswd', join(folder, 'htpasswd'))
      .replace(/^ *ssl_certificate.*\n/gm, '');
  const start = (program: string) => startNginx({ program, upstream: server.url, server: text });
  return { name: `nginx, ${name}`, program: process.env['TEST_NGINX'], headers, start };
}

function caddyExample(name: string): Example {
  const configuration = join(root, `deploy/sign-in/${name}.Caddyfile`);
  const start = (program: string) => {
    const hash = execFileSync(program, ['hash-password', '--plaintext', 'hunter2']).toString().trim();
    const env = { SOTTO_USER: 'someone', SOTTO_PASSWORD_HASH: hash };
    return startCaddy({ program, configuration, upstream: new URL(server.url).host, env });
  };
  return { name: `Caddy, ${name}`, program: process.env['TEST_CADDY'], headers: basic, start };
}

const examples = [
  nginxExample('everything', session),
  nginxExample('creating', basic),
  caddyExample('everything'),
  caddyExample('creating'),
];

for (const { name, program, headers, start } of examples) {
  test(`the example for ${name} inside guards what it says, and nothing that a link needs`, async ({ annotate }) => {
    if (program === undefined) {
      expect(mayInstall(), 'as root on Linux the proxy can be had').toBe(false);
      return notProved(annotate, `the example for ${name}: there is no such proxy`);
    }
    const proxy = await start(program);
    try {
      await proveExample(proxy.url, { headers, isOpenToReaders: name.endsWith('creating') });
    } finally {
      await proxy.stop();
    }
  });
}

async function proveExample(
  url: string,
  { headers, isOpenToReaders }: { headers: Example['headers']; isOpenToReaders: boolean },
) {
  const status = async (path: string, init: RequestInit = {}) =>
    (await fetch(new URL(path, url), { redirect: 'manual', ...init })).status;
  for (const path of ['', 'ask']) {
    expect([302, 401], path).toContain(await status(path));
    expect(await status(path, { headers }), path).toBe(200);
  }
  for (const path of [
    's/VzVoyQfHjuFDWfWvCSAmmC',
    'r/VzVoyQfHjuFDWfWvCSAmmC',
    'm/VzVoyQfHjuFDWfWvCSAmmC',
    'shares',
    'save-worker.js',
    'robots.txt',
  ]) {
    expect(await status(path), path).toBe(200);
  }
  // Other spellings of an address are guarded too.
  for (const path of ['/s/..%2fapi/config', '/s/%2e%2e/api/config', '//api/config', '/%61pi/config', '/API/config']) {
    if (!isOpenToReaders) expect(await rawStatus(url, path), path).not.toBe(200);
  }

  const withHeaders: Fetch = (to, init) => fetch(to, { ...init, headers: { ...headers, ...(init.headers as object) } });
  const inside = { baseUrl: url, fetch: withHeaders, behindSignIn: true };
  const [api, stranger] = [createApi(inside), createApi({ baseUrl: url })];
  const { link } = await shareSecret(api, share);
  const refused: unknown = await stranger
    .config()
    .then(() => shareSecret(stranger, share))
    .catch((error: unknown) => error);
  expect(isSignIn(refused)).toBe(true);
  const key = linkKeyOf(link, url);
  const described = await describeShare(stranger, key).then(({ state }) => state, isSignIn);
  expect(described).toBe(isOpenToReaders ? 'live' : true);
  const lying = await status('api/shares/VzVoyQfHjuFDWfWvCSAmmC/upload', {
    method: 'PUT',
    headers: { 'sotto-answer': '1', 'content-type': 'application/json' },
    body: '{}',
  });
  expect(lying).toBe(isOpenToReaders ? 400 : lying === 302 ? 302 : 401);

  if (isOpenToReaders) await proveAnswer(url, inside);
  const file = join(folder, 'headers');
  const lines = Object.entries(headers).map(([one, value]) => `${one}: ${value}`);
  writeFileSync(file, [url.slice(0, -1), ...lines].join('\n'), { mode: 0o600 });
  const { stdout } = await runSotto(['admin', 'doctor', url], { SOTTO_HEADERS_FILE: file });
  const found = stdout.split('\n').filter((line) => !line.startsWith('ok '));
  // Here the service has another address than the setting says.
  expect(found.join('\n')).toMatch(
    /^WRONG {2}SOTTO_PUBLIC_URL is .*\n {9}SOTTO_PUBLIC_URL=.*\n(note .*\n( {9}.*\n)*)*1 problem found\.\n$/,
  );
}

/** Sends the path unchanged; `fetch` would normalise it. */
async function rawStatus(url: string, path: string): Promise<number | undefined> {
  const [reply] = (await once(get(url, { path, agent: false }), 'response')) as [IncomingMessage];
  reply.resume();
  return reply.statusCode;
}

/** Somebody outside answers a request from inside. */
async function proveAnswer(url: string, inside: Parameters<typeof createApi>[0]): Promise<void> {
  const day = 86_400;
  const wish = { title: 'x', ask: '', maxAnswers: 1, ttlSeconds: day, answerTtlSeconds: day, keep: 'read' } as const;
  const prepared = await prepareRequest({ api: createApi(inside), requests: createRequestsApi(inside) }, wish);
  const link = readWholeLink((await prepared.send()).link);
  if (!link.ok) throw new Error('Not a link.');
  const holder = { id: link.id, linkKey: link.key };
  const { asked } = await readQuestion(createRequestsApi({ baseUrl: url }), holder);
  const answer = await prepareAnswer(createApi({ baseUrl: url }), { ...holder, asked }, { text: 'from outside' });
  expect((await answer.send()).state).toBe('live');
}
