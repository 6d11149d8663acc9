import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '#crypto/bytes.ts';
import { problem, serveHere } from '#cli/testing/serve-here.ts';
import { runHere } from '#cli/testing/run-here.ts';
import type { Ran } from '#cli/testing/run-here.ts';
import { signedIn } from '#server/testing/test-members.ts';
import type { TestMember } from '#server/testing/test-members.ts';
import type { TestService } from '#server/testing/test-service.ts';

const SIGN_IN = {
  ...{ SOTTO_OIDC_ISSUER: 'https://id.example.org', SOTTO_OIDC_CLIENT_ID: 'sotto', SOTTO_OIDC_CLIENT_SECRET: 'x' },
  ...{ SOTTO_OIDC_NAME: 'Example', SOTTO_OIDC_GROUPS_CLAIM: '/groups', SOTTO_OIDC_GROUPS: 'ops,staff' },
  ...{ SOTTO_SMTP_URL: 'smtp://localhost', SOTTO_MAIL_FROM: 'sotto@example.org' },
};

let service: TestService;
const homes: string[] = [];
beforeAll(async () => {
  service = await serveHere(SIGN_IN);
  service.clock.seconds = Math.floor(Date.now() / 1000);
});
afterEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  for (const home of homes) rmSync(home, { recursive: true });
});

/** A person at a machine of their own. */
class Person {
  readonly home = mkdtempSync(join(tmpdir(), 'sotto-member-'));
  env: Readonly<Record<string, string>>;

  constructor(server = service.baseUrl) {
    homes.push(this.home);
    this.env = { HOME: this.home, SOTTO_SERVER: server };
  }
  run = (args: readonly string[], input = 'a secret'): Promise<Ran> => runHere(args, this.env, { input });
  sent = async (...args: string[]) => {
    const { out, err, code } = await this.run(['send', '--json', ...args]);
    if (code !== 0) throw new Error(err);
    return JSON.parse(out) as Readonly<Record<'link' | 'manageLink', string>>;
  };
  sessions = (): string[] => {
    const folder = join(this.home, '.config/sotto/sessions');
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  };
}
const textOf = ({ secret }: TestMember) => `sotto_s_${toBase64url(secret)}`;

async function memberAt(claims: Parameters<typeof signedIn>[1], at = service) {
  const person = new Person(at.baseUrl);
  const member = await signedIn(at.deps, claims);
  const login = await person.run(['login'], `${textOf(member)}\n`);
  if (login.code !== 0) throw new Error(login.err);
  return Object.assign(person, { member, login });
}

test('sotto login keeps the text in a file that only its owner can read, and says who has signed in and until when', async () => {
  const { login, member, ...ana } = await memberAt({ sub: 'ana' });
  expect(login.err).toMatch(/^You are signed in to Example as ana@example\.org, until .+\.\n$/);
  expect(`${login.out}${login.err}`).not.toContain('sotto_s_');
  const [file = '', ...others] = ana.sessions();
  expect(others).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(`${service.baseUrl}\n${textOf(member)}\n`);
  expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('somebody who may not create is told so', async () => {
  const { login } = await memberAt({ sub: 'eve', creator: false });
  expect(login.err).toContain('you cannot create anything here');
});

test.each([
  ['a word', 'hello'],
  ['a token for creating', 'sotto_4jzcDgiAi9Tp6Y7dX1B8qA'],
  ['a text that is cut', `sotto_s_${'A'.repeat(42)}`],
  ['nothing', ''],
])('%s is not taken for the text of the sign-in page, and is not repeated', async (_name, text) => {
  const person = new Person();
  const { code, err } = await person.run(['login'], text);
  expect([code, person.sessions()]).toEqual([2, []]);
  expect(err).toContain('It begins with sotto_s_ and is 51 characters long.');
  if (text.length > 0) expect(err).not.toContain(text);
});

test('a text that the server does not know is not kept', async () => {
  const person = new Person();
  const { code, err } = await person.run(['login'], `sotto_s_${'A'.repeat(43)}`);
  expect([code, person.sessions()]).toEqual([6, []]);
  expect(err).toContain(`Make another one: ${service.baseUrl}sign-in`);
});

test('a service without sign-in says so, and an unwritable folder ends the session that was just made', async () => {
  const elsewhere = new Person();
  elsewhere.env = { ...elsewhere.env, XDG_CONFIG_HOME: '/dev/null/x' };
  const member = await signedIn(service.deps, { sub: 'ana' });
  const { code, err } = await elsewhere.run(['login'], textOf(member));
  expect([code, err]).toEqual([
    1,
    expect.stringContaining('You are not signed in, because this file cannot be written'),
  ]);
  expect((await new Person().run(['login'], textOf(member))).code).toBe(6);
});

test('another login replaces the first, and ends it on the server', async () => {
  const ana = await memberAt({ sub: 'ana' });
  const second = await signedIn(service.deps, { sub: 'ana' });
  expect((await ana.run(['login'], textOf(second))).code).toBe(0);
  expect(ana.sessions()).toHaveLength(1);
  expect((await new Person().run(['login'], textOf(ana.member))).code).toBe(6);
  expect((await ana.run(['login'], textOf(second))).code).toBe(0);
});

test('sotto logout ends the session on the server and deletes the file; a second one has nothing to do', async () => {
  const ana = await memberAt({ sub: 'ana' });
  const out = await ana.run(['logout']);
  expect([out.code, out.err, ana.sessions()]).toEqual([0, `You are signed out of ${service.baseUrl}.\n`, []]);
  expect((await new Person().run(['login'], textOf(ana.member))).code).toBe(6);
  expect(await ana.run(['logout'])).toMatchObject({
    code: 0,
    err: expect.stringContaining('You are not signed in to'),
  });
});

test('sotto logout also deletes the file if the server is down, and says that the session there goes on', async () => {
  const ana = await memberAt({ sub: 'ana' });
  service.between = async ({ line }, go) => {
    if (line.endsWith('/end')) throw new TypeError('fetch failed');
    return go();
  };
  const { code, err } = await ana.run(['logout']);
  expect([code, ana.sessions()]).toEqual([5, []]);
  expect(err).toContain('You are signed out on this machine, but the server did not confirm it.');
}, 20_000);

test('members open what is for members: they are told that the sender sees it, and the sender sees who and when', async () => {
  const ana = new Person();
  const { link, manageLink } = await ana.sent('--members', '--views', '2');
  const ben = await memberAt({ sub: 'ben' });
  const { code, out, err } = await ben.run(['open', link]);
  expect([code, out]).toEqual([0, 'a secret']);
  expect(err).toContain(
    'Only members can open it, after they have signed in. The sender sees that ben@example.org opened it.',
  );
  const own = await ana.run(['status', manageLink]);
  expect(own.out).toMatch(/^For: {8}members$/m);
  expect(own.out).toMatch(/^Opened by: {2}ben@example\.org, .+$/m);
  const forPrograms = JSON.parse((await ana.run(['status', '--json', manageLink])).out) as object;
  expect(forPrograms).toMatchObject({ members: {}, openers: [{ who: 'ben@example.org' }] });
  const others = await ana.run(['status', link]);
  expect([others.out.includes('ben@'), /^For: {8}members$/m.test(others.out)]).toEqual([false, true]);
});

test('without a sign-in nothing is used up, and the next step is named', async () => {
  const ana = new Person();
  const { link, manageLink } = await ana.sent('--members');
  const { code, out, err } = await ana.run(['open', link]);
  expect([code, out]).toEqual([6, '']);
  expect(err).toContain(`Run: sotto login --server ${service.baseUrl}`);
  const ben = await memberAt({ sub: 'ben' });
  await ben.member.signOut();
  const over = await ben.run(['open', link]);
  expect([over.code, over.err]).toEqual([6, expect.stringContaining('Your sign-in has ended. Run: sotto login')]);
  expect(ben.sessions()).toEqual([]);
  expect((await ana.run(['status', manageLink])).out).toContain('once, 1 left');
});

test('a member of another group is refused before anything is used up', async () => {
  const { link } = await new Person().sent('--group', 'ops', '--group', 'staff');
  const ben = await memberAt({ sub: 'ben' });
  const { code, err } = await ben.run(['open', link]);
  expect(code).toBe(6);
  expect(err).toContain('You are signed in as ben@example.org, but this is only for members of these groups: ops');
  expect((await (await memberAt({ sub: 'carla', groups: ['staff'] })).run(['open', link])).out).toBe('a secret');
});

test('a server that refuses a member without a gate is not believed', async () => {
  const { link } = await new Person().sent();
  service.between = async ({ line }, go) =>
    line.endsWith('/open') ? problem({ status: 401, code: 'pass-required' }) : go();
  expect((await new Person().run(['open', link])).code).toBe(7);
});

test('the sender is shown if they want it, and the language of mail is that of the terminal', async () => {
  const ana = await memberAt({ sub: 'ana' });
  const sent = await ana.run(['send', '--show-sender', '--notify-mail', '--lang', 'en']);
  expect([sent.code, sent.err]).toEqual([
    0,
    expect.stringContaining('People with the link are told that it is from ana@'),
  ]);
  const { out } = await new Person().run(['status', sent.out.trim()]);
  expect(out).toMatch(/^From: {7}ana@example\.org \(as this service says\)$/m);
  const nobody = await new Person().run(['send', '--show-sender']);
  expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('sotto login')]);
  const unverified = await (await memberAt({ sub: 'dan', address: null })).run(['send', '--show-sender']);
  expect([unverified.code, unverified.err]).toEqual([6, expect.stringContaining('has verified no email address')]);
});

test('a request for members is asked, answered and read', async () => {
  const ana = await memberAt({ sub: 'ana' });
  const asked = await ana.run(['ask', 'The key', '--group', 'ops', '--show-sender', '--json']);
  const { link, manageLink, members } = JSON.parse(asked.out) as Record<string, string>;
  expect(members).toEqual({ groups: ['ops'] });
  const stranger = await new Person().run(['answer', link ?? ''], 'the answer');
  expect([stranger.code, stranger.err]).toEqual([6, expect.stringContaining('sotto login')]);
  const ben = await memberAt({ sub: 'ben', groups: ['ops'] });
  expect((await ben.run(['answer', link ?? ''], 'the answer')).code).toBe(0);
  const file = join(ben.home, 'file');
  writeFileSync(file, 'content');
  expect((await ben.run(['answer', link ?? '', file], '')).err).toContain('full');
  const read = await ana.run(['inbox', manageLink ?? '']);
  expect(read.out).toContain('the answer');
  expect(read.err).toContain('its terms cannot be checked until you have signed in');
  const status = await ana.run(['status', link ?? '']);
  expect(status.out).toMatch(/^For: {8}members of these groups: ops$/m);
});

test('a text in SOTTO_SESSION_FILE is for the server in SOTTO_SERVER alone', async () => {
  const { link } = await new Person().sent('--members');
  const job = new Person();
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
  expect(await job.run(['logout'])).toMatchObject({ code: 0, err: expect.stringContaining(`still there: ${file}`) });
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, 'something else');
  const wrong = await job.run(['send', '--show-sender']);
  expect([wrong.code, wrong.err.includes('something else')]).toEqual([2, false]);
});

test('the text of a session goes to api/session only, and passes to the calls that need one', async () => {
  const ana = await memberAt({ sub: 'ana' });
  const seen: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (url, init) => {
    const headers = JSON.stringify([...new Headers(init?.headers)]);
    if (`${headers} ${String(url)}`.includes('sotto_s_')) seen.push(new URL(String(url)).pathname);
    if (typeof init?.body === 'string' && init.body.includes('sotto_s_')) seen.push(init.body);
    return fetch(url, init);
  };
  try {
    const { link, manageLink } = await ana.sent('--members', '--show-sender');
    for (const args of [
      ['open', link],
      ['status', manageLink],
      ['delete', manageLink, '-y'],
    ])
      await ana.run(args);
  } finally {
    globalThis.fetch = fetch;
  }
  expect(new Set(seen)).toEqual(new Set(['/api/session/read', '/api/session/pass']));
});

test.each([
  [['--members', '--to', 'a@example.org'], '--to and --members'],
  [['--group', 'ops', '--anyone'], '--anyone and --group'],
  [['--anyone', '--to', 'a@example.org'], '--anyone and --to'],
])('%s exclude each other', async (args, words) => {
  const { code, err } = await new Person().run(['send', ...args]);
  expect([code, err]).toEqual([2, expect.stringContaining(`${words} cannot be used together.`)]);
});

test('an unknown group is named before anything is sent', async () => {
  const { code, err } = await new Person().run(['send', '--group', 'board']);
  expect(code).toBe(6);
  expect(err).toMatch(/one of these groups\. It knows: ops,? staff\./);
});

/** What a service with these settings says to these commands, and whom each secret is for. */
async function atService(settings: Readonly<Record<string, string>>, runs: readonly (readonly string[])[]) {
  await using other = await serveHere({ ...SIGN_IN, ...settings });
  other.clock.seconds = Math.floor(Date.now() / 1000);
  try {
    const ana = await memberAt({ sub: 'ana' }, other);
    const ran: Ran[] = [];
    for (const args of runs) ran.push(await ana.run(args));
    const nobody = await new Person(other.baseUrl).run(runs[0] ?? []);
    return { ran, nobody };
  } finally {
    // The service of the other tests.
    globalThis.fetch = ((url: string, init: RequestInit) => service.fetch(url, init)) as typeof fetch;
  }
}

test('the first choice of a service is the default, and others are chosen with options', async () => {
  const { ran } = await atService({ SOTTO_WHO: 'members,anyone' }, [
    ['send', '--json'],
    ['send', '--anyone', '--json'],
    ['ask', 'x', '--json'],
  ]);
  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(ran[0]?.err).toContain(
    'Only members can open it, after they have signed in. This is the default of this server.',
  );
  expect(ran.map(({ out }) => (JSON.parse(out) as { members?: object }).members)).toEqual([{}, undefined, {}]);
});

test('where the default is named people, send says what to give, and ask takes the next choice', async () => {
  const { ran } = await atService({ SOTTO_WHO: 'named,members', SOTTO_MAIL_RECIPIENTS: 'members' }, [
    ['send'],
    ['send', '--anyone'],
    ['ask', 'x', '--json'],
    ['send', '--to', 'bob@example.org', '--json'],
  ]);
  expect(ran.map(({ code }) => code)).toEqual([6, 6, 0, 0]);
  for (const refused of ran.slice(0, 2))
    expect(refused.err).toMatch(
      /Choose who can open it\. This server allows: --to \(named people\),? --members \(members\)\./,
    );
  expect(JSON.parse(ran[2]?.out ?? '')).toMatchObject({ members: {} });
});

test('where only members create, a sign-in is enough, and without one the next step is named', async () => {
  const { ran, nobody } = await atService({ SOTTO_CREATE: 'member' }, [['send'], ['ask', 'x']]);
  expect(ran.map(({ code }) => code)).toEqual([0, 0]);
  expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('sotto login --server')]);
});
