import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creating, everything, startGate } from '#e2e/fixtures/gate.ts';
import type { Gate } from '#e2e/fixtures/gate.ts';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';
import type { User } from '#e2e/fixtures/terminal.ts';

let server: Server;
let login: Gate;
let basic: Gate;
let outside: Gate;
let user: User;
let token: string;
beforeAll(async () => {
  server = await startServer({ settings: { SOTTO_BEHIND_SIGN_IN: 'true', SOTTO_CREATE: 'token' } });
  const upstream = server.url;
  login = await startGate({ kind: 'login', upstream, guards: everything });
  basic = await startGate({ kind: 'basic', upstream, guards: everything });
  outside = await startGate({ kind: 'basic', upstream, guards: creating });
  token = await server.admin('token', 'create', '--label', 'terminal');
  user = newUser();
});
afterAll(async () => {
  user[Symbol.dispose]();
  for (const one of [login, basic, outside, server]) await one.stop();
});

/** The environment of a user who can pass this gate. */
function through(gate: Gate): Record<string, string> {
  const file = join(user.home, 'headers');
  const lines = Object.entries(gate.header()).map(([name, value]) => `${name}: ${value}`);
  writeFileSync(file, [gate.url.slice(0, -1), ...lines].join('\n'), { mode: 0o600 });
  return { SOTTO_HEADERS_FILE: file, SOTTO_SERVER: gate.url, SOTTO_TOKEN: token };
}

test.each(['login', 'basic'] as const)('behind %s every command works with the required headers', async (kind) => {
  const gate = { login, basic }[kind];
  const env = through(gate);
  const file = join(user.home, `${kind}.bin`);
  writeFileSync(file, Buffer.alloc(700_000, 7));
  const sent = await user.run(['send', file, '--json'], { env });
  expect([sent.code, sent.stderr]).toEqual([0, '']);
  const { link, manageLink } = JSON.parse(sent.stdout.toString()) as Record<'link' | 'manageLink', string>;
  expect(link.startsWith(gate.url)).toBe(true);
  expect((await user.run(['status'], { input: manageLink, env })).code).toBe(0);
  expect((await user.run(['open', '-o', `${kind}-out`], { input: link, env })).code).toBe(0);
  const asked = JSON.parse((await user.run(['ask', 'A key', '--json'], { env })).stdout.toString()) as typeof sent & {
    link: string;
    manageLink: string;
  };
  expect((await user.run(['answer', '-'], { input: `${asked.link}\nhunter2`, env })).code).toBe(0);
  expect((await user.run(['inbox'], { input: asked.manageLink, env })).stdout.toString()).toContain('hunter2');
  expect((await user.run(['delete'], { input: asked.manageLink, env })).code).toBe(0);
  expect((await user.run(['health', gate.url], { env })).code).toBe(0);
});

test('without the headers the error says what replied, and what to do', async () => {
  const [atLogin, atBasic] = [
    await user.run(['send', '--server', login.url], { input: 'x' }),
    await user.run(['send', '--server', basic.url], { input: 'x' }),
  ];
  expect([atLogin.code, atBasic.code]).toEqual([5, 5]);
  expect(atLogin.stderr).toMatch(
    /A sign-in in front of this service replied instead \(302, to http:\/\/127\.0\.0\.1:\d+\)/,
  );
  expect(atBasic.stderr).toContain('A sign-in in front of this service replied instead (401)');
  expect(atBasic.stderr).toContain('SOTTO_HEADERS_FILE');
});

test('if only creating is guarded, people with a link open and answer without the headers', async () => {
  const asked = await user.run(['ask', 'A file', '--json'], { env: through(outside) });
  const { link } = JSON.parse(asked.stdout.toString()) as { link: string };
  const file = join(user.home, 'answer.bin');
  writeFileSync(file, Buffer.alloc(700_000, 1));
  expect((await user.run(['answer', '-', file], { input: link })).code).toBe(0);
  const sent = await user.run(['send'], { input: 'for anybody with the link', env: through(outside) });
  expect((await user.run(['open'], { input: sent.stdout })).stdout.toString()).toBe('for anybody with the link');
  const refused = await user.run(['send', file, '--server', outside.url], { env: { SOTTO_TOKEN: token } });
  expect([refused.code, refused.stderr.includes('A sign-in in front of this service')]).toEqual([5, true]);
});

async function recording(redirect?: string): Promise<{ url: string; seen: IncomingHttpHeaders[]; server: HttpServer }> {
  const seen: IncomingHttpHeaders[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers);
    if (redirect === undefined) response.writeHead(404).end();
    else response.writeHead(307, { location: redirect }).end();
    request.resume();
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  return { url: `http://127.0.0.1:${(other.address() as AddressInfo).port}/`, seen, server: other };
}

test('the headers are sent only to the origin in their file, and never after a redirect', async () => {
  const other = await recording();
  const redirecting = await recording(other.url);
  const env = { ...through(basic), SOTTO_TOKEN: '' };
  await user.run(['send', '--server', other.url], { input: 'x', env });
  expect(other.seen.length).toBeGreaterThan(0);
  expect(other.seen.every(({ authorization }) => authorization === undefined)).toBe(true);

  const before = other.seen.length;
  const file = join(user.home, 'redirected');
  writeFileSync(file, `${redirecting.url.slice(0, -1)}\nAuthorization: Basic aHVudGVyMg==\n`, { mode: 0o600 });
  const redirected = await user.run(['send', '--server', redirecting.url], {
    input: 'x',
    env: { SOTTO_HEADERS_FILE: file },
  });
  expect([redirected.code, redirecting.seen[0]?.authorization]).toEqual([5, 'Basic aHVudGVyMg==']);
  expect(other.seen.length).toBe(before);
  for (const one of [other, redirecting]) one.server.close();
});

test('a headers file with a refused header stops every command before anything is sent', async () => {
  const file = join(user.home, 'bad-headers');
  const uses = [
    ['send', '--server', basic.url],
    ['admin', 'doctor', basic.url],
  ];
  writeFileSync(file, `${basic.url.slice(0, -1)}\nX-Forwarded-For: hunter2\n`, { mode: 0o600 });
  const ran = await Promise.all(uses.map((args) => user.run(args, { env: { SOTTO_HEADERS_FILE: file } })));
  expect(ran.map(({ code, stderr }) => [code, stderr.includes('Line 2'), stderr.includes('hunter2')])).toEqual([
    [2, true, false],
    [2, true, false],
  ]);
});

const doctor = (gate: Gate, env?: Record<string, string>) =>
  user
    .run(['admin', 'doctor', gate.url], { env: env ?? {} })
    .then(({ code, stdout }) => ({ code, said: stdout.toString() }));
const address = /^WRONG {2}SOTTO_PUBLIC_URL is .*\n.*\n/m;

test('the doctor accepts a sign-in that guards what it may, with or without the headers', async () => {
  const shut = await doctor(login);
  expect(shut.said).toContain('note   A sign-in guards the API, so nothing behind it was checked.');
  expect(shut.code).toBe(0);
  // The only problem is that the gate's address differs from the setting.
  const open = await doctor(login, through(login));
  expect(open.said.replace(address, '').replace(/^ok .+\n/gm, '')).toBe('1 problem found.\n');
  const half = await doctor(outside);
  expect(half.said).toContain('note   A sign-in guards creating, so large bodies were not tried.');
});

test.each([
  ['s', /\/s\/… is redirected to http:\/\/127\.0\.0\.1:\d+\/login: a browser takes the key/],
  ['r', /\/r\/… is redirected/],
  ['m', /\/m\/… is redirected/],
  ['assets', /\/assets\/\S+ is not Sotto’s file \(302\)/],
  ['words', /\/words\/[\w-]+\/en\/page-[\w-]+\.json is not Sotto’s file \(302\)/],
  ['save-worker.js', /save-worker\.js is not Sotto’s file \(302\)/],
])('the doctor reports a sign-in that guards /%s', async (name, finds) => {
  const guards = (request: { readonly url?: string | undefined }) => request.url?.startsWith(`/${name}`) === true;
  const gate = await startGate({ kind: 'login', upstream: server.url, guards });
  const { code, said } = await doctor(gate);
  await gate.stop();
  expect([code, said]).toEqual([1, expect.stringMatching(finds)]);
});

const startsWith = (start: string) => (request: IncomingMessage) => request.url?.startsWith(start) === true;
const isBrowser = ({ headers }: IncomingMessage) =>
  headers.accept?.includes('text/html') === true && headers['user-agent']?.startsWith('Mozilla/') === true;

test.each<[string, (request: IncomingMessage) => boolean, number, RegExp]>([
  ['a link in capitals', startsWith('/S/'), 1, /\/S\/… \(a link as some programs change it\) is redirected to /],
  ['browsers alone', (request) => isBrowser(request) && startsWith('/s/')(request), 1, /\/s\/… is redirected to /],
  ['opening', ({ method }) => method === 'POST', 0, /^note {3}A sign-in guards opening: /m],
  ['pages without a key', startsWith('/sh'), 0, /^note {3}A sign-in also guards \/shares: /m],
])('the doctor notices a sign-in that guards %s', async (_name, guards, expected, finds) => {
  const gate = await startGate({ kind: 'login', upstream: server.url, guards });
  const { code, said } = await doctor(gate);
  await gate.stop();
  const others = said.replace(address, '');
  expect(said).toMatch(finds);
  // The gate's address differs from the setting, which is a problem in every case.
  expect([code, /^WRONG/m.test(others)]).toEqual([1, expected === 1]);
});

/** Forwards requests, and changes the pages of links. */
async function startChanging(change: (html: string) => string, headers: Readonly<Record<string, string>>) {
  const between = createServer((asked, response) => {
    const answered = async () => {
      const { method = 'GET', url = '/' } = asked;
      const body = method === 'GET' ? null : new Uint8Array(await buffer(asked));
      const reply = await fetch(new URL(url, server.url), { method, body, headers: { accept: 'text/html, */*' } });
      const isLink = startsWith('/s/')(asked);
      const html = await reply.text();
      for (const name of ['content-type', 'etag']) response.setHeader(name, reply.headers.get(name) ?? '');
      response.writeHead(reply.status, isLink ? headers : {}).end(isLink ? change(html) : html);
    };
    // The doctor stops in the middle of a body that is not accepted in time.
    answered().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  return { url: `http://localhost:${(between.address() as AddressInfo).port}/`, stop: () => between.close() };
}

test('the doctor reports a page of a link that is rewritten or redirected by a header', async () => {
  const rewriting = await startChanging((html) => html.replace('</head>', '<script></script></head>'), {});
  const leading = await startChanging((html) => html, { refresh: '0;url=/login' });
  const rewritten = await user.run(['admin', 'doctor', rewriting.url]);
  const led = await user.run(['admin', 'doctor', leading.url]);
  for (const one of [rewriting, leading]) one.stop();
  expect(rewritten.stdout.toString()).toContain('WRONG  /s/… is changed in transit.');
  expect(led.stdout.toString()).toContain('WRONG  /s/… has a Refresh header');
});

test('the doctor reports a sign-in that the pages do not know about, and one that replies with its own page', async () => {
  const untold = await startServer();
  const gates = [
    await startGate({ kind: 'basic', upstream: untold.url, guards: everything }),
    await startGate({ kind: 'basic', upstream: untold.url, guards: () => true }),
  ];
  const [told, all] = [await doctor(gates[0] as Gate), await doctor(gates[1] as Gate)];
  for (const one of [...gates, untold]) await one.stop();
  expect([told.code, told.said]).toEqual([1, expect.stringContaining('SOTTO_BEHIND_SIGN_IN=true')]);
  expect([all.code, all.said]).toEqual([1, expect.stringContaining('/s/… is not Sotto’s page (401)')]);
});
