import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { program } from '#e2e/fixtures/program.ts';
import { ENTER, newUser } from '#e2e/fixtures/terminal.ts';

const { server, user } = serverAndUser();
let folder: string;
let folders = 0;
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

const send = (...args: string[]) => user.send(args, { cwd: folder });

test('files and folders arrive with their relative paths and a text, and then the server has nothing left of them', async () => {
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

test('existing files are not overwritten, and symbolic links in the folder are not followed', async () => {
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

test('names arrive exactly as they were sent; unsafe ones are changed and reported', async () => {
  const kept = [
    '.env',
    '.github/ci.yml',
    'con',
    'a:b',
    ' lead',
    'UPPER',
    'upper',
    'x'.repeat(255),
    'a.tar.gz',
    '👩\u200D💻',
  ];
  const changed = ['photo\u202Egpj.exe', '-rf'];
  mkdirSync(join(folder, 'in/.github'), { recursive: true });
  for (const name of [...kept, ...changed]) writeFileSync(join(folder, 'in', name), name);
  const link = await send('in/.');
  const opened = await user.run(['open', '-o', 'out', '--json'], { cwd: folder, input: link });
  expect(opened.code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual([...kept, 'photogpj.exe', '_-rf'].sort());
  const { files } = JSON.parse(opened.stdout.toString()) as { files: { name: string; path: string }[] };
  for (const { name, path } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(name);
  const again = await send('in/photo\u202Egpj.exe');
  const { stderr } = await user.run(['open', '-o', 'out2'], { cwd: folder, input: again });
  expect(stderr).toContain('Saved out2/photogpj.exe (15 bytes). It was sealed as photo\\u{202e}gpj.exe\n');
});

test('the current folder, and folders above it, are sent with complete names', async () => {
  mkdirSync(join(folder, 'work/docs/sub'), { recursive: true });
  for (const name of ['README.md', 'docs/a.md', 'docs/sub/b.md']) writeFileSync(join(folder, 'work', name), name);
  const arrive = async (path: string, cwd: string) => {
    const link = (await user.run(['send', path], { cwd: join(folder, cwd) })).stdout;
    const out = join(folder, `out${path}`.replaceAll('/', '+'));
    expect((await user.run(['open', '-o', out], { input: link })).code).toBe(0);
    return filesIn(out);
  };
  const all = ['README.md', 'docs/a.md', 'docs/sub/b.md'];
  expect(await arrive('.', 'work')).toEqual(all);
  expect(await arrive('docs/..', 'work')).toEqual(all);
  expect(await arrive('../', 'work/docs')).toEqual(all);
  expect(await arrive('docs/', 'work')).toEqual(['docs/a.md', 'docs/sub/b.md']);
});

test('equal names are numbered, and pipes from a shell and files in /proc are read to the end', async () => {
  for (const path of ['a', 'b']) {
    mkdirSync(join(folder, path));
    writeFileSync(join(folder, path, 'c.tar.gz'), path);
  }
  const command = `${program.join(' ')} send a/c.tar.gz b/c.tar.gz <(seq 3) /proc/version`;
  const env = { PATH: process.env['PATH'], HOME: user.home, SOTTO_SERVER: server.url };
  const { stdout: sent } = await promisify(execFile)('bash', ['-c', command], { cwd: folder, env });
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, input: sent })).code).toBe(0);
  const arrived = filesIn(join(folder, 'out')).map((name) => [name, readFileSync(join(folder, 'out', name), 'utf8')]);
  expect(arrived).toEqual([
    ['c (2).tar.gz', 'b'],
    ['c.tar.gz', 'a'],
    ['piped', '1\n2\n3\n'],
    ['version', readFileSync('/proc/version', 'utf8')],
  ]);
});

test('without -o, names that begin with a dot are listed first and saved only after a yes', async () => {
  writeFileSync(join(folder, '.bashrc'), 'evil');
  writeFileSync(join(folder, 'plain'), 'plain');
  const link = await send('.bashrc', 'plain');
  const here = join(folder, 'here');
  mkdirSync(here);
  const refused = await user.run(['open'], { cwd: here, input: link });
  expect([refused.code, filesIn(here)]).toEqual([2, []]);
  expect(refused.stderr).toContain(
    '  .bashrc\nsotto: Nothing was saved. Choose a folder with -o. You can open it again',
  );
  const asked = user.sit(['open', '--yes', link.trim()], { cwd: here });
  await asked.says('Save them here? [y/N]');
  asked.type(`n${ENTER}`);
  expect((await asked.ended).code).toBe(2);
  expect(filesIn(here)).toEqual([]);
  const agreed = user.sit(['open', '--yes', link.trim()], { cwd: here });
  await agreed.says('Save them here? [y/N]');
  agreed.type(`y${ENTER}`);
  expect((await agreed.ended).code).toBe(0);
  expect(filesIn(here)).toEqual(['.bashrc', 'plain']);
});

test('files that cannot be sent are named before anything is encrypted', async () => {
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'back\\slash'), 'x');
  writeFileSync(join(folder, 'fine'), 'x');
  const refused = await Promise.all(
    [['missing'], ['empty'], ['back\\slash']].map((args) => user.run(['send', ...args], { cwd: folder })),
  );
  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2]);
  expect(refused.map(({ stderr }) => stderr).join('')).toMatch(
    /missing does not exist.+empty.+no files.+back\\slash.+backslash/s,
  );
  const sent = await user.run(['send', '.', '--skip-unreadable', '--json'], { cwd: folder });
  expect(sent.code).toBe(0);
  expect(sent.stderr).toContain('Left out: back\\slash: its name contains a backslash.\nOne was left out');
  expect(JSON.parse(sent.stdout.toString())).toMatchObject({ skipped: ['back\\slash'] });
});

test('a file and a folder that the user may not read are named, and can be left out', async () => {
  const open = mkdtempSync(join(tmpdir(), 'sotto-open-'));
  mkdirSync(join(open, 'in/closed'), { recursive: true });
  for (const name of ['fine', 'closed.txt']) writeFileSync(join(open, 'in', name), name);
  for (const path of ['', 'in']) chmodSync(join(open, path), 0o755);
  for (const path of ['in/closed', 'in/closed.txt']) chmodSync(join(open, path), 0);
  // Root can read everything.
  const someone = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--clear-groups'] : [];
  const [file = '', ...first] = [...someone, ...program];
  const env = { PATH: process.env['PATH'], HOME: open, SOTTO_SERVER: server.url };
  const run = (...args: string[]) => promisify(execFile)(file, [...first, 'send', 'in', ...args], { cwd: open, env });
  try {
    const refused =
      /in\/closed\/: you do not have permission.+in\/closed\.txt: you do not have permission.+2 of these/s;
    await expect(run()).rejects.toThrow(refused);
    await expect(run()).rejects.toMatchObject({ code: 2 });
    const { stderr } = await run('--skip-unreadable');
    expect(stderr).toMatch(/Left out: in\/closed\/: .+Left out: in\/closed\.txt: .+2 were left out/s);
  } finally {
    chmodSync(join(open, 'in/closed'), 0o700);
    rmSync(open, { recursive: true });
  }
});

test('a file that grows while it is sent ends the upload and leaves nothing; with --skip-unreadable the rest is sent', async () => {
  writeFileSync(join(folder, 'grows.log'), randomBytes(20_000_000));
  writeFileSync(join(folder, 'fine'), 'fine');
  const before = bodies().length;
  const grow = async (...args: string[]) => {
    const way = server.relay.interfere('/parts/', 'cut in head');
    const sending = user.start(['send', 'fine', 'grows.log', ...args], { cwd: folder });
    await way.happened;
    appendFileSync(join(folder, 'grows.log'), 'more');
    way.stop();
    return sending.ended;
  };
  const refused = await grow();
  expect([refused.code, refused.stderr]).toEqual([
    1,
    'sotto: grows.log changed during the upload: it grew. The server kept nothing. Send it again.\n',
  ]);
  expect(bodies().length).toBe(before);
  const sent = await grow('--skip-unreadable');
  expect([sent.code, sent.stderr]).toEqual([0, expect.stringContaining('Left out: grows.log: it changed')]);
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, input: sent.stdout })).code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual(['fine']);
});

test('an opening that is killed while it downloads starts again without using a view, and leaves no partial file', async () => {
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
  // Another user with the same link has no claim.
  using other = newUser();
  expect((await other.run(['open'], { input: secret })).code).toBe(3);
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, input: secret })).code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual(['large.bin']);
  expect(readFileSync(join(folder, 'out/large.bin')).equals(large)).toBe(true);
  expect((await user.run(['open'], { cwd: folder, input: secret })).code).toBe(3);
});

test('Ctrl+C while sending leaves nothing on the server; while fetching, no partial file', async () => {
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

test('if the output closes early, an unseen link opens nothing, and an unseen text can be opened again', async () => {
  const sending = user.start(['send'], { input: 'x'.repeat(500_000) });
  sending.child.stdout?.destroy();
  const sent = await sending.ended;
  expect([sent.code, sent.stderr]).toEqual([1, 'sotto: The output was closed before everything was written.\n']);
  expect(server.relay.requests().at(-1)).toMatch(/^POST \/api\/shares\/\w+\/delete$/);

  const link = (await user.run(['send'], { input: 'y'.repeat(500_000) })).stdout;
  const opening = user.start(['open'], { input: link });
  opening.child.stdout?.destroy();
  expect((await opening.ended).code).toBe(1);
  expect((await user.run(['open'], { input: link })).stdout.length).toBe(500_000);
});

test('a folder that cannot be written to is reported before a view is used up', async () => {
  writeFileSync(join(folder, 'note'), 'text');
  const link = await send('note');
  const refused = await user.run(['open', '-o', 'note/below'], { cwd: folder, input: link });
  expect([refused.code, refused.stderr]).toEqual([
    1,
    'sotto: Nothing can be saved in note/below: it is not a folder. Choose another folder with -o.\n',
  ]);
  using other = newUser();
  expect((await other.run(['open', '-o', join(folder, 'out')], { input: link })).code).toBe(0);
  expect(filesIn(join(folder, 'out'))).toEqual(['note']);
});
