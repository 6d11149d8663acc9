import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishFile } from './durable-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('of several processes, one publishes its file whole, for its own user, and the others keep it', async () => {
  const path = join(folder, 'key');
  const all = [1, 2, 3].map((byte) => Buffer.alloc(100_000, byte));
  await Promise.all(all.map((bytes) => publishFile(path, bytes)));
  const published = readFileSync(path);
  expect(all.some((bytes) => bytes.equals(published))).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await publishFile(path, Buffer.of(4));
  expect(readFileSync(path).equals(published)).toBe(true);
  expect(readdirSync(folder), 'no other file is left').toEqual(['key']);
});

test('a folder that does not exist is an error of the system', async () => {
  await expect(publishFile(join(folder, 'gone', 'key'), Buffer.of(1))).rejects.toMatchObject({ code: 'ENOENT' });
});
