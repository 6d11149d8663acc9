import { expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';

const { server, user } = serverAndUser();

const send = async (input: string | Uint8Array, ...args: string[]) => user.run(['send', ...args], { input });
const open = async (link: string, ...args: string[]) => user.run(['open', ...args], { input: link });

test.each([
  ['a line', 'correct horse battery staple\n'],
  ['text without a newline at its end', 'hunter2'],
  ['Windows line breaks', 'one\r\ntwo\r\n'],
  ['nearly binary text', '\u0000\u0001\u001b[31m\u007f\u0085\u202e e\u0301 😀 \u{10ffff}\uFEFF'],
  ['a byte order mark', '\uFEFFtext'],
  ['only blanks', ' \n\t'],
  ['900 kB', 'ſ😀x\n'.repeat(100_000)],
])('%s arrives exactly as it was sent, once', async (_what, text) => {
  const sent = await send(text);
  expect(sent.code).toBe(0);
  const link = sent.stdout.toString();
  expect(link).toMatch(/^http:\/\/localhost:\d+\/s\/\w+#\w{50}\n$/);
  expect(sent.stderr).toMatch(/^Opens once, until /);
  const opened = await open(link);
  expect([opened.code, opened.stderr]).toEqual([0, '']);
  expect(opened.stdout.equals(Buffer.from(text))).toBe(true);
  const again = await open(link);
  expect([again.code, again.stdout.length]).toEqual([3, 0]);
  expect(again.stderr).toMatch(/^sotto: You opened this on this machine at \d\d:\d\d\. .+\n$/);
});

test.each([
  ['nothing', '', 'nothing to send'],
  ['bytes that are not text', Uint8Array.of(0xff, 0xfe, 0), 'not UTF-8'],
  ['more text than fits', 'x'.repeat(983_041), 'text is too long'],
  ['text that leaves no space for its terms', 'x'.repeat(983_040), 'text is too long'],
])('%s is not sent', async (_what, input, why) => {
  const sent = await send(input);
  expect([sent.code, sent.stdout.length]).toEqual([2, 0]);
  expect(sent.stderr).toContain(why);
});

test('a limited number of openings is counted; unlimited ones are not', async () => {
  const twice = (await send('twice', '--views', '2')).stdout.toString();
  expect((await open(twice)).code).toBe(0);
  expect((await open(twice)).code).toBe(0);
  expect((await open(twice)).code).toBe(3);
  const always = (await send('always', '--views', 'unlimited', '--expires', '2h')).stdout.toString();
  for (let i = 0; i < 3; i++) expect((await open(always)).stdout.toString()).toBe('always');
});

test('a title goes to standard error and cannot control the terminal', async () => {
  const sent = await send('text', '--title', 'A\u001b]0;title\u0007\nB');
  const { stdout, stderr } = await open(sent.stdout.toString());
  expect([stdout.toString(), stderr]).toEqual(['text', 'Title: A\\x1b]0;title\\x07 B\n']);
});

test('of several readers at once, only one gets the secret', async () => {
  const link = (await send('for one')).stdout.toString();
  const readers = await Promise.all([open(link), open(link), open(link)]);
  expect(readers.map(({ code }) => code).sort()).toEqual([0, 3, 3]);
  expect(readers.map(({ stdout }) => stdout.toString()).join('')).toBe('for one');
});

test('a damaged link on standard input is repaired, or reported if the checksum fails', async () => {
  const link = (await send('found')).stdout.toString().trim();
  expect((await open(link.slice(0, -1))).stderr).toContain('cut');
  expect((await open(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).stderr).toContain('mistyped');
  expect((await open('https://example.com/')).stderr).toContain('not a link');
  const opened = await open(`Look here: ${link.replace('#', '%23')} (thanks)\nmore`, '-');
  expect([opened.code, opened.stdout.toString()]).toEqual([0, 'found']);
});

test('the server sees neither the text nor the key', async () => {
  const sent = await send('needle in the wire');
  const link = sent.stdout.toString().trim();
  await open(link);
  const wire = server.relay.recorded().toString('latin1');
  expect(wire).toContain('/api/shares/');
  for (const secret of ['needle in the wire', link.split('#')[1] ?? '?']) {
    expect(wire).not.toContain(secret);
    expect(server.log().toString()).not.toContain(secret);
  }
});
