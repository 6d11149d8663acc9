import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { memberAt, Person, removeHomes, SIGN_IN, signedIn, textOf } from '#cli/testing/members.ts';
import { serveHere } from '#cli/testing/serve-here.ts';
import type { TestService } from '#server/testing/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await serveHere(SIGN_IN);
  service.clock.seconds = Math.floor(Date.now() / 1000);
});
afterEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  removeHomes();
});

const somebody = () => new Person(service.baseUrl);
const signIn = (claims: Parameters<typeof memberAt>[1]) => memberAt(service, claims);

test('sotto login keeps the text in a file that only its owner can read, and says who has signed in and until when', async () => {
  const { login, member, ...ana } = await signIn({ sub: 'ana' });
  expect(login.err).toMatch(/^You are signed in to Example as ana@example\.org, until .+\.\n$/);
  expect(`${login.out}${login.err}`).not.toContain('sotto_s_');
  const [file = '', ...others] = ana.sessions();
  expect(others).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(`${service.baseUrl}\n${textOf(member)}\n`);
  expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('somebody who may not create is told so', async () => {
  const { login } = await signIn({ sub: 'eve', creator: false });
  expect(login.err).toContain('you cannot create anything here');
});

test.each([
  ['a word', 'hello'],
  ['a token for creating', 'sotto_4jzcDgiAi9Tp6Y7dX1B8qA'],
  ['a text that is cut', `sotto_s_${'A'.repeat(42)}`],
  ['nothing', ''],
])('%s is not taken for the text of the sign-in page, and is not repeated', async (_name, text) => {
  const person = somebody();
  const { code, err } = await person.run(['login'], text);
  expect([code, person.sessions()]).toEqual([2, []]);
  expect(err).toContain('It begins with sotto_s_ and is 51 characters long.');
  if (text.length > 0) expect(err).not.toContain(text);
});

test('a text that the server does not know is not kept', async () => {
  const person = somebody();
  const { code, err } = await person.run(['login'], `sotto_s_${'A'.repeat(43)}`);
  expect([code, person.sessions()]).toEqual([6, []]);
  expect(err).toContain(`Make another one: ${service.baseUrl}sign-in`);
});

test('a service without sign-in says so, and an unwritable folder ends the session that was just made', async () => {
  const elsewhere = somebody();
  elsewhere.env = { ...elsewhere.env, XDG_CONFIG_HOME: '/dev/null/x' };
  const member = await signedIn(service.deps, { sub: 'ana' });
  const { code, err } = await elsewhere.run(['login'], textOf(member));
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('You are not signed in, because this file cannot be written'),
  ]);
  expect((await somebody().run(['login'], textOf(member))).code).toBe(6);
});

test.each(['Authorization: Basic eDp5', 'authorization: Bearer abc', 'Cookie: front=1'])(
  'a headers file with %s is refused before the text is asked for, and before anything is sent for a member',
  async (header) => {
    const ana = await signIn({ sub: 'ana' });
    const file = join(ana.home, 'headers');
    writeFileSync(file, `${new URL(service.baseUrl).origin}\n${header}\n`, { mode: 0o600 });
    const before = service.asked.length;
    const name = header.startsWith('Cookie') ? 'Cookie' : 'Authorization';
    const member = await signedIn(service.deps, { sub: 'ana' });
    const plain = ana.env;
    ana.env = { ...plain, SOTTO_HEADERS_FILE: file };
    for (const [args, input] of [
      [['login'], textOf(member)],
      [['send', '--show-sender'], 'a secret'],
    ] as const) {
      const { code, err } = await ana.run(args, input);
      expect([code, err]).toEqual([2, expect.stringContaining(`The headers file sets ${name}, which signing in`)]);
    }
    expect(service.asked.slice(before).map(({ line }) => line)).toEqual(['GET /api/config', 'GET /api/config']);
    // A secret that needs no sign-in is still sent.
    expect((await ana.run(['send'])).code).toBe(0);
    ana.env = plain;
    expect((await ana.run(['send', '--show-sender'])).code).toBe(0);
  },
);

test('another login replaces the first, and ends it on the server', async () => {
  const ana = await signIn({ sub: 'ana' });
  const second = await signedIn(service.deps, { sub: 'ana' });
  expect((await ana.run(['login'], textOf(second))).code).toBe(0);
  expect(ana.sessions()).toHaveLength(1);
  expect((await somebody().run(['login'], textOf(ana.member))).code).toBe(6);
  expect((await ana.run(['login'], textOf(second))).code).toBe(0);
});

test('sotto logout ends the session on the server and deletes the file; a second one has nothing to do', async () => {
  const ana = await signIn({ sub: 'ana' });
  const out = await ana.run(['logout']);
  expect([out.code, out.err, ana.sessions()]).toEqual([0, `You are signed out of ${service.baseUrl}.\n`, []]);
  expect((await somebody().run(['login'], textOf(ana.member))).code).toBe(6);
  const again = await ana.run(['logout']);
  expect([again.code, again.err]).toEqual([0, `You are not signed in to ${service.baseUrl}.\n`]);
});

test('sotto logout also deletes the file if the server is down, and says that the session there goes on', async () => {
  const ana = await signIn({ sub: 'ana' });
  service.between = async ({ line }, go) => {
    if (line.endsWith('/end')) throw new TypeError('fetch failed');
    return go();
  };
  const { code, err } = await ana.run(['logout']);
  expect([code, ana.sessions()]).toEqual([5, []]);
  expect(err).toContain('You are signed out on this machine, but the server did not confirm it.');
}, 20_000);

test('a text in SOTTO_SESSION_FILE is for the server in SOTTO_SERVER alone', async () => {
  const { link } = await somebody().sent('--members');
  const job = somebody();
  const file = join(job.home, 'session');
  const member = await signedIn(service.deps, { sub: 'job' });
  writeFileSync(file, `${textOf(member)}\n`);
  const { env } = job;
  job.env = { ...env, SOTTO_SESSION_FILE: file, SOTTO_SERVER: 'https://other.example' };
  const before = service.asked.length;
  expect((await job.run(['open', link])).code).toBe(6);
  expect(service.asked.slice(before).map(({ line }) => line.split('/').at(-1))).toEqual(['describe']);
  job.env = { ...env, SOTTO_SESSION_FILE: file };
  expect((await job.run(['open', link])).out).toBe('a secret');
  const out = await job.run(['logout']);
  expect([out.code, out.err]).toEqual([0, expect.stringContaining(`still there: ${file}`)]);
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, 'something else');
  const wrong = await job.run(['send', '--show-sender']);
  expect([wrong.code, wrong.err.includes('something else')]).toEqual([2, false]);
});

test('the text of a session goes to api/session only, and passes to the calls that need one', async () => {
  const ana = await signIn({ sub: 'ana' });
  const seen: string[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const sent = `${url} ${JSON.stringify([...new Headers(init.headers)])} ${typeof init.body === 'string' ? init.body : ''}`;
    if (sent.includes('sotto_s_')) seen.push(new URL(url).pathname);
    return service.fetch(url, init);
  });
  const { link, manageLink } = await ana.sent('--members', '--show-sender');
  for (const args of [
    ['open', link],
    ['status', manageLink],
    ['delete', manageLink, '-y'],
  ])
    await ana.run(args);
  expect(new Set(seen)).toEqual(new Set(['/api/session/read', '/api/session/pass']));
});
