import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#scripts/testing/free-port.ts';
import { notProved } from '#scripts/testing/not-proved.ts';
import { runSotto } from './rig/run-sotto.ts';
import type { Ran } from './rig/run-sotto.ts';
import { startNginx } from './rig/start-nginx.ts';
import { startServer } from './rig/start-server.ts';
import type { RunningServer } from './rig/start-server.ts';
import { makeStore } from './rig/stores.ts';
import type { TestStore } from './rig/stores.ts';
import { mayInstall } from './rig/trace.ts';

const program = process.env['TEST_NGINX'];
let store: TestStore;

beforeAll(async () => {
  store = await makeStore('SQLite');
  if (program === undefined) expect(mayInstall(), 'as root on Linux nginx can be had').toBe(false);
});
afterAll(() => store.remove());

interface Broken {
  /** Directives of the server block. */
  readonly directives?: readonly string[];
  readonly path?: string;
  readonly publicUrl?: (address: string) => string;
}

/** Runs the doctor against a service behind an nginx with these directives. */
async function diagnose(broken: Broken): Promise<Ran> {
  const { directives = [], path = '', publicUrl = (address: string) => address } = broken;
  const port = await freePort();
  const address = `http://127.0.0.1:${port}/${path}`;
  const server: RunningServer = await startServer({ env: { ...store.env, SOTTO_PUBLIC_URL: publicUrl(address) } });
  const upstream = server.url.replace(/\/$/, '');
  const nginx = await startNginx({ program: program ?? '', upstream, port, directives });
  try {
    return await runSotto(['admin', 'doctor', address], {});
  } finally {
    await nginx.stop();
    await server.end('SIGTERM');
  }
}

const good = ['client_max_body_size 5m;', 'proxy_request_buffering off;', 'proxy_http_version 1.1;'];

const noNginx = 'the doctor before a broken proxy: there is no nginx';

test('the doctor finds nothing wrong behind a correct proxy', async ({ annotate }) => {
  if (program === undefined) return notProved(annotate, noNginx);
  const { code, stdout, stderr } = await diagnose({ directives: good });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^(ok {5}\S[^\n]+\.\n){9}No problems found\.\n$/);
});

test('the doctor has two notes about the default configuration of nginx', async ({ annotate }) => {
  if (program === undefined) return notProved(annotate, noNginx);
  const { code, stdout } = await diagnose({});
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('note   Parts of 4 MiB are refused in transit (413)');
  expect(stdout).toContain('nginx:  proxy_request_buffering off;');
});

const faults: Readonly<Record<string, Broken & { readonly finds: readonly (string | RegExp)[] }>> = {
  'bodies that are too small': {
    directives: ['client_max_body_size 100k;'],
    finds: ['Bodies of 614,400 bytes are refused in transit (413)', 'client_max_body_size 5m;', 'max_size 5MB'],
  },
  'a weaker policy': {
    directives: [
      ...good,
      'proxy_hide_header Content-Security-Policy;',
      `add_header Content-Security-Policy "default-src *" always;`,
    ],
    finds: ['content-security-policy is “default-src *”', 'no add_header and no proxy_hide_header'],
  },
  'a missing policy': {
    directives: [...good, 'proxy_hide_header Content-Security-Policy;'],
    finds: ['content-security-policy is missing'],
  },
  'compression of the API': {
    directives: [...good, 'gzip on;', 'gzip_min_length 1;', 'gzip_proxied any;', 'gzip_types application/json;'],
    finds: ['compressed in transit (gzip)', 'gzip off;'],
  },
  'a script in the page': {
    directives: [
      ...good,
      'sub_filter_once on;',
      `sub_filter '</head>' '<script src="https://stats.example/a.js"></script></head>';`,
    ],
    finds: [/The page (is changed in transit|arrives without its ETag)/],
  },
  'a cookie': {
    directives: [...good, 'add_header Set-Cookie "route=1; Path=/" always;'],
    finds: ['A cookie is added in transit (route)'],
  },
  'a path that the service does not expect': {
    directives: good,
    path: 'secrets/',
    publicUrl: () => 'http://localhost:3000/',
    finds: ['the path is changed in transit', 'location /secrets/ { proxy_pass', 'not handle_path'],
  },
  'an address other than the one in links': {
    directives: good,
    publicUrl: () => 'http://localhost:3000/',
    finds: ['SOTTO_PUBLIC_URL is http://localhost:3000/, not', /SOTTO_PUBLIC_URL=http:\/\/127\.0\.0\.1:\d+\//],
  },
  'https that the proxy does not pass on': {
    directives: [...good, 'proxy_hide_header Strict-Transport-Security;'],
    publicUrl: (address) => address.replace('http:', 'https:'),
    finds: ['SOTTO_PUBLIC_URL is https://', 'Strict-Transport-Security is lost'],
  },
  'PUT refused by the proxy': {
    directives: [...good, 'if ($request_method = PUT) { return 405; }'],
    finds: ['PUT is refused in transit (405)'],
  },
};

test.for(Object.entries(faults))('%s', async ([, { finds, ...broken }], { annotate }) => {
  if (program === undefined) return notProved(annotate, noNginx);
  const { code, stdout, stderr } = await diagnose(broken);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  for (const found of finds) {
    if (typeof found === 'string') expect(stdout).toContain(found);
    else expect(stdout).toMatch(found);
  }
});

test('without an address, the doctor checks this machine and says how to fix what it finds', async () => {
  const server = await startServer(store);
  await server.end('SIGTERM');
  const healthy = await runSotto(['admin', 'doctor'], store.env);
  expect(healthy).toMatchObject({ code: 0, stderr: '' });
  expect(healthy.stdout).toMatch(/^(ok {5}[A-Z][^\n]+\.\n){9}No problems found\.\n$/);
  expect(healthy.stdout).toContain('The erasure keys are in keys.slots.');
  chmodSync(`${store.dataDir}/keys.slots`, 0o644);
  const env = { ...store.env, SOTTO_PUBLIC_URL: 'https://example.org/', SOTTO_ACCEPT_LOST_KEYS: 'true' };
  const { code, stdout } = await runSotto(['admin', 'doctor'], env);
  expect(code).toBe(1);
  for (const found of [
    'SOTTO_TRUSTED_PROXIES names none',
    'SOTTO_ACCEPT_LOST_KEYS is set',
    'can read keys.slots',
    '3 problems found',
  ]) {
    expect(stdout).toContain(found);
  }
  chmodSync(`${store.dataDir}/keys.slots`, 0o600);
});

test('the doctor reports an address where nothing listens, one that is not a Sotto service, and one that is not an address', async () => {
  const nobody = await runSotto(['admin', 'doctor', `http://127.0.0.1:${await freePort()}/`], {});
  expect(nobody).toMatchObject({ code: 1 });
  expect(nobody.stdout).toContain('cannot be reached (ECONNREFUSED)');
  expect(await runSotto(['admin', 'doctor', 'example.org'], {})).toMatchObject({
    code: 2,
    stderr: 'sotto: URL must begin with https:// or http://. See sotto admin doctor --help.\n',
  });
});
