import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { serverAndUser } from '#e2e/fixtures/server-and-user.ts';
import { program } from '#e2e/fixtures/program.ts';
import { newUser } from '#e2e/fixtures/terminal.ts';

const { server, user } = serverAndUser();
let folder: string;
let folders = 0;
beforeEach(() => {
  folder = join(user.home, String(++folders));
  mkdirSync(folder);
  writeFileSync(join(folder, 'key.pem'), 'PEM');
});

const sent = (...args: string[]) => user.send(args, { cwd: folder, input: 'text' });
const stateOf = async (link: string) => {
  const { stdout } = await user.run(['status', '--json'], { input: link });
  return (JSON.parse(stdout.toString()) as { state: string }).state;
};

/** Nobody can create a folder there. */
const nowhere = { HOME: '/proc/nowhere' };
const openings = () => join(user.home, '.local/state/sotto/openings');
const notes = () =>
  existsSync(openings()) ? readdirSync(openings()).map((name) => readFileSync(join(openings(), name), 'utf8')) : [];

/** Runs a command in a shell, with a redirection. */
async function shell(args: readonly string[], { redirect, input }: { redirect: string; input: string }) {
  const command = [...program, ...args].map((word) => `'${word}'`).join(' ');
  const env = { PATH: process.env['PATH'], HOME: user.home, SOTTO_SERVER: server.url };
  const child = spawn('bash', ['-c', `${command} ${redirect}`], { env, cwd: folder });
  child.stdin.on('error', () => undefined).end(input);
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stderr };
}

test('if there is no place for the claim, the error asks for one, and no view is used up', async () => {
  const link = await sent('key.pem');
  const refused = await user.run(['open'], { cwd: '/', env: nowhere, input: link });
  expect([refused.code, refused.stdout.length]).toEqual([1, 0]);
  expect(refused.stderr).toMatch(/^sotto: Nothing was opened or used up\. .+-o DIR.+XDG_STATE_HOME/);
  const run = await user.run(['run', '-', '--', 'true'], { env: nowhere, input: link });
  expect([run.code, run.stderr.includes('XDG_STATE_HOME')]).toEqual([1, true]);
  expect(await stateOf(link)).toBe('live');
  const elsewhere = { HOME: '/proc/nowhere', XDG_STATE_HOME: join(folder, 'state') };
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, env: elsewhere, input: link })).code).toBe(0);
});

test('with -o the claim is stored with the files: an output that fails loses nothing', async () => {
  const link = await sent('key.pem', '-');
  const open = `HOME=/proc/nowhere ${program.map((word) => `'${word}'`).join(' ')} open -o out`;
  const child = spawn('bash', ['-c', `${open} > /dev/full`], { cwd: folder, env: { PATH: process.env['PATH'] } });
  child.stdin.end(link);
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(await stateOf(link)).toBe('spent');
  const again = await user.run(['open', '-o', 'out'], { cwd: folder, env: nowhere, input: link });
  expect([again.code, again.stdout.toString()]).toEqual([0, 'text']);
  expect(readdirSync(join(folder, 'out'))).toEqual(['key.pem']);
});

test.each([
  ['> /dev/full', 'Standard output is /dev/full'],
  ['>&-', 'Standard output is closed.'],
])('an output that accepts nothing (%s) is reported before a view is used up', async (redirect, why) => {
  const link = await sent('-');
  const { code, stderr } = await shell(['open'], { redirect, input: link });
  expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
  expect(await stateOf(link)).toBe('live');
  expect((await user.run(['open'], { input: link })).stdout.toString()).toBe('text');
});

test.each(['>&-', '> /dev/full'])(
  'nothing is sent and no answer is read if the output accepts nothing (%s)',
  async (redirect) => {
    expect((await shell(['send'], { redirect, input: 'text' })).stderr).toContain('Nothing was sent');
    expect((await shell(['ask', 'Key'], { redirect, input: '' })).stderr).toContain('Nothing was sent');
    const asked = await user.run(['ask', 'Key', '--keep', 'read', '--json']);
    const { link, manageLink } = JSON.parse(asked.stdout.toString()) as { link: string; manageLink: string };
    await user.run(['answer', '-'], { input: `${link}\nanswer` });
    expect((await shell(['inbox'], { redirect, input: manageLink })).stderr).toContain('No answer was read');
    expect((await user.run(['inbox'], { input: manageLink })).stdout.toString()).toBe('answer');
  },
);

test('a secret can be thrown away on purpose', async () => {
  const link = await sent('-');
  expect(await shell(['open'], { redirect: '> /dev/null', input: link })).toEqual({ code: 0, stderr: '' });
});

test('an output that accepts only the beginning loses nothing', async () => {
  const link = (await user.run(['send'], { input: 'x'.repeat(100_000) })).stdout.toString();
  const full = `${program.map((word) => `'${word}'`).join(' ')} open > '${join(folder, 'text')}'`;
  const child = spawn('bash', ['-c', `ulimit -f 20; ${full}`], {
    env: { PATH: process.env['PATH'], HOME: user.home },
  });
  child.stdin.end(link);
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(statSync(join(folder, 'text')).size).toBe(20 * 1024);
  expect((await user.run(['open'], { input: link })).stdout.length).toBe(100_000);
});

test('a folder that accepts names but no bytes, as on a full disk, is reported before a view is used up', async () => {
  const link = await sent('key.pem');
  const open = `ulimit -f 0; ${program.map((word) => `'${word}'`).join(' ')} open -o out`;
  const child = spawn('bash', ['-c', open], { cwd: folder, env: { PATH: process.env['PATH'], HOME: user.home } });
  child.stdin.end(link);
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect([stderr, await stateOf(link)]).toEqual([expect.stringContaining('Nothing can be saved in out: '), 'live']);
  expect(readdirSync(join(folder, 'out'))).toEqual([]);
});

test('a text can be opened in any folder, even a deleted one', async () => {
  const gone = join(folder, 'gone');
  const open = `mkdir '${gone}' && cd '${gone}' && rmdir '${gone}' && ${program.map((word) => `'${word}'`).join(' ')} open`;
  const child = spawn('bash', ['-c', open], { env: { PATH: process.env['PATH'], HOME: user.home } });
  child.stdin.end(await sent('-'));
  let stdout = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  expect([await new Promise((resolve) => child.on('close', resolve)), stdout]).toEqual([0, 'text']);
});

test('files are saved where -o leads, even through a symbolic link, and their paths say so', async () => {
  mkdirSync(join(folder, 'far/away'), { recursive: true });
  symlinkSync('far/away', join(folder, 'link'));
  const link = await sent('key.pem');
  const { stdout } = await user.run(['open', '--json', '-o', 'link/../new'], { cwd: folder, input: link });
  expect(JSON.parse(stdout.toString())).toMatchObject({ files: [{ path: 'link/../new/key.pem' }] });
  expect(readdirSync(join(folder, 'far/new'))).toEqual(['key.pem']);
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

test.each([
  ['/open', 'This may have opened it. If so, you can open it again on this machine for ten minutes'],
  ['/body', 'You can open it again on this machine for ten minutes without using another view.'],
])('an opening that is interrupted at %s says how to continue, and continues', async (path, words) => {
  const link = await sent('key.pem');
  const way = server.relay.interfere(path, 'swallow');
  const first = user.start(['open', '-o', 'out'], { cwd: folder, input: link });
  await way.happened;
  first.child.kill('SIGINT');
  const { code, stderr } = await first.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining(`sotto: Interrupted. ${words}`)]);
  way.stop();
  expect((await user.run(['open', '-o', 'out'], { cwd: folder, input: link })).code).toBe(0);
  expect(readdirSync(join(folder, 'out'))).toEqual(['key.pem']);
});

test('a closed pipe loses nothing', async () => {
  // More than a pipe can buffer, so that the reader is gone before all of it is written.
  const link = (await user.run(['send'], { input: 'x'.repeat(500_000) })).stdout.toString();
  const { stderr } = await shell(['open'], { redirect: '| true', input: link });
  expect(stderr).toContain('You can open it again on this machine for ten minutes');
  expect((await user.run(['open'], { input: link })).stdout.length).toBe(500_000);
});

test('files that cannot be saved in the current folder can be fetched into another, with the same view', async () => {
  const link = await sent('key.pem');
  const gone = join(folder, 'gone');
  const open = `mkdir '${gone}' && cd '${gone}' && rmdir '${gone}' && ${program.map((word) => `'${word}'`).join(' ')} open`;
  const child = spawn('bash', ['-c', open], { env: { PATH: process.env['PATH'], HOME: user.home } });
  child.stdin.end(link);
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(stderr).toMatch(/Choose another with -o DIR\. You can open it again on this machine for ten minutes/);
  const again = await user.run(['open', '-o', 'out'], { cwd: folder, input: link });
  expect([again.code, readdirSync(join(folder, 'out'))]).toEqual([0, ['key.pem']]);
});

test('a command that cannot run is reported before a view is used up', async () => {
  const link = await sent('-');
  writeFileSync(join(folder, 'plain'), 'echo');
  writeFileSync(join(folder, 'script'), '#!/nowhere/sh\n');
  chmodSync(join(folder, 'script'), 0o755);
  const run = (command: string) => user.run(['run', '-', '--', command], { cwd: folder, input: link });
  const ran = [await run('no-such'), await run('./plain'), await run('./script'), await run(folder)];
  expect(ran.map(({ code }) => code)).toEqual([127, 126, 126, 126]);
  expect(ran.map(({ stderr }) => stderr).join('')).toMatch(
    /no such program.+not executable.+names \/nowhere\/sh.+it is a folder/s,
  );
  expect(await stateOf(link)).toBe('live');
});

test('“already opened” blames nobody for an opening on this machine', async () => {
  const link = await sent('-');
  expect((await user.run(['open'], { input: link })).code).toBe(0);
  const again = await user.run(['open'], { input: link });
  expect([again.code, again.stderr]).toEqual([
    3,
    expect.stringMatching(/^sotto: You opened this on this machine at \d\d:\d\d\. If you need it again, .+\n$/),
  ]);
  using other = newUser();
  expect((await other.run(['open'], { input: link })).stderr).toContain('somebody else has read it');
});

test('a killed opening whose lease has ended is still remembered, but its claim is removed', async () => {
  const link = await sent('key.pem', '--views', '2');
  const way = server.relay.interfere('/body', 'swallow');
  const first = user.start(['open', '-o', 'out'], { cwd: folder, input: link });
  await way.happened;
  first.child.kill('SIGKILL');
  await first.ended;
  way.stop();
  expect(notes().filter((note) => note.startsWith('claim'))).toHaveLength(1);
  for (const name of readdirSync(openings())) utimesSync(join(openings(), name), 0, Date.now() / 1000 - 660);
  expect((await user.run(['open'], { input: await sent('-') })).code).toBe(0);
  expect(notes().filter((note) => note.startsWith('claim'))).toEqual([]);
  using other = newUser();
  expect((await other.run(['open', '-o', join(folder, 'out')], { input: link })).code).toBe(0);
  expect((await user.run(['open'], { input: link })).stderr).toMatch(
    /You opened this on this machine at .+ It was also opened once elsewhere/,
  );
});
