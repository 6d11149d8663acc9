import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notProved } from '#scripts/testing/not-proved.ts';
import { makeFolder } from './make-folder.ts';

let above: string;
beforeAll(() => {
  above = mkdtempSync(join(tmpdir(), 'sotto-make-'));
});
afterAll(() => rmSync(above, { recursive: true }));

test('missing folders are created for their owner only, and the topmost is returned', () => {
  expect(makeFolder(join(above, 'a/b/c'))).toBe(join(above, 'a'));
  expect(statSync(join(above, 'a/b/c')).mode & 0o777).toBe(0o700);
  expect(makeFolder(join(above, 'a/b/c'))).toBeUndefined();
});

test('a path through a link is created where the system resolves it', () => {
  mkdirSync(join(above, 'far/away'), { recursive: true });
  symlinkSync(join(above, 'far/away'), join(above, 'link'));
  expect(makeFolder(`${above}/link/../new/deep`)).toBe(`${above}/link/../new`);
  expect(statSync(join(above, 'far/new/deep')).isDirectory()).toBe(true);
  expect(existsSync(join(above, 'new'))).toBe(false);
  makeFolder(`${above}/missing/../beside`);
  expect(statSync(join(above, 'beside')).isDirectory()).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(above, 'file'), '');
  expect(() => makeFolder(join(above, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(above, 'file/a/b'))).toThrow('ENOTDIR');
});

test('it ends with an error where no folder can be created', ({ annotate }) => {
  if (process.platform !== 'linux') return notProved(annotate, 'a folder that cannot be created: this is not Linux');
  expect(() => makeFolder('/proc/sotto/data')).toThrow('ENOENT');
});
