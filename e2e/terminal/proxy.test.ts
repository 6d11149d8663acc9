import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { selfSigned } from '#e2e/fixtures/certificate.ts';
import { deadPort, startConnectProxy, startTls } from '#e2e/fixtures/connect-proxy.ts';
import type { ConnectProxy } from '#e2e/fixtures/connect-proxy.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';
import type { User } from '#e2e/fixtures/terminal.ts';

/** A name that no resolver knows, so it can be reached only through the proxy. */
const ADDRESS = 'https://sotto.test/';
const CREDENTIALS = 'Basic bWU6aHVudGVyMg==';

let server: Server;
let tls: Awaited<ReturnType<typeof startTls>>;
let other: Awaited<ReturnType<typeof startTls>>;
let proxy: ConnectProxy;
let user: User;
beforeAll(async () => {
  server = await startServer({ settings: { SOTTO_PUBLIC_URL: ADDRESS } });
  user = newUser(ADDRESS);
  const [own, foreign] = [selfSigned('sotto.test'), selfSigned('evil.test')];
  writeFileSync(join(user.home, 'ca.pem'), own.cert + foreign.cert);
  tls = await startTls(server.relay.port, own);
  other = await startTls(server.relay.port, foreign);
  proxy = await startConnectProxy((asked) => {
    if (asked === 'sotto.test:80') return server.relay.port;
    return asked === 'wrong.test:443' ? other.port : tls.port;
  });
});
beforeEach(() => {
  proxy.asked.length = 0;
  proxy.refuseWith = undefined;
});
afterAll(async () => {
  user[Symbol.dispose]();
  for (const one of [proxy, tls, other, server]) await one.stop();
});

const trusting = () => ({ NODE_EXTRA_CA_CERTS: join(user.home, 'ca.pem') });
const named = (name: string, value = `http://me:hunter2@${proxy.host}`) => ({ ...trusting(), [name]: value });
const send = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  user.run(['send', ...args], { input: 'through a proxy', env });

test.each(['HTTPS_PROXY', 'https_proxy'])(
  'with %s a secret is sent and opened through the proxy, which can read nothing',
  async (name) => {
    const sent = await send(named(name));
    expect([sent.code, sent.stderr]).toEqual([0, expect.any(String)]);
    expect(sent.stdout.toString()).toMatch(/^https:\/\/sotto\.test\/s\//);
    const opened = await user.run(['open'], { input: sent.stdout, env: named(name, proxy.host) });
    expect(opened.stdout.toString()).toBe('through a proxy');
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT sotto.test:443 ${CREDENTIALS}`, 'CONNECT sotto.test:443']));
    for (const readable of ['/api/', 'hunter2', 'createProof']) expect(proxy.carried().includes(readable)).toBe(false);
  },
);

test('the certificate behind the proxy is checked as usual: its authority and its name', async () => {
  const untrusted = await send({ ...named('HTTPS_PROXY'), NODE_EXTRA_CA_CERTS: '' });
  expect([untrusted.code, untrusted.stderr]).toEqual([5, expect.stringContaining('does not trust the certificate')]);
  const wrong = await send(named('HTTPS_PROXY'), '--server', 'https://wrong.test/');
  expect([wrong.code, wrong.stderr]).toEqual([5, expect.stringContaining('is for a different name')]);
});

test('plain http goes through HTTP_PROXY if plain http is allowed', async () => {
  const address = ['--server', 'http://sotto.test/'];
  const sent = await send({ HTTP_PROXY: proxy.host }, ...address, '--insecure');
  expect([sent.code, proxy.asked[0]]).toEqual([0, 'CONNECT sotto.test:80']);
  expect((await send({ HTTP_PROXY: proxy.host }, ...address)).code).toBe(2);
});

test('a server in NO_PROXY is contacted without a proxy', async () => {
  const { code, stderr } = await send({ ...named('HTTPS_PROXY'), NO_PROXY: 'sotto.test' });
  expect([code, stderr]).toEqual([5, expect.stringContaining('The server cannot be reached')]);
  expect(proxy.asked).toEqual([]);
});

test('this machine is never contacted through a proxy', async () => {
  const sent = await send({ HTTP_PROXY: `http://${proxy.host}`, NODE_USE_ENV_PROXY: '1' }, '--server', server.url);
  expect([sent.code, proxy.asked]).toEqual([0, []]);
});

test('a proxy that is missing, refuses or requires a password is named, without its password', async () => {
  const gone = `127.0.0.1:${await deadPort()}`;
  const failures = [
    await send(named('https_proxy', `http://me:hunter2@${gone}`)),
    await ((proxy.refuseWith = 407), send(named('HTTPS_PROXY'))),
    await ((proxy.refuseWith = 403), send(named('HTTPS_PROXY'))),
  ];
  expect(failures.map(({ code }) => code)).toEqual([5, 5, 5]);
  const [absent, asks, refuses] = failures.map(({ stderr }) => stderr);
  expect(absent).toContain(`The proxy http://${gone} (https_proxy) cannot be reached.`);
  expect(asks).toContain(`The proxy http://${proxy.host} (HTTPS_PROXY) requires a user and a password (407).`);
  expect(refuses).toContain('refuses to connect to this server (403)');
  expect(failures.some(({ stderr }) => stderr.includes('hunter2'))).toBe(false);
});

test('an unusable proxy is reported before anything is sent', async () => {
  for (const [value, said] of [
    ['socks5://me:hunter2@127.0.0.1:1080', 'names a SOCKS proxy'],
    ['http://', 'must be the address of a proxy'],
  ] as const) {
    const { code, stderr } = await send(named('HTTPS_PROXY', value));
    expect([code, stderr.includes(said), stderr.includes('hunter2')]).toEqual([2, true, false]);
  }
});

test('the doctor uses the proxy too, and says so', async () => {
  const { stdout, stderr } = await user.run(['admin', 'doctor', ADDRESS], { env: named('HTTPS_PROXY') });
  expect(stderr).toBe('');
  expect(stdout.toString()).toContain(`note   Checked through the proxy http://${proxy.host} (HTTPS_PROXY).`);
  expect(stdout.toString()).toContain('No problems found.');
});

test.each(['close', 'garbage'] as const)(
  'a proxy that replies with %s is named, and not retried forever',
  async (how) => {
    proxy.refuseWith = how;
    const sent = await send(named('HTTPS_PROXY'));
    expect(sent).toMatchObject({
      code: 5,
      stderr: `sotto: The proxy http://${proxy.host} (HTTPS_PROXY) closed the connection, or is not a proxy. Check its address, or add this server to NO_PROXY.\n`,
    });
    expect(proxy.asked.length).toBeLessThan(10);
  },
);

test('a command can be ended while a proxy never replies', async () => {
  proxy.refuseWith = 'silence';
  const sending = user.start(['send'], { input: 'x', env: named('HTTPS_PROXY') });
  await expect.poll(() => proxy.asked.length).toBeGreaterThan(0);
  sending.child.kill('SIGTERM');
  expect((await sending.ended).code).toBe(143);
});
