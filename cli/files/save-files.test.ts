import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectFolder, namesIn, saveFiles } from './save-files.ts';
import { openBelow, openTarget } from './target-folder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-save-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function* bytesOf(contents: readonly string[]) {
  for (const content of contents) yield new TextEncoder().encode(content);
}

const save = (folder: string, names: readonly string[]) =>
  saveFiles({
    folder,
    files: names.map((name) => ({ name, size: 1, type: '' })),
    bytes: bytesOf(names.map(() => 'x')),
    tag: 'abcd1234',
    onProgress: () => undefined,
  });

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();

test('names are restored exactly: hidden files, 255 bytes, deep folders, joined emoji', async () => {
  const names = [
    '.env',
    '.github/workflows/ci.yml',
    `${'d/'.repeat(60)}deep`,
    `${'字'.repeat(82)}.tar.gz`,
    '👩\u200D💻.png',
  ];
  const folder = join(home, 'new/out');
  const saved = await save(folder, names);
  expect(saved.map(({ path }) => path)).toEqual(names.map((name) => join(folder, name)));
  expect(filesIn(folder)).toEqual(names.toSorted());
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, '.github')).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
});

test('nothing is overwritten: if a file, a link or a folder has the name, the new file gets a number', async () => {
  writeFileSync(join(home, 'a.tar.gz'), 'old');
  mkdirSync(join(home, 'b'));
  symlinkSync('/etc', join(home, 'etc'));
  symlinkSync('/nowhere', join(home, 'c'));
  writeFileSync(join(home, 'f'.repeat(255)), 'old');
  const saved = await save(home, ['a.tar.gz', 'b', 'etc/passwd', 'c', 'f'.repeat(255)]);
  expect(saved.map(({ path }) => path.slice(home.length + 1))).toEqual([
    'a (2).tar.gz',
    'b (2)',
    'etc (2)/passwd',
    'c (2)',
    `${'f'.repeat(251)} (2)`,
  ]);
  expect(readFileSync(join(home, 'a.tar.gz'), 'utf8')).toBe('old');
});

test('only a path that is too long for the system loses its folders', () => {
  const entry = (name: string) => [{ name, size: 1, type: '' }];
  const long = `${'d/'.repeat(1900)}f`;
  expect(namesIn('/tmp', entry(long))).toEqual([long]);
  expect(namesIn(`/tmp/${'x'.repeat(250)}/${'y'.repeat(250)}`, entry(long))).toEqual(['f']);
});

/** Replaces each new folder `sub` with a link to `outside`, as fast as possible. */
const attack = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
const attempt = (act) => { try { act(); } catch {} };
process.stdout.write('ready');
for (let i = 0; ; i++) {
  attempt(() => renameSync('sub', 'away' + i));
  attempt(() => symlinkSync(process.argv[1], 'sub'));
  attempt(() => unlinkSync('sub'));
}`;

test('an attacker who replaces a folder with a link cannot redirect files', async () => {
  const [target, outside] = [join(home, 'target'), join(home, 'outside')];
  for (const folder of [target, outside, join(target, 'sub')]) mkdirSync(folder);
  const attacker = spawn(process.execPath, ['-e', attack, outside], {
    cwd: target,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(attacker.stdout, 'data');
    // Alternates between folders, so that each is opened again.
    const names = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? `sub/${i}` : `other/${i}`));
    await save(target, names);
    expect(readdirSync(outside)).toEqual([]);
    expect(statSync(join(target, 'other')).isDirectory()).toBe(true);
  } finally {
    attacker.kill('SIGKILL');
    await once(attacker, 'exit');
  }
  expect(filesIn(target)).toHaveLength(300);
});

test('where a system does not list open files, a folder that others can write to is refused', async () => {
  const nowhere = join(home, 'no-proc');
  const open = join(home, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  await expect(openTarget(open, nowhere)).rejects.toThrow(/Others can write to .+open.+Choose a folder with -o/);
  await (await openTarget(open)).close();
  const own = await openTarget(join(home, 'own'), nowhere);
  mkdirSync(join(home, 'own/shared'));
  chmodSync(join(home, 'own/shared'), 0o770);
  await expect(openBelow(own, 'shared', nowhere)).rejects.toThrow('Others can write');
  symlinkSync(open, join(home, 'own/link'));
  const below = await openBelow(own, 'link', nowhere);
  expect(below.at('x')).toBe(join(home, 'own/link (2)/x'));
  for (const folder of [below, own]) await folder.close();
});

test.each([
  ['/proc/x', 'files cannot be created there'],
  ['/proc/self/x/y', 'files cannot be created there'],
  ['/proc', 'files cannot be created there'],
  ['/dev/null', 'it is not a folder'],
  ['/dev/null/x/y', 'it is not a folder'],
  [`/tmp/${'x'.repeat(300)}`, 'its path is too long'],
  ['', 'it is empty'],
])('a folder that cannot be written to, such as %j, is refused before opening', async (path, why) => {
  await expect(expectFolder(path)).rejects.toThrow(why);
});

test('checking a writable folder leaves it unchanged', async () => {
  await expectFolder(home);
  await expectFolder(join(home, 'a/b/../c'));
  expect(filesIn(home)).toEqual([]);
  const loop = join(home, 'loop');
  symlinkSync(loop, loop);
  await expect(expectFolder(loop)).rejects.toThrow('Nothing can be saved in');
});
