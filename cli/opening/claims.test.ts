import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimsOf } from './claims.ts';
import { fileName, shareMark } from './opening-file.ts';

const [first, second] = ['a'.repeat(43), 'b'.repeat(43)];
const id = 'C5aLM4eEuF41sAEGtgQm86';
const other = 'Gxc8XpQhKDmCqVbXgF5aZt';
const MINUTE = 60;
const DAY = 86_400;

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sotto-claims-'));
  folder = join(home, 'sotto/openings');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const claims = (of = id, output?: string) => claimsOf({ env: { XDG_STATE_HOME: home } }, of, output);
const files = () => readdirSync(folder).sort();
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

/** Leaves a file as an earlier run would have. */
function left(name: string, content: string, ageSeconds: number): void {
  writeFileSync(join(folder, name), content);
  const at = Date.now() / 1000 - ageSeconds;
  utimesSync(join(folder, name), at, at);
}

test('the next run finds a claim until everything has arrived; then only the time is kept', async () => {
  const opening = claims();
  await opening.keep(first);
  expect(await claims().find()).toEqual([first]);
  await opening.noteOpened(1_700_000_000);
  expect(await claims().find()).toEqual([first]);
  await opening.finish();
  expect(await claims().find()).toEqual([]);
  expect(await claims().past()).toEqual({ openedAt: [1_700_000_000], begunAt: [] });
  expect(files().map(read).join('')).toBe('opened 1700000000\n');
});

test('a claim that the server refused leaves nothing', async () => {
  const opening = claims();
  await opening.keep(first);
  await opening.drop();
  expect(files()).toEqual([]);
});

test('only this user can read the folder and files, and they do not name the share', async () => {
  chmodSync(folder, 0o755);
  await claims().keep(first);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of files()) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(name + read(name)).not.toContain(id);
  }
});

test('a new process with the pid of a killed one does not hide its claim', async () => {
  using running = alive();
  writeFileSync(join(folder, fileName(id, first)), `claim ${first} ${running.pid} another-boot:1 -\n`);
  expect(await claims().find()).toEqual([first]);
});

test('a claim of a running opening is neither taken nor lost, and another opening keeps its own', async () => {
  using running = alive();
  const name = fileName(id, first);
  writeFileSync(join(folder, name), `claim ${first} ${running.pid} - -\n`);
  const beside = claims();
  expect(await beside.find()).toEqual([]);
  await beside.keep(second);
  expect(await claims().find()).toEqual([second]);
  await beside.drop();
  expect(files()).toEqual([name]);
});

test('the claim of a process that has hung for more than a day is available', async () => {
  using running = alive();
  left(fileName(id, first), `claim ${first} ${running.pid} - -\n`, DAY + MINUTE);
  expect(await claims().find()).toEqual([first]);
});

test('a claim is removed when its lease ends, even for another share, and its time is kept for 30 days', async () => {
  left(fileName(other, first), `claim ${first} 1 gone:1 1700000000\n`, 11 * MINUTE);
  left(fileName(other, second), `claim ${second} 1 gone:1 -\n`, 11 * MINUTE);
  await claims().tidy();
  expect(files().map(read).join('')).not.toMatch(/claim|[ab]{43}/);
  const past = await claims(other).past();
  expect(past.openedAt).toEqual([1_700_000_000]);
  expect(past.begunAt).toHaveLength(1);
  for (const name of files()) {
    const at = Date.now() / 1000 - 31 * DAY;
    utimesSync(join(folder, name), at, at);
  }
  await claims().tidy();
  expect(files()).toEqual([]);
});

test('a claim with a running lease is kept, however long its download takes', async () => {
  const opening = claims(other);
  await opening.keep(first);
  const [name = ''] = files();
  const at = Date.now() / 1000 - 60 * MINUTE;
  utimesSync(join(folder, name), at, at);
  await opening.extend();
  writeFileSync(join(folder, fileName(other, second)), `claim ${second} 1 gone:1 -\n`);
  await claims().tidy();
  expect((await claims(other).find()).toSorted()).toEqual([first, second]);
});

test('setting the clock back neither loses claims immediately nor keeps them forever', async () => {
  left(fileName(other, first), `claim ${first} 1 gone:1 -\n`, -60 * MINUTE);
  left(fileName(other, second), `claim ${second} 1 gone:1 -\n`, -400 * DAY);
  await claims().tidy();
  expect(await claims(other).find()).toEqual([first]);
  await claims().tidy();
  expect(files()).toEqual([fileName(other, first)]);
});

test('a half-written file of a killed run is not a claim, and is removed', async () => {
  left(fileName(other, first), `claim ${first.slice(0, 20)}`, 11 * MINUTE);
  left(`${fileName(other, second)}.new-0123abcd`, 'claim', 11 * MINUTE);
  left('notes.txt', 'of somebody else', 400 * DAY);
  expect(await claims(other).find()).toEqual([]);
  await claims().tidy();
  expect(files()).toEqual(['notes.txt']);
});

test('a claim of an older version is found and kept under its new name', async () => {
  left(id, `1 ${first} gone:1\n`, MINUTE);
  const opening = claims();
  expect(await opening.find()).toEqual([first]);
  await opening.keep(first);
  expect(files()).toEqual([fileName(id, first)]);
  left(other, `1 ${second} gone:1\n`, 11 * MINUTE);
  await claims().tidy();
  expect(files().some((name) => name.includes(other))).toBe(false);
  expect((await claims(other).past()).begunAt).toHaveLength(1);
});

test('many concurrent processes keep their claims', async () => {
  const all = Array.from({ length: 20 }, (_, i) => String.fromCharCode(65 + i).repeat(43));
  await Promise.all(all.map((claim) => claims().keep(claim)));
  expect(files()).toHaveLength(20);
  await Promise.all(all.map(() => claims().tidy()));
  expect(files().every((name) => name.startsWith(shareMark(id)))).toBe(true);
});

test('the folder does not grow without limit', async () => {
  for (let i = 0; i < 2050; i++) left(`${String(i).padStart(32, '0')}-00000000`, 'opened 1700000000\n', i);
  await claims().tidy();
  expect(files().length).toBeLessThanOrEqual(2000);
  expect(files()[0]).toMatch(/^0{32}-/);
});

test('without a state folder the claim is saved in the output folder, and leaves nothing there', async () => {
  const output = join(home, 'out');
  const opening = claimsOf({ env: {} }, id, output);
  await opening.expectPlace();
  await opening.keep(first);
  expect(readdirSync(output)).toEqual([`.sotto-opening-${fileName(id, first)}`]);
  expect(await claimsOf({ env: {} }, id, output).find()).toEqual([first]);
  await opening.finish();
  expect(readdirSync(output)).toEqual([]);
});

test.each([
  ['nothing says where', {}, 'HOME and XDG_STATE_HOME are not set to absolute paths'],
  ['nothing can be made there', { HOME: '/proc/nowhere' }, '/proc/nowhere/.local/state/sotto/openings cannot be used'],
  ['it is not absolute', { HOME: '.', XDG_STATE_HOME: 'state' }, 'not set to absolute paths'],
  ['it is empty', { HOME: '', XDG_STATE_HOME: '' }, 'HOME and XDG_STATE_HOME are not set to absolute paths'],
])('if %s, a folder is requested before a view is spent', async (_what, env, why) => {
  const opening = claimsOf({ env }, id);
  await expect(opening.expectPlace()).rejects.toThrow(why);
  await expect(opening.keep(first)).rejects.toThrow('Use -o DIR (sotto open), or set XDG_STATE_HOME');
  expect(opening.isKept()).toBe(false);
  expect(existsSync('/proc/nowhere')).toBe(false);
});

/** Another process. */
function alive(): Disposable & { readonly pid: number } {
  const child = spawn('sleep', ['60']);
  return { pid: child.pid ?? 0, [Symbol.dispose]: () => void child.kill() };
}
