import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBounded, readBoundedSync } from './read-bounded.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readers = { async: readBounded, sync: async (path: string) => readBoundedSync(path) };

test.each(Object.entries(readers))('%s: a file is read to its end, and one without an end is not', async (_, read) => {
  const path = join(folder, 'file');
  writeFileSync(path, 'a password\n');
  expect((await read(path))?.toString()).toBe('a password\n');
  expect((await read('/proc/self/status'))?.length).toBeGreaterThan(100);
  writeFileSync(path, Buffer.alloc(1_048_576, 'a'));
  expect((await read(path))?.length).toBe(1_048_576);
  writeFileSync(path, Buffer.alloc(1_048_577, 'a'));
  expect(await read(path)).toBeUndefined();
  expect(await read('/dev/zero')).toBeUndefined();
  await expect(read(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});
