import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '#server/http/frame.ts';
import { runCommand } from '#cli/testing/run-command.ts';
import type { Ran } from '#cli/testing/run-command.ts';
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
  runCommand(args, { XDG_STATE_HOME: home, SOTTO_SERVER: service.baseUrl }, { input });

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

/** Every member of a reply, however deep, as a path. */
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
] as const)('sotto %j of a %s link makes sense, whatever one member of a reply is', async (args, kind) => {
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
])('sotto %s makes sense, whatever one member of the configuration or of the reply is', async (_name, args) => {
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
});

const answersOf = (reply: Record<string, unknown>) => reply['answers'] as Record<string, unknown>[];

test.each([
  ['an id of another form', { id: 'not-an-id-at-all!' }],
  ['an id that is no id', { id: '1111111111111111111111' }],
  ['the id of another answer', undefined],
  ['a time that no calendar has', { createdAt: 9e15 }],
  ['a key of another length', { sealedKey: 'AAAA' }],
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

test('a list of nothing but nonsense is told as such', async () => {
  replies((reply, line) =>
    line.endsWith('/status') && 'answers' in reply ? { ...reply, answers: [1, null, {}] } : reply,
  );
  const { code, out, err } = await sotto(['inbox', links.inbox]);
  expect([code, out]).toEqual([7, '']);
  expect(err).toContain('3 answers in a way that makes no sense');
});

test('waiting ends where nothing can come any more, and what came makes no sense', async () => {
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
])(
  'a new secret that the server calls %s is told, its link is not given out, and it is deleted',
  async (state, words) => {
    replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state } : reply));
    service.asked.length = 0;
    const { code, out, err } = await sotto(['send'], 'text');
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain(`The server reports that it ${words}`);
    expect(service.asked.at(-1)?.line).toMatch(/\/delete$/);
  },
);

test.each(['full', 'closed', 'expired', 'deleted'])(
  'a new request that the server calls %s is told, and its link is not given out',
  async (state) => {
    replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state } : reply));
    const { code, out, err } = await sotto(['ask', 'Keys']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(/The server reports that it (has|is|was) .+, although nobody has the link yet\./);
  },
);

test('an answer that the server calls read has arrived, and says so', async () => {
  replies((reply, line) => (line.startsWith('PUT') ? { ...reply, state: 'spent' } : reply));
  const { code, err } = await sotto(['answer', links.request], 'text');
  expect([code, err]).toEqual([0, expect.stringContaining('The server says that it has been read already')]);
});

test.each([
  ['status', { expiresAt: 4_000_000_000 }],
  ['status', { maxAnswers: 51 }],
  ['status', { answerTtl: 5 }],
  ['status', { keep: 'read' }],
  ['status', { createdAt: 1 }],
  ['status', { answersTaken: 51 }],
])('the inbox says which terms were sealed where the server’s %s says %j', async (verb, change) => {
  replies((reply, line) =>
    line.includes('/requests/') && line.endsWith(`/${verb}`) ? { ...reply, ...change } : reply,
  );
  const { err } = await sotto(['inbox', '--list', links.inbox]);
  expect(err).toMatch(
    /The server has not kept to the terms that you sealed: it takes 50 answers, until .+; each stays 7d\./,
  );
});

test('an inbox whose server keeps to the terms says nothing of them', async () => {
  expect((await sotto(['inbox', '--list', links.inbox])).err).toBe('');
});

test('a server that withholds the request, or the note, is told', async () => {
  replies((reply, line) => {
    const { preamble: _preamble, note: _note, ...rest } = reply;
    return line.endsWith('/describe') ? rest : reply;
  });
  expect((await sotto(['inbox', '--list', links.inbox])).err).toContain('its terms cannot be checked');
  replies(({ note: _note, ...rest }) => rest);
  expect((await sotto(['inbox', '--list', links.inbox])).err).toContain('its terms cannot be checked');
});

test.each([{ expiresAt: 4_000_000_000 }, { answersLeft: 51 }, { createdAt: 1 }])(
  'who answers is told which terms were sealed where the server says %j',
  async (change) => {
    replies((reply, line) => (line.endsWith('/read') ? { ...reply, ...change } : reply));
    const { code, err } = await sotto(['answer', links.request], 'text');
    expect(code).toBe(0);
    expect(err).toMatch(/does not say what was sealed with this link: it takes 50 answers, until /);
  },
);

test.each([
  ['describe', { expiresAt: 4_000_000_000 }],
  ['describe', { maxViews: 3 }],
  ['describe', { viewsLeft: 1 }],
  ['describe', { createdAt: 1 }],
  ['open', { viewsLeft: 1 }],
  ['open', { openedAt: 4_000_000_000 }],
])('the reader is told which terms were sealed where %s says %j', async (verb, change) => {
  replies((reply, line) => (line.endsWith(`/${verb}`) ? { ...reply, ...change } : reply));
  const { code, out, err } = await sotto(['open', links.share]);
  expect([code, out]).toEqual([0, 'the text']);
  expect(err).toMatch(
    /The server has not kept to the terms that the sender sealed: it opens any number of times, until /,
  );
});

test('an answer whose server keeps to its terms is read without a word of them; otherwise they are told', async () => {
  const inbox = ['inbox', '--all', links.inbox];
  expect((await sotto(inbox)).err).not.toContain('not kept');
  replies((reply, line) => (line.endsWith('/describe') && 'maxViews' in reply ? { ...reply, maxViews: 1 } : reply));
  expect((await sotto(inbox)).err).toContain('The server has not kept to the terms that the sender sealed');
});
