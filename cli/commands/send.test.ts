import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MAILING } from '#cli/testing/mailing-service.ts';
import { runHere } from '#cli/testing/run-here.ts';
import { serveHere } from '#cli/testing/serve-here.ts';

let service: Awaited<ReturnType<typeof serveHere>>;
let folder: string;
beforeAll(async () => {
  service = await serveHere({ ...MAILING, SOTTO_MAIL_DOMAINS: 'example.org,xn--bcher-kva.example' });
  folder = mkdtempSync(join(tmpdir(), 'sotto-send-'));
});
beforeEach(() => {
  // One sender can name one person five times a day.
  service.clock.advance(86_400);
  service.between = (_asked, go) => go();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const sotto = (args: readonly string[], input = '') =>
  runHere(args, { SOTTO_SERVER: service.baseUrl, XDG_STATE_HOME: folder, TZ: 'UTC' }, { input });
const send = (...args: string[]) => sotto(['send', ...args], 'a secret');
const file = (content: string): string => {
  const path = join(folder, 'list.txt');
  writeFileSync(path, content);
  return path;
};
const creates = () => service.asked.filter(({ line }) => line.startsWith('PUT ')).length;

test('named people are listed with the terms, which count for each of them', async () => {
  const { code, err } = await send('--to', 'Anna@example.org', '--to', 'bob@example.org', '--views', '2');
  expect(code).toBe(0);
  expect(err).toContain('Only these people can open it');
  expect(err).toContain('anna@example.org, bob@example.org');
  expect(err).toContain('Each of them can open it 2 times, until');
  expect(err).toContain('It does not add encryption.');
});

test('a file names people on lines and between commas; comments and empty lines are skipped', async () => {
  const path = file('# the team\nanna@example.org\r\n\nbob@example.org, carl@example.org\n');
  const { out } = await send('--to-file', path, '--json');
  expect(JSON.parse(out)).toMatchObject({ people: ['anna@example.org', 'bob@example.org', 'carl@example.org'] });
});

test('a domain outside ASCII is shown in both forms', async () => {
  const { code, err } = await send('--to', 'anna@bücher.example');
  expect([code, err]).toEqual([0, expect.stringContaining('bücher.example is written xn--bcher-kva.example')]);
});

test('every address that cannot be used is named with its line, and nothing is sent', async () => {
  const before = creates();
  const path = file('anna@example.org\nbob@example\n\nANNA@example.org, c d@example.org\n');
  const { code, err, out } = await send('--to-file', path);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n')).toEqual([
    `${path}, line 2: bob@example is not an email address that can be used.`,
    `${path}, line 4: anna@example.org is named twice.`,
    `${path}, line 4: c is not an email address that can be used.`,
    'sotto: 3 addresses cannot be used. Nothing was sent.',
    '',
  ]);
  expect(creates()).toBe(before);
});

test('of a file that is no list, the first twenty faults are shown', async () => {
  const { err } = await send('--to-file', file('word '.repeat(500)));
  expect(err.split('\n')).toHaveLength(22);
  expect(err).toContain('500 addresses cannot be used.');
});

const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i}@example.org`).join(',');

test.each([
  ['21 people', ['--to', people(21)], 'At most 20 people can be named, but there are 21.'],
  ['an empty list', ['--to-file', 'EMPTY'], 'names nobody'],
  ['a list from standard input', ['--to-file', '-'], '--to-file takes a file'],
  ['a first moment after the end', ['--not-before', '2h', '--expires', '1h'], 'must be earlier than the expiry'],
  ['a first moment at the end', ['--not-before', '1h', '--expires', '1h'], 'must be earlier than the expiry'],
  ['a first moment in the past', ['--not-before', '2020-01-01'], '--not-before is in the past'],
  ['a first moment that is no time', ['--not-before', 'soon'], '--not-before takes a time such as'],
  ['a day that does not exist', ['--not-before', '2027-02-30T10:00'], '--not-before takes a time such as'],
  ['a name twice', ['--each', 'anna,anna'], '--each takes up to 20 different names'],
  ['an empty name', ['--each', 'anna,'], '--each takes up to 20 different names'],
  ['a link for each with people', ['--each', 'a,b', '--to', 'anna@example.org'], 'cannot be used with --to'],
  ['a link for each as a QR code', ['--each', 'a,b', '--qr'], 'cannot be used with --qr'],
  ['a reference without notices', ['--reference', 'x'], 'Use it with --notify-file'],
])('%s is refused before anything is sent', async (_name, args, sentence) => {
  const before = creates();
  writeFileSync(join(folder, 'EMPTY'), '\n# nobody\n');
  const { code, err, out } = await send(...args.map((arg) => (arg === 'EMPTY' ? join(folder, arg) : arg)));
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(sentence) as string });
  expect(creates()).toBe(before);
});

test.each([
  ['a domain to which the server mails no codes', ['--to', 'anna@example.com'], 'does not mail codes to example.com'],
  ['notices', ['--notify-file', 'ENDPOINT'], 'sends no notices to your endpoint'],
])('%s that the service does not have is its policy', async (_name, args, sentence) => {
  const before = creates();
  writeFileSync(join(folder, 'ENDPOINT'), 'https://hooks.example/x\n');
  const { code, err } = await send(...args.map((arg) => (arg === 'ENDPOINT' ? join(folder, arg) : arg)));
  expect([code, err]).toEqual([6, expect.stringContaining(sentence)]);
  expect(creates()).toBe(before);
});

test.each([
  ['http', 'http://hooks.example/x\n', 'must be the address of your endpoint'],
  ['another port', 'https://hooks.example:8443/x\n', 'must be the address of your endpoint'],
  ['a password in it', 'https://me:pass@hooks.example/x\n', 'must be the address of your endpoint'],
  ['a short secret', 'https://hooks.example/x\nshort\n', 'must be the secret of your endpoint'],
  [
    'a secret that is not base64',
    `https://hooks.example/x\n${'s-'.repeat(16)}\n`,
    'must be the secret of your endpoint',
  ],
  ['a third line', `https://hooks.example/x\n${'s'.repeat(32)}\nmore\n`, 'has more than two lines'],
])('an endpoint with %s is refused, and neither it nor its secret is repeated', async (_name, content, sentence) => {
  const { code, err } = await send('--notify-file', file(content));
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  expect(err).not.toMatch(/hooks\.example|me:pass|short/);
});

test('a first moment as a date is in the local time, and is in the terms', async () => {
  const inTwoDays = new Date((service.clock.now() + 172_800) * 1000).toISOString().slice(0, 16);
  const { out } = await send('--not-before', `${inTwoDays}Z`, '--expires', '7d', '--json');
  expect(JSON.parse(out)).toMatchObject({ notBefore: `${inTwoDays}:00Z` });
  expect((await send('--not-before', '2h')).err).toContain('It cannot be opened before');
});

test('a day’s mails to one person are limited, which the message says', async () => {
  const again = () => send('--to', 'much-mailed@example.org');
  for (let made = 0; made < 5; made++) expect((await again()).code).toBe(0);
  const { code, err } = await again();
  expect([code, err]).toEqual([6, expect.stringContaining('or of mails to these people')]);
});

test('a link for each name is printed beside it, and each is a secret of its own', async () => {
  const { code, out, err } = await send('--each', 'anna, bob');
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => line.split('\t')[0])).toEqual(['anna', 'bob']);
  expect(err.match(/Opens once/g)).toHaveLength(1);
  const links = lines.map((line) => line.split('\t')[1] ?? '');
  for (const link of links) expect((await sotto(['open', link])).out).toBe('a secret');
});

test('with --json, a link for each is a list', async () => {
  const { out } = await send('--each', 'anna,bob', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { name: 'anna', link: expect.stringContaining('/s/') as string, maxViews: 1 },
    { name: 'bob', manageLink: expect.stringContaining('/m/') as string },
  ]);
});

test.each([[[]], [['--json']]])(
  'a failure in the middle says for whom there are links, which work (%j)',
  async (args) => {
    let puts = 0;
    service.between = ({ line }, go) => {
      if (line.startsWith('PUT ')) puts += 1;
      return puts > 1 ? new Response('', { status: 507 }) : go();
    };
    const { code, out, err } = await send('--each', 'anna,bob,carl', ...args);
    service.between = (_asked, go) => go();
    expect(code).not.toBe(0);
    expect(err).toContain('One of 3 links was made, for anna. None was made for bob, carl.');
    const link = args.length === 0 ? out.trim().split('\t')[1] : (JSON.parse(out) as { link: string }[])[0]?.link;
    expect((await sotto(['open', link ?? ''])).out).toBe('a secret');
  },
);
