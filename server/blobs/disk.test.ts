import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BodyGone } from './blobs.ts';
import type { Blobs } from './blobs.ts';
import { openDiskBlobs } from './disk.ts';
import { PIECE_BYTES } from './pieces.ts';
import { collect, heldSource, namesOf, partOf } from './testing/sources.ts';

const body = 'abcdef';
const first = { body, part: 0 };
const random = (length: number) => new Uint8Array(randomBytes(length));
const beginning = `0.${'0123456789abcdef'.repeat(2)}`;

let above: string;
let root: string;
let own: string;
let blobs: Blobs;

beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'sotto-disk-'));
  root = join(above, 'data', 'blobs');
  own = join(root, 'ab', body);
  blobs = await openDiskBlobs({ folder: root });
});
afterEach(() => rm(above, { recursive: true }));

test('a part is a file for this user only, below the first two characters of its file body', async () => {
  await blobs.put(partOf({ body, part: 12 }, random(100)));
  expect(readdirSync(own)).toEqual(['12']);
  const modes = await Promise.all([root, join(root, 'ab'), own, join(own, '12')].map((path) => stat(path)));
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '700', '600']);
});

test('stored parts are found again, also by several readers at once', async () => {
  const bytes = random(1000);
  await blobs.put(partOf(first, bytes));
  const other = await openDiskBlobs({ folder: root });
  expect(await other.list(body)).toEqual(new Map([[0, 1000]]));
  expect(await other.put(partOf(first, bytes))).toBe('same');
  const sources = [blobs, other].map((store) => ({ store, ...heldSource(random(1000)) }));
  const puts = sources.map(({ store, bytes }) => store.put({ body, part: 1, bytes, length: 1000 }));
  await Promise.all(sources.map(({ begun }) => begun));
  for (const { letGo } of sources) letGo();
  expect((await Promise.all(puts)).sort()).toEqual(['different', 'stored']);
  expect(readdirSync(own).sort()).toEqual(['0', '1']);
});

describe('while a part is written', () => {
  test('it is not visible, and fails if its file body is deleted', async () => {
    const { bytes, begun, letGo } = heldSource(random(4 * PIECE_BYTES));
    const put = blobs.put({ ...first, bytes, length: 4 * PIECE_BYTES });
    await begun;
    expect(await blobs.list(body)).toEqual(new Map());
    expect(await blobs.get({ ...first, start: 0, end: 1 })).toBeUndefined();
    expect(await namesOf(blobs)).toEqual([body]);
    expect(readdirSync(own)).toHaveLength(1);
    await (await openDiskBlobs({ folder: root })).deleteBody(body);
    letGo();
    await expect(put).rejects.toThrow(BodyGone);
    expect(readdirSync(root)).toEqual([]);
    expect(await blobs.put(partOf(first, random(1)))).toBe('stored');
  });

  test('at most one unwritten piece of 64 MB is in memory', async () => {
    const length = 64 * 2 ** 20;
    const line = random(65_536);
    let given = 0;
    let held = 0;
    const bytes = async function* () {
      while (given < length) {
        const [name = ''] = existsSync(own) ? readdirSync(own) : [];
        held = Math.max(held, given - (name ? statSync(join(own, name)).size : 0));
        given += line.length;
        yield line;
      }
    };
    expect(await blobs.put({ ...first, bytes: bytes(), length })).toBe('stored');
    expect(held).toBeLessThan(PIECE_BYTES + line.length);
  });
});

describe('nothing is left', () => {
  test('after a part is refused or aborted', async () => {
    await blobs.put(partOf(first, random(2 * PIECE_BYTES)));
    const broken = async function* () {
      yield random(PIECE_BYTES);
      throw new Error('connection lost');
    };
    for (const part of [0, 1]) {
      await expect(blobs.put({ body, part, bytes: broken(), length: 2 * PIECE_BYTES })).rejects.toThrow(
        'connection lost',
      );
      await expect(blobs.put({ ...partOf({ body, part }, random(5)), length: 6 })).rejects.toThrow(RangeError);
      await expect(blobs.put({ ...partOf({ body, part }, random(5)), length: 4 })).rejects.toThrow(RangeError);
    }
    expect(await blobs.put(partOf(first, random(3)))).toBe('different');
    expect(readdirSync(own)).toEqual(['0']);
    expect(openFiles()).toEqual([]);
  });

  test('after a part does not fit on the disk', async () => {
    const script = `
      import { openDiskBlobs } from ${JSON.stringify(new URL('./disk.ts', import.meta.url).href)};
      const blobs = await openDiskBlobs({ folder: process.argv[1] });
      async function* bytes(length) { yield new Uint8Array(length); }
      const put = (part, length) => blobs.put({ body: 'abcdef', part, length, bytes: bytes(length) });
      console.log(await put(0, 1_000_000), await put(1, 1_550_000).catch(({ code }) => code), await put(2, 1_000_000));
    `;
    const node = [process.execPath, '--input-type=module', '--eval', script, root];
    const run = promisify(execFile)('bash', ['-c', 'ulimit -f 1500; exec "$@"', 'bash', ...node]);
    expect((await run).stdout).toBe('stored insufficient-storage stored\n');
    expect(readdirSync(own).sort()).toEqual(['0', '2']);
  });
});

/** Open files below the folder of this test. Only Linux lists them; elsewhere the list is empty. */
function openFiles(): string[] {
  if (!existsSync('/proc/self/fd')) return [];
  return readdirSync('/proc/self/fd').flatMap((file) => {
    try {
      const path = readlinkSync(join('/proc/self/fd', file));
      return path.startsWith(above) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('no file stays open', () => {
  const range = { ...first, start: 0, end: 4 * PIECE_BYTES };

  beforeEach(async () => {
    await blobs.put(partOf(first, random(4 * PIECE_BYTES)));
  });
  afterEach(() => expect(openFiles()).toEqual([]));

  test('when a range was read, is too long, or does not exist', async () => {
    await collect(await blobs.get(range));
    await collect(await blobs.get({ ...range, end: 0 }));
    await blobs.get({ ...range, end: range.end + 1 });
    await blobs.get({ ...range, part: 1 });
  });

  test('when the reader stops early', async () => {
    for await (const piece of (await blobs.get(range)) ?? []) {
      expect(piece.length).toBe(PIECE_BYTES);
      break;
    }
  });

  test('when the reader stops while it waits for a piece', async () => {
    const pieces = (await blobs.get(range))?.[Symbol.asyncIterator]();
    const asked = pieces?.next();
    expect(await pieces?.return?.()).toEqual({ done: true, value: undefined });
    expect((await asked)?.done).toBe(false);
    expect((await pieces?.next())?.done).toBe(true);
  });

  test('when the reader never starts and returns the iterator', async () => {
    const pieces = (await blobs.get(range))?.[Symbol.asyncIterator]();
    expect(openFiles().length).toBeLessThanOrEqual(1);
    await pieces?.return?.();
  });

  test('when the reader never starts and is garbage-collected', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    await blobs.get(range);
    const left = () => {
      collectGarbage();
      return openFiles();
    };
    await expect.poll(left).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  test('when the file became shorter', async () => {
    const pieces = await blobs.get(range);
    await writeFile(join(own, '0'), 'short');
    await expect(collect(pieces)).rejects.toThrow('shorter');
  });

  test('after a partial listing of file bodies', async () => {
    await blobs.put(partOf({ body: 'abcdeg', part: 0 }, random(1)));
    for await (const name of blobs.bodies()) {
      expect(name).toMatch(/^abcde[fg]$/);
      break;
    }
  });
});

test('only partial files untouched for an hour are removed', async () => {
  await blobs.put(partOf(first, random(10)));
  const names = ['0', beginning, beginning.replace('0.', '1.'), 'notes.txt'];
  for (const name of names.slice(1)) await writeFile(join(own, name), 'half');
  const now = Date.now() / 1000;
  for (const name of ['0', beginning, 'notes.txt']) await utimes(join(own, name), now - 3700, now - 3700);
  await utimes(join(own, beginning.replace('0.', '1.')), now - 3500, now - 3500);
  await blobs.removeLeftovers();
  expect(readdirSync(own).sort()).toEqual(names.filter((name) => name !== beginning).sort());
  expect(await blobs.list(body)).toEqual(new Map([[0, 10]]));
});

test('foreign names are ignored', async () => {
  await blobs.put(partOf(first, random(10)));
  await mkdir(join(root, 'lost+found', 'abcdef'), { recursive: true });
  await mkdir(join(root, 'zz', 'abcdef'), { recursive: true });
  await mkdir(join(root, 'ab', 'ab.bak'));
  await mkdir(join(own, '3'));
  await writeFile(join(root, 'ab', 'abfile'), '');
  await writeFile(join(root, 'readme'), '');
  for (const name of ['01', '1.tmp', '-1', '1e3']) await writeFile(join(own, name), '');
  expect(await namesOf(blobs)).toEqual([body]);
  expect(await blobs.list(body)).toEqual(new Map([[0, 10]]));
});

test('a file body with only a partial file has a trace and is deleted with it', async () => {
  await mkdir(own, { recursive: true });
  await writeFile(join(own, beginning), 'half');
  expect(await namesOf(blobs)).toEqual([body]);
  await blobs.deleteBody(body);
  expect(existsSync(own)).toBe(false);
});
