import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '#server/http/frame.ts';
import { runHere } from '#cli/testing/run-here.ts';
import type { Ran } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

/** Ways in which a hostile server can change the members of its replies. */

let service: Awaited<ReturnType<typeof serveHere>>;
let home: string;
let links: Record<'share' | 'manage' | 'request' | 'inbox', string>;

beforeAll(async () => {
  service = await serveHere();
  home = mkdtempSync(join(tmpdir(), 'sotto-hostile-'));
  const sent = await sotto(['send', '--views', 'unlimited', '--json', '--title', 'A title'], 'the text');
  const asked = await sotto(['ask', 'Keys', '--answers', '50', '--json']);
  const [share, request] = [sent, asked].map(({ out }) => JSON.parse(out) as { link: string; manageLink: string });
  links = {
    ...{ share: share?.link ?? '', manage: share?.manageLink ?? '' },
    ...{ request: request?.link ?? '', inbox: request?.manageLink ?? '' },
  };
  for (const text of ['first', 'second', 'third']) {
    service.clock.advance(1);
    expect((await sotto(['answer', links.request], text)).code).toBe(0);
  }
});
beforeEach(() => {
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const sotto = (args: readonly string[], input = '') =>
  runHere(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, { input });

type Change = (reply: Record<string, unknown>, line: string) => unknown;

/** Changes the JSON of each reply, or the head of its frame. */
function replies(change: Change): void {
  service.between = async ({ line }, go) => {
    const response = await go();
    const bytes = new Uint8Array(await response.arrayBuffer());
    const changed = (value: unknown) => change(value as Record<string, unknown>, line);
    if (response.headers.get('content-type')?.includes('json')) {
      return new Response(JSON.stringify(changed(JSON.parse(new TextDecoder().decode(bytes)))), response);
    }
    const frame = decodeFrame(bytes);
    return new Response(frame ? encodeFrame(changed(frame.head), frame.tail) : bytes, response);
  };
}

const NONSENSE = /Invalid Date|NaN|undefined|Infinity|\[object|failed unexpectedly|\n {4}at /;

function expectSense({ code, out, err }: Ran): void {
  expect(out + err).not.toMatch(NONSENSE);
  expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(code);
}

const oddValues = [9e15, 1e308, -1, 0.5, 0, '', 'x'.repeat(30), '2030', null, [], {}, true, [9e15], [{}], -9e15];

/** The paths of all members of a reply, at any depth. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : [];
  const below = Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]));
  return path.length > 0 ? [path, ...below] : below;
}

function replaced(value: unknown, [name, ...rest]: readonly (string | number)[], odd: unknown): unknown {
  if (name === undefined) return odd;
  if (Array.isArray(value))
    return value.map((one: unknown, i) => (String(i) === name ? replaced(one, rest, odd) : one));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [name]: replaced(members[name], rest, odd) };
}

test.each([
  [['status'], 'share'],
  [['status', '--json'], 'share'],
  [['status'], 'manage'],
  [['status', '--json'], 'manage'],
  [['status'], 'request'],
  [['status'], 'inbox'],
  [['inbox', '--list'], 'inbox'],
  [['inbox', '--list', '--json'], 'inbox'],
  [['inbox', '--all'], 'inbox'],
  [['open'], 'share'],
  [['open', '--json'], 'share'],
  [['answer'], 'request'],
] as const)('sotto %j of a %s link prints sensible output for any value of one reply member', async (args, kind) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(...oddValues), async (which, odd) => {
      replies((reply, line) => {
        if (line.endsWith('/config') || line.startsWith('PUT') || line.endsWith('/delete')) return reply;
        const paths = pathsOf(reply);
        return replaced(reply, paths[which % paths.length] ?? [], odd);
      });
      expectSense(await sotto([...args, links[kind]], 'text'));
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['send', ['send']],
  ['ask', ['ask', 'Key', '--json']],
])(
  'sotto %s prints sensible output for any value of one member of the configuration or the reply',
  async (_name, args) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom(...oddValues), async (which, odd) => {
        replies((reply) => {
          const paths = pathsOf(reply);
          return replaced(reply, paths[which % paths.length] ?? [], odd);
        });
        expectSense(await sotto(args, 'text'));
      }),
      { numRuns: 40 },
    );
  },
);

const answersOf = (reply: Record<string, unknown>) => reply['answers'] as Record<string, unknown>[];

test.each([
  ['an id of another form', { id: 'not-an-id-at-all!' }],
  ['an invalid id', { id: '1111111111111111111111' }],
  ['the id of another answer', undefined],
  ['an impossible time', { createdAt: 9e15 }],
  ['a key of the wrong length', { sealedKey: 'AAAA' }],
  [
    'no members',
    Object.fromEntries(['id', 'state', 'createdAt', 'expiresAt', 'sizeBytes'].map((name) => [name, null])),
  ],
])('one answer with %s does not hide the others', async (_what, odd) => {
  replies((reply, line) => {
    if (!/requests\/\w+\/status$/.test(line)) return reply;
    const [first = {}, second = {}, ...rest] = answersOf(reply);
    return { ...reply, answers: [second, { ...first, ...(odd ?? { id: second['id'] }) }, ...rest] };
  });
  const listed = await sotto(['inbox', '--list', links.inbox]);
  expect(listed.err).toContain('The server lists one answer in a way that makes no sense. It is not shown.');
  const read = await sotto(['inbox', '--all', links.inbox]);
  expect([read.code, read.out]).toEqual([7, expect.stringMatching(/^second.*third/s)]);
});

test('a list of only invalid answers is reported', async () => {
  replies((reply, line) =>
    line.endsWith('/status') && 'answers' in reply ? { ...reply, answers: [1, null, {}] } : reply,
  );
  const { code, out, err } = await sotto(['inbox', links.inbox]);
  expect([code, out]).toEqual([7, '']);
  expect(err).toContain('3 answers in a way that makes no sense');
});

test('waiting ends when no more answers can come and the received ones are invalid', async () => {
  replies((reply, line) =>
    line.endsWith('/status') && 'answers' in reply
      ? { ...reply, state: 'closed', answersTaken: 1, answers: [null] }
      : reply,
  );
  const { code, err } = await sotto(['inbox', '--wait', links.inbox]);
  expect(code).toBe(7);
  expect(err).toContain('one answer in a way that makes no sense');
});

test.each([
  ['spent', 'has already been opened'],
  ['locked', 'is locked after too many wrong passwords'],
  ['expired', 'has expired'],
  ['deleted', 'was deleted'],
  ['destroyed', 'was destroyed'],
])('if the server calls a new secret %s, the link is withheld and the secret is deleted', async (state, words) => {
  replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state } : reply));
  service.asked.length = 0;
  const { code, out, err } = await sotto(['send'], 'text');
  expect([code, out]).toEqual([3, '']);
  expect(err).toContain(`The server reports that it ${words}`);
  expect(service.asked.at(-1)?.line).toMatch(/\/delete$/);
});

test.each(['full', 'closed', 'expired', 'deleted'])(
  'if the server calls a new request %s, its link is withheld',
  async (state) => {
    replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state } : reply));
    const { code, out, err } = await sotto(['ask', 'Keys']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/The server reports that it (has|is|was) .+, although nobody has the link yet\./);
  },
);

test('if the server calls a new answer read, it has arrived, with a warning', async () => {
  replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state: 'spent' } : reply));
  const { code, err } = await sotto(['answer', links.request], 'text');
  expect([code, err]).toEqual([0, expect.stringContaining('The server says that it has already been read')]);
});

test.each([
  ['status', { expiresAt: 4_000_000_000 }],
  ['status', { maxAnswers: 51 }],
  ['status', { answerTtl: 5 }],
  ['status', { keep: 'read' }],
  ['status', { createdAt: 1 }],
  ['status', { answersTaken: 51 }],
])('the inbox states the sealed terms if the server’s %s says %j', async (verb, change) => {
  replies((reply, line) =>
    line.includes('/requests/') && line.endsWith(`/${verb}`) ? { ...reply, ...change } : reply,
  );
  const { err } = await sotto(['inbox', '--list', links.inbox]);
  expect(err).toMatch(
    /The server does not follow the terms that you sealed: it accepts 50 answers, until .+; each is kept 7d\./,
  );
});

test('the inbox prints no warning if the server follows the terms', async () => {
  expect((await sotto(['inbox', '--list', links.inbox])).err).toBe('');
});

test('the inbox warns if the server withholds the request or the note', async () => {
  replies((reply, line) => {
    const { preamble: _preamble, note: _note, ...rest } = reply;
    return line.endsWith('/describe') ? rest : reply;
  });
  expect((await sotto(['inbox', '--list', links.inbox])).err).toContain('its terms cannot be checked');
  replies(({ note: _note, ...rest }) => rest);
  expect((await sotto(['inbox', '--list', links.inbox])).err).toContain('its terms cannot be checked');
});

test.each([{ expiresAt: 4_000_000_000 }, { answersLeft: 51 }, { createdAt: 1 }])(
  'a person who answers sees the sealed terms if the server says %j',
  async (change) => {
    replies((reply, line) => (line.endsWith('/read') ? { ...reply, ...change } : reply));
    const { code, err } = await sotto(['answer', links.request], 'text');
    expect(code).toBe(0);
    expect(err).toMatch(/states different terms from those sealed with this link: it accepts 50 answers, until /);
  },
);

test.each([
  ['describe', { expiresAt: 4_000_000_000 }],
  ['describe', { maxViews: 3 }],
  ['describe', { viewsLeft: 1 }],
  ['describe', { createdAt: 1 }],
  ['open', { viewsLeft: 1 }],
  ['open', { openedAt: 4_000_000_000 }],
])('the reader sees the sealed terms if %s says %j', async (verb, change) => {
  replies((reply, line) => (line.endsWith(`/${verb}`) ? { ...reply, ...change } : reply));
  const { code, out, err } = await sotto(['open', links.share]);
  expect([code, out]).toEqual([0, 'the text']);
  expect(err).toMatch(
    /The server does not follow the terms that the sender sealed: it can be opened any number of times, until /,
  );
});

test.each([
  ['too-early', { notBefore: 4_000_000_000 }],
  ['code-required', {}],
  ['wrong-code', { triesLeft: 4 }],
])('a gate that was not sealed is not believed: %s', async (code, members) => {
  const problem = { type: `urn:sotto:error:${code}`, title: 'Refused.', status: 403, code, ...members };
  const headers = { 'content-type': 'application/problem+json' };
  service.between = async ({ line }, go) =>
    line.endsWith('/open') ? Response.json(problem, { status: 403, headers }) : go();
  const { code: exit, out, err } = await sotto(['open', links.share]);
  expect([exit, out]).toEqual([7, '']);
  expect(err).toContain('something other than what was sealed with this link');
});

test('reading an answer prints a warning only if the server does not follow its terms', async () => {
  const inbox = ['inbox', '--all', links.inbox];
  expect((await sotto(inbox)).err).not.toContain('does not follow');
  replies((reply, line) => (line.endsWith('/describe') && 'maxViews' in reply ? { ...reply, maxViews: 1 } : reply));
  expect((await sotto(inbox)).err).toContain('The server does not follow the terms that the sender sealed');
});
