import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServer } from '#e2e/fixtures/server.ts';
import type { Server } from '#e2e/fixtures/server.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';
import type { User } from '#e2e/fixtures/terminal.ts';

let server: Server;
let user: User;
let folder: string;
let folders = 0;
beforeAll(async () => {
  server = await startServer();
  user = newUser(server.url);
});
afterAll(async () => {
  user[Symbol.dispose]();
  await server.stop();
});
beforeEach(() => {
  folder = join(user.home, String(++folders));
  mkdirSync(folder);
});

const large = randomBytes(6_000_000);
const bodies = () => [...server.stored().keys()].filter((name) => name.startsWith('bodies/'));
const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile())
    .sort();

async function send(...args: string[]): Promise<string> {
  const sent = await user.run(['send', ...args], { cwd: folder });
  expect(sent).toMatchObject({ code: 0 });
  return sent.stdout.toString();
}

test('files and folders arrive with their relative paths, beside a text, and then the server holds none of it', async () => {
  mkdirSync(join(folder, 'photos/deep'), { recursive: true });
  writeFileSync(join(folder, 'photos/one.txt'), 'one');
  writeFileSync(join(folder, 'photos/deep/empty'), '');
  writeFileSync(join(folder, 'large.bin'), large);
  symlinkSync('/etc/hostname', join(folder, 'photos/link'));
  const sent = await user.run(['send', 'photos/', './large.bin', '-'], { cwd: folder, input: 'beside' });
  expect(sent.stderr).toContain('Left out: photos/link');
  expect(bodies().length).toBeGreaterThan(0);
  const opened = await user.run(['open', '-o', 'out'], { cwd: folder, input: sent.stdout });
  expect([opened.code, opened.stdout.toString()]).toEqual([0, 'beside']);
  expect(filesIn(join(folder, 'out'))).toEqual(['large.bin', 'photos/deep/empty', 'photos/one.txt']);
  expect(readFileSync(join(folder, 'out/large.bin')).equals(large)).toBe(true);
  expect(statSync(join(folder, 'out/large.bin')).mode & 0o777).toBe(0o600);
  await expect.poll(bodies).toEqual([]);
});

test('nothing is written over, and no link in the folder is followed', async () => {
  mkdirSync(join(folder, 'sub'));
  for (const name of ['kept.txt', 'sub/inside.txt']) writeFileSync(join(folder, name), 'new');
  const link = await send('kept.txt', 'sub');
  const out = join(folder, 'out');
  const elsewhere = join(folder, 'elsewhere');
  for (const path of [out, elsewhere]) mkdirSync(path);
  writeFileSync(join(out, 'kept.txt'), 'old');
  symlinkSync(elsewhere, join(out, 'sub'));
  const { code, stderr } = await user.run(['open', '--output', out], { input: link });
  expect(code).toBe(0);
  expect(stderr).toContain('kept (2).txt (3 bytes)');
  expect([readFileSync(join(out, 'kept.txt'), 'utf8'), readFileSync(join(out, 'kept (2).txt'), 'utf8')]).toEqual([
    'old',
    'new',
  ]);
  expect(readFileSync(join(out, 'sub (2)/inside.txt'), 'utf8')).toBe('new');
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('names that a disk or a person would stumble over are made harmless', async () => {
  const names = ['.bashrc', 'con', 'a:b', 'photo\u202Egpj.exe', ' lead', 'UPPER', 'upper'];
  for (const name of names) writeFileSync(join(folder, name), name);
  const link = await send(...names);
  const opened = await user.run(['open', '-o', 'out', '--json'], { cwd: folder, input: link });
  expect(opened.code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual([
    'UPPER',
    '_.bashrc',
    '_con',
    'a_b',
    'lead',
    'photogpj.exe',
    'upper (2)',
  ]);
  const { files } = JSON.parse(opened.stdout.toString()) as { files: { name: string; path: string }[] };
  for (const { name, path } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(name);
});

test('what cannot be sent is said before anything is sealed', async () => {
  mkdirSync(join(folder, 'empty'));
  for (const path of ['a', 'b']) mkdirSync(join(folder, path));
  for (const path of ['a/same', 'b/same', 'back\\slash']) writeFileSync(join(folder, path), 'x');
  const refused = await Promise.all(
    [['missing'], ['empty'], ['a/same', 'b/same'], ['back\\slash']].map((args) =>
      user.run(['send', ...args], { cwd: folder }),
    ),
  );
  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  expect(refused.map(({ stderr }) => stderr).join('')).toMatch(/no file.+no files.+Two files.+backslash/s);
});

test('killed while it downloads, it starts again with no view spent, and leaves nothing half-done', async () => {
  writeFileSync(join(folder, 'large.bin'), large);
  const link = await send('large.bin', '--json');
  const { link: secret, manageLink } = JSON.parse(link) as { link: string; manageLink: string };
  const way = server.relay.interfere('/body', 'swallow');
  const first = user.start(['open', '-o', 'out'], { cwd: folder, input: secret });
  await way.happened;
  first.child.kill('SIGKILL');
  expect((await first.ended).code).toBe(137);
  way.stop();
  expect(filesIn(join(folder, 'out')).every((name) => name.endsWith('.part'))).toBe(true);
  const status = await user.run(['status', '--json'], { input: manageLink });
  expect(JSON.parse(status.stdout.toString())).toMatchObject({ state: 'spent', viewsLeft: 0 });
  // Somebody else with the same link has no claim.
  using other = newUser();
  expect((await other.run(['open'], { input: secret })).code).toBe(3);
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, input: secret })).code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual(['large.bin']);
  expect(readFileSync(join(folder, 'out/large.bin')).equals(large)).toBe(true);
  expect((await user.run(['open'], { cwd: folder, input: secret })).code).toBe(3);
});

test('Ctrl+C while it sends leaves nothing on the server; while it fetches, no part of a file', async () => {
  writeFileSync(join(folder, 'large.bin'), large);
  const link = await send('large.bin');
  const before = bodies().length;
  const up = server.relay.interfere('/parts/', 'swallow');
  const sending = user.start(['send', 'large.bin'], { cwd: folder });
  await up.happened;
  sending.child.kill('SIGINT');
  expect(await sending.ended).toMatchObject({ code: 130, stdout: Buffer.alloc(0), stderr: '' });
  up.stop();
  expect(bodies().length).toBe(before);

  const down = server.relay.interfere('/body', 'swallow');
  const fetching = user.start(['open', '-o', 'out'], { cwd: folder, input: link });
  await down.happened;
  fetching.child.kill('SIGTERM');
  expect((await fetching.ended).code).toBe(143);
  down.stop();
  expect(filesIn(join(folder, 'out'))).toEqual([]);
});

test('an output that is closed early: a link that nobody got opens nothing, a text that nobody got is there again', async () => {
  const sending = user.start(['send'], { input: 'x'.repeat(500_000) });
  sending.child.stdout?.destroy();
  const sent = await sending.ended;
  expect([sent.code, sent.stderr]).toEqual([1, 'sotto: The output was closed before all was written.\n']);
  expect(server.relay.requests().at(-1)).toMatch(/^POST \/api\/shares\/\w+\/delete$/);

  const link = (await user.run(['send'], { input: 'y'.repeat(500_000) })).stdout;
  const opening = user.start(['open'], { input: link });
  opening.child.stdout?.destroy();
  expect((await opening.ended).code).toBe(1);
  expect((await user.run(['open'], { input: link })).stdout.length).toBe(500_000);
});

test('a folder that cannot be written to is known before a view is spent', async () => {
  writeFileSync(join(folder, 'note'), 'text');
  const link = await send('note');
  const refused = await user.run(['open', '-o', 'note/below'], { cwd: folder, input: link });
  expect([refused.code, refused.stderr]).toEqual([
    1,
    'sotto: note/below is no folder that can be written to. Choose another with -o.\n',
  ]);
  using other = newUser();
  expect((await other.run(['open', '-o', join(folder, 'out')], { input: link })).code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual(['note']);
});
