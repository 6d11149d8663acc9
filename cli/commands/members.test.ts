import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { memberAt, Person, removeHomes, SIGN_IN } from '#cli/testing/members.ts';
import { problem, serveHere } from '#cli/testing/serve-here.ts';
import type { Ran } from '#cli/testing/run-here.ts';
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

test('members open what is for members: they are told that the sender sees it, and the sender sees who and when', async () => {
  const ana = somebody();
  const { link, manageLink } = await ana.sent('--members', '--views', '2');
  const ben = await signIn({ sub: 'ben' });
  const { code, out, err } = await ben.run(['open', link]);
  expect([code, out]).toEqual([0, 'a secret']);
  expect(err).toContain(
    'Only members can open it, after they have signed in. The sender sees that ben@example.org opened it.',
  );
  const own = await ana.run(['status', manageLink]);
  expect(own.out).toMatch(/^For: {8}members$/m);
  expect(own.out).toMatch(/^Opened by: {2}ben@example\.org, .+$/m);
  const forPrograms = JSON.parse((await ana.run(['status', '--json', manageLink])).out) as object;
  expect(forPrograms).toMatchObject({ members: {}, openers: [{ who: 'ben@example.org', verified: true }] });
  const others = await ana.run(['status', link]);
  expect([others.out.includes('ben@'), /^For: {8}members$/m.test(others.out)]).toEqual([false, true]);
});

test('an account whose name looks like an address is not taken for one', async () => {
  const ana = somebody();
  const { link, manageLink } = await ana.sent('--members');
  await (await signIn({ sub: 'ben@example.org', address: null })).run(['open', link]);
  const own = await ana.run(['status', manageLink]);
  expect(own.out).toMatch(/^Opened by: {2}ben@example\.org \(name of the account, not a verified address\), .+$/m);
  const forPrograms = JSON.parse((await ana.run(['status', '--json', manageLink])).out) as object;
  expect(forPrograms).toMatchObject({ openers: [{ who: 'ben@example.org', verified: false }] });
});

test('without a sign-in nothing is used up, and the next step is named', async () => {
  const ana = somebody();
  const { link, manageLink } = await ana.sent('--members');
  const { code, out, err } = await ana.run(['open', link]);
  expect([code, out]).toEqual([6, '']);
  expect(err).toContain(`Run: sotto login --server ${service.baseUrl}`);
  const ben = await signIn({ sub: 'ben' });
  await ben.member.signOut();
  const over = await ben.run(['open', link]);
  expect([over.code, over.err]).toEqual([6, expect.stringContaining('Your sign-in has ended. Run: sotto login')]);
  expect(ben.sessions()).toEqual([]);
  expect((await ana.run(['status', manageLink])).out).toContain('once, 1 left');
});

test('a member of another group is refused before anything is used up', async () => {
  const { link } = await somebody().sent('--group', 'ops', '--group', 'staff');
  const ben = await signIn({ sub: 'ben' });
  const { code, err } = await ben.run(['open', link]);
  expect(code).toBe(6);
  expect(err).toContain('You are signed in as ben@example.org, but this is only for members of these groups: ops');
  expect((await (await signIn({ sub: 'carla', groups: ['staff'] })).run(['open', link])).out).toBe('a secret');
});

test('a server that refuses a member without a gate is not believed', async () => {
  const { link } = await somebody().sent();
  service.between = async ({ line }, go) =>
    line.endsWith('/open') ? problem({ status: 401, code: 'pass-required' }) : go();
  expect((await somebody().run(['open', link])).code).toBe(7);
});

test('the sender is shown if they want it, and the language of mail is that of the terminal', async () => {
  const ana = await signIn({ sub: 'ana' });
  const sent = await ana.run(['send', '--show-sender', '--notify-mail', '--lang', 'en']);
  expect([sent.code, sent.err]).toEqual([
    0,
    expect.stringContaining('People with the link are told that it is from ana@'),
  ]);
  const { out } = await somebody().run(['status', sent.out.trim()]);
  expect(out).toMatch(/^From: {7}ana@example\.org \(as this service says\)$/m);
  const nobody = await somebody().run(['send', '--show-sender']);
  expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('sotto login')]);
});

test.each([
  ['send', '--show-sender'],
  ['send', '--notify-mail'],
  ['send', '--members', '--notify-mail'],
  ['ask', 'The key', '--show-sender'],
  ['ask', 'The key', '--notify-mail'],
])('sotto %s %s is refused to a member without a verified address before anything is sent', async (...args) => {
  const dan = await signIn({ sub: 'dan@example.org', address: null });
  const before = service.asked.length;
  const { code, err } = await dan.run(args);
  expect([code, err]).toEqual([6, expect.stringContaining('has not verified an email address of yours')]);
  expect(service.asked.slice(before).map(({ line }) => line)).toEqual(['GET /api/config', 'POST /api/session/read']);
});

test('a request for members is asked, answered and read', async () => {
  const ana = await signIn({ sub: 'ana' });
  const asked = await ana.run(['ask', 'The key', '--group', 'ops', '--show-sender', '--json']);
  const { link, manageLink, members } = JSON.parse(asked.out) as Record<string, string>;
  expect(members).toEqual({ groups: ['ops'] });
  const stranger = await somebody().run(['answer', link ?? ''], 'the answer');
  expect([stranger.code, stranger.err]).toEqual([6, expect.stringContaining('sotto login')]);
  const ben = await signIn({ sub: 'ben', groups: ['ops'] });
  expect((await ben.run(['answer', link ?? ''], 'the answer')).code).toBe(0);
  const file = join(ben.home, 'file');
  writeFileSync(file, 'content');
  expect((await ben.run(['answer', link ?? '', file], '')).err).toContain('full');
  const read = await ana.run(['inbox', manageLink ?? '']);
  expect(read.out).toContain('the answer');
  expect(read.err).toContain('its terms cannot be checked until you have signed in');
  await ana.member.signOut();
  expect((await ana.run(['inbox', manageLink ?? ''])).err).toContain('cannot be checked until you have signed in');
  const status = await ana.run(['status', link ?? '']);
  expect(status.out).toMatch(/^For: {8}members of these groups: ops$/m);
});

test.each([
  [['--members', '--to', 'a@example.org'], '--to and --members'],
  [['--group', 'ops', '--anyone'], '--anyone and --group'],
  [['--anyone', '--to', 'a@example.org'], '--anyone and --to'],
])('%s exclude each other', async (args, words) => {
  const { code, err } = await somebody().run(['send', ...args]);
  expect([code, err]).toEqual([2, expect.stringContaining(`${words} cannot be used together.`)]);
});

test('an unknown group is named before anything is sent', async () => {
  const { code, err } = await somebody().run(['send', '--group', 'board']);
  expect(code).toBe(6);
  expect(err).toMatch(/One of these groups does not exist on this server\. Its groups: ops,? staff\./);
});

/** Runs the commands at a service with these settings as a member, and the first one as somebody who has not signed in. */
async function atService(settings: Readonly<Record<string, string>>, runs: readonly (readonly string[])[]) {
  await using other = await serveHere({ ...SIGN_IN, ...settings });
  other.clock.seconds = Math.floor(Date.now() / 1000);
  try {
    const ana = await memberAt(other, { sub: 'ana' });
    const ran: Ran[] = [];
    for (const args of runs) ran.push(await ana.run(args));
    const nobody = await new Person(other.baseUrl).run(runs[0] ?? []);
    return { ran, nobody };
  } finally {
    // The service of the other tests.
    vi.stubGlobal('fetch', service.fetch);
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

test('where members and holders of a token create, a sign-in is enough, and without either both are named', async () => {
  const { ran, nobody } = await atService({ SOTTO_CREATE: 'member-or-token' }, [['send'], ['ask', 'x']]);
  expect(ran.map(({ code }) => code)).toEqual([0, 0]);
  expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('Or pass a token with --token-file.')]);
});

test('where only members create, a sign-in is enough, and without one the next step is named', async () => {
  const { ran, nobody } = await atService({ SOTTO_CREATE: 'member' }, [['send'], ['ask', 'x']]);
  expect(ran.map(({ code }) => code)).toEqual([0, 0]);
  expect([nobody.code, nobody.err]).toEqual([6, expect.stringContaining('sotto login --server')]);
});
