import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readFiles } from './read-files.ts';
import type { LocalFile, ReadOptions } from './read-files.ts';

let home: string;
let said: string[];
const came = process.cwd();
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-read-'));
  said = [];
  process.chdir(home);
});
afterEach(() => {
  process.chdir(came);
  rmSync(home, { recursive: true, force: true });
});

const reading = (options: Partial<ReadOptions> = {}): ReadOptions => ({
  ...{ say: (line) => void said.push(line), signal: new AbortController().signal },
  ...{ maxBytes: 1e6, skipUnreadable: false, ...options },
});
const read = async (paths: readonly string[], options?: Partial<ReadOptions>) =>
  (await readFiles(paths, reading(options))).files;
const namesOf = (files: readonly LocalFile[]) => files.map(({ entry }) => entry.name);
const contentOf = async (file: LocalFile | undefined) => new TextDecoder().decode(await file?.read(0, file.size));

function writeAll(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), path);
  }
}

test.each([
  ['.', ['README.md', 'docs/a.md', 'docs/sub/b.md']],
  ['./', ['README.md', 'docs/a.md', 'docs/sub/b.md']],
  ['.//.', ['README.md', 'docs/a.md', 'docs/sub/b.md']],
  ['docs/..', ['README.md', 'docs/a.md', 'docs/sub/b.md']],
  ['docs/sub/../..', ['README.md', 'docs/a.md', 'docs/sub/b.md']],
  ['docs', ['docs/a.md', 'docs/sub/b.md']],
  ['docs/', ['docs/a.md', 'docs/sub/b.md']],
  ['docs//', ['docs/a.md', 'docs/sub/b.md']],
  ['./docs', ['docs/a.md', 'docs/sub/b.md']],
  ['docs/sub/../../docs', ['docs/a.md', 'docs/sub/b.md']],
  ['docs/.', ['a.md', 'sub/b.md']],
  ['docs/sub', ['sub/b.md']],
  ['docs/sub/..', ['a.md', 'sub/b.md']],
  ['link', ['link/a.md', 'link/sub/b.md']],
  ['link/', ['link/a.md', 'link/sub/b.md']],
  ['docs/a.md', ['a.md']],
  ['./docs/./a.md', ['a.md']],
])('%s is sent under the names as typed', async (path, names) => {
  writeAll('README.md', 'docs/a.md', 'docs/sub/b.md');
  symlinkSync('docs', 'link');
  expect(namesOf(await read([path]))).toEqual(names);
  expect(namesOf(await read([`${home}/${path}`]))).toEqual(names);
});

test('a path through a link resolves as the system resolves it, even with .. after the link', async () => {
  writeAll('other/place/x', 'other/deep/unused', 'x');
  mkdirSync('other/place/deep');
  symlinkSync('other/place/deep', 'link');
  const files = await read(['link/..']);
  expect(namesOf(files)).toEqual(['x']);
  expect(await contentOf(files[0])).toBe('other/place/x');
});

test('a parent folder or an absolute path gives complete names', async () => {
  writeAll('work/docs/a.md', 'work/docs/sub/b.md');
  process.chdir('work/docs/sub');
  expect(namesOf(await read(['..']))).toEqual(['a.md', 'sub/b.md']);
  expect(namesOf(await read(['../']))).toEqual(['a.md', 'sub/b.md']);
  expect(namesOf(await read(['../../docs']))).toEqual(['docs/a.md', 'docs/sub/b.md']);
  expect(namesOf(await read([`${home}/work/`]))).toEqual(['work/docs/a.md', 'work/docs/sub/b.md']);
});

test('equal names are numbered, with a message', async () => {
  writeAll('a/c.yml', 'b/c.yml', 'a/x.tar.gz', 'b/x.tar.gz');
  expect(namesOf(await read(['a/c.yml', 'b/c.yml', 'a/x.tar.gz', 'b/x.tar.gz']))).toEqual([
    'c.yml',
    'c (2).yml',
    'x.tar.gz',
    'x (2).tar.gz',
  ]);
  expect(said).toEqual([
    'b/c.yml is sent as c (2).yml because another file has its name.',
    'b/x.tar.gz is sent as x (2).tar.gz because another file has its name.',
  ]);
});

test.each([
  '/proc/version',
  '/proc/self/status',
  '/sys/kernel/mm/transparent_hugepage/enabled',
  '/proc/sys/kernel/ostype',
])('%s, which reports a wrong size, is read to its end', async (path) => {
  const [file] = await read([path]);
  expect(file?.size).toBeGreaterThan(0);
  expect(file?.entry.size).toBe(file?.size);
  expect((await contentOf(file)).length).toBe(file?.size);
});

const pipe = () => execFileSync('mkfifo', ['pipe'], { cwd: home });

test('a pipe is read to its end, even if it exceeds the memory limit', async () => {
  pipe();
  const lines = 3_000_000;
  const writer = spawn('bash', ['-c', `seq ${lines} > pipe`], { cwd: home });
  const [file] = await read(['pipe'], { maxBytes: 1e9 });
  expect(file?.size).toBe(9 * 2 + 90 * 3 + 900 * 4 + 9000 * 5 + 90_000 * 6 + 900_000 * 7 + 2_000_001 * 8);
  const size = file?.size ?? 0;
  expect(new TextDecoder().decode(await file?.read(size - 16, size))).toBe('2999999\n3000000\n');
  expect(new TextDecoder().decode(await file?.read(17, 23))).toBe('\n10\n11');
  expect(said).toEqual(['Reading the pipe pipe to its end.']);
  await expect.poll(() => writer.exitCode).toBe(0);
});

test('a pipe whose writer ends immediately is read', async () => {
  pipe();
  for (let i = 0; i < 20; i++) {
    const writer = spawn('bash', ['-c', 'echo text > pipe'], { cwd: home });
    const gone = once(writer, 'exit');
    const signal = AbortSignal.timeout(10_000);
    expect(await contentOf((await read(['pipe'], { signal }))[0])).toBe('text\n');
    await gone;
  }
});

test('an endless pipe is refused at the size limit of a share', async () => {
  pipe();
  const writer = spawn('bash', ['-c', 'cat /dev/zero > pipe'], { cwd: home });
  await expect(read(['pipe'])).rejects.toThrow('pipe is too large, or endless: this server allows at most 1.0 MB');
  await expect.poll(() => writer.exitCode ?? writer.signalCode).not.toBeNull();
});

test('waiting for a pipe without a writer can be interrupted', async () => {
  pipe();
  const stop = new AbortController();
  const waiting = read(['pipe'], { signal: stop.signal });
  stop.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
});

test('all files that cannot be sent are listed together; if they are skipped, the rest is sent', async () => {
  writeAll('docs/ok.txt', 'docs/back\\slash', 'docs/Icon\r', 'docs/new\nline');
  writeFileSync(Buffer.concat([Buffer.from(`${home}/docs/caf`), Buffer.of(0xe9)]), 'x');
  mkdirSync(Buffer.concat([Buffer.from(`${home}/docs/dir`), Buffer.of(0xff)]));
  symlinkSync('/nowhere', 'docs/link');
  await expect(read(['docs'])).rejects.toThrow('5 of these cannot be sent. Nothing was sent.');
  const odd = [
    'docs/Icon\\x0d: its name contains a control character.',
    'docs/back\\slash: its name contains a backslash.',
    'docs/caf\\xe9: its name is not UTF-8.',
    'docs/dir\\xff: its name is not UTF-8.',
    'docs/new\\x0aline: its name contains a control character.',
  ];
  const link = 'Left out: docs/link is neither a regular file nor a folder.';
  expect(said).toEqual([link, ...odd.map((line) => `Cannot be sent: ${line}`)]);
  said = [];
  const { files, skipped } = await readFiles(['docs'], reading({ skipUnreadable: true }));
  expect(namesOf(files)).toEqual(['docs/ok.txt']);
  expect(skipped).toHaveLength(5);
  expect(said).toEqual([
    link,
    ...odd.map((line) => `Left out: ${line}`),
    '5 were left out because they cannot be sent.',
  ]);
});

test.each([
  [['/dev/zero'], '/dev/zero cannot be sent: it is a device'],
  [['empty'], 'empty cannot be sent: it contains no files'],
  [['gone'], 'The file or folder gone does not exist.'],
  [[''], 'The file or folder "" does not exist. The name is empty. Perhaps a variable in the command is not set.'],
  [[' '], 'The file or folder " " does not exist.'],
  [['file/'], 'The file or folder file/ does not exist. Something in this path is a file, not a folder.'],
  [['gone', 'lost'], 'Check the names that do not exist. Missing files are never skipped.'],
  [['broken'], 'broken cannot be sent: it is a broken link'],
  [['caf\uFFFD'], 'its name is not UTF-8'],
  [['/dev/fd/999'], 'Use a pipe'],
  [['gone', '/dev/null'], '2 of these cannot be sent'],
])('%j is refused with the reason', async (paths, why) => {
  mkdirSync('empty');
  writeAll('file');
  symlinkSync('/nowhere', 'broken');
  await expect(read(paths)).rejects.toThrow(why);
});

test('a command without --skip-unreadable does not suggest it', async () => {
  const { skipUnreadable: _, ...options } = reading();
  await expect(readFiles(['/dev/null'], options)).rejects.toThrow(
    /Nothing was sent\. Fix that, or choose another file\.$/,
  );
});

test('a mistyped name is never skipped', async () => {
  writeAll('there');
  await expect(read(['there', 'gone'], { skipUnreadable: true })).rejects.toThrow(
    'The file or folder gone does not exist',
  );
});

test('more than 5,000 files are refused before any is opened', async () => {
  mkdirSync('many');
  for (let i = 0; i <= 5000; i++) writeFileSync(`many/${i}`, '');
  await expect(read(['many'])).rejects.toThrow('more than 5,000 files');
});

test.each([
  ['grows', (path: string) => appendFileSync(path, 'more'), 'it grew'],
  ['shrinks', (path: string) => truncateSync(path, 2), 'it became shorter'],
  ['is modified', (path: string) => utimesSync(path, 1, 1), 'it was modified'],
  ['is deleted', (path: string) => rmSync(path), 'it no longer exists'],
  ['becomes a pipe', replaceByPipe, 'it became shorter'],
] as const)('a file that %s after it was found is refused', async (_what, change, why) => {
  writeAll('file');
  const [file] = await read(['file']);
  change('file');
  await expect(file?.read(0, 4)).rejects.toThrow(why);
});

function replaceByPipe(path: string): void {
  rmSync(path);
  execFileSync('mkfifo', [path], { cwd: home });
}
