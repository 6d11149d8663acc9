import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { memberAt, removeHomes, SIGN_IN, signedIn, textOf, Person } from '#cli/testing/members.ts';
import { problem, serveHere } from '#cli/testing/serve-here.ts';
import type { TestService } from '#server/testing/test-service.ts';

/** A hostile server lies about members and sessions. */

const ESCAPE = '\u001b[2Jben\u202E@example.org';

let service: TestService;
let ana: Awaited<ReturnType<typeof memberAt>>;
let links: Readonly<Record<'link' | 'manageLink', string>>;
beforeAll(async () => {
  service = await serveHere(SIGN_IN);
  service.clock.seconds = Math.floor(Date.now() / 1000);
  ana = await memberAt(service, { sub: 'ana', groups: ['ops'] });
  links = await ana.sent('--group', 'ops', '--views', 'unlimited', '--show-sender');
  expect((await ana.run(['open', links.link])).code).toBe(0);
});
beforeEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  removeHomes();
});

/** Changes the JSON replies to one verb. */
function replies(verb: string, change: (reply: Record<string, unknown>) => unknown): void {
  service.between = async ({ line }, go) => {
    const reply = await go();
    if (!line.endsWith(`/${verb}`) || !reply.ok) return reply;
    return Response.json(change((await reply.json()) as Record<string, unknown>));
  };
}

const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;
const NONSENSE = /Invalid Date|NaN|undefined|\[object|failed unexpectedly/;

const oddSessions: readonly [string, unknown][] = [
  ['a name with control characters', { who: ESCAPE, groups: ['ops'], creator: true, expiresAt: 1_900_000_000 }],
  ['the end of time', { who: 'ana', groups: [], creator: true, expiresAt: 9e15 }],
  ['no name', { who: '', groups: [], creator: true, expiresAt: 1_900_000_000 }],
  ['a long name', { who: 'x'.repeat(321), groups: [], creator: true, expiresAt: 1_900_000_000 }],
  ['a text', 'ana'],
  ['groups that are none', { who: 'ana', groups: [1], creator: true, expiresAt: 1_900_000_000 }],
];

test.each(oddSessions)('a session with %s shows nothing that acts on the terminal', async (_name, session) => {
  const text = textOf(await signedIn(service.deps, { sub: 'ana' }));
  replies('read', () => ({ session }));
  for (const run of [new Person(service.baseUrl).run(['login'], text), ana.run(['open', links.link])]) {
    const { code, err } = await run;
    expect([0, 5, 6]).toContain(code);
    expect(err).not.toMatch(CONTROL);
    expect(err).not.toMatch(NONSENSE);
  }
});

test.each([
  ['the sender', 'describe', 'from', ESCAPE],
  ['the sender', 'describe', 'from', 'The Bank <bank@example.org>'],
  ['the sender', 'status', 'from', 'ANA@example.org'],
  ['a group', 'describe', 'members', { groups: [ESCAPE] }],
  ['a receipt', 'status', 'receipts', [{ openedAt: 9e15, sealed: 'A'.repeat(300) }]],
])('a server that says %s in another form (%s) names nobody', async (_what, verb, member, value) => {
  replies(verb, (reply) => ({ ...reply, [member]: value }));
  const { out, err } = await ana.run(['status', verb === 'status' ? links.manageLink : links.link]);
  expect(`${out}${err}`).not.toMatch(CONTROL);
  expect(`${out}${err}`).not.toMatch(NONSENSE);
  if (member === 'from') expect(out).not.toContain('From:');
});

test('a pass in another form is a sign of tampering, and a refusal without a reason has a next step', async () => {
  for (const pass of ['', 'x', 'A'.repeat(9000), 1]) {
    replies('pass', () => ({ pass, expiresAt: 1_900_000_000 }));
    expect((await ana.run(['open', links.link])).code).toBe(7);
  }
  service.between = async ({ line }, go) =>
    line.endsWith('/open') ? problem({ status: 403, code: 'not-a-member' }) : go();
  const { code, err } = await ana.run(['open', links.link]);
  expect([code, err]).toEqual([6, expect.stringContaining('You are signed in, but this is not for you.')]);
});

test('the page of the sign-in is at the address that was given, whatever the server calls itself', async () => {
  replies('config', (config) => ({ ...config, publicUrl: 'https://evil.example/', signIn: { name: ESCAPE } }));
  const { err } = await new Person(service.baseUrl).run(['login'], `sotto_s_${'A'.repeat(43)}`);
  expect(err).toContain(`${service.baseUrl}sign-in`);
  expect(err).not.toContain('evil.example');
});
