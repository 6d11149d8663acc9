import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readToEndSync, TooLong } from './open-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MAX_BYTES = 1_048_576;
const read = (path: string) => readToEndSync(path, MAX_BYTES);

test('a settings file is read to its end, and refused above the limit, even if it is endless', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'SOTTO_PORT=1\n');
  expect(read(path).toString()).toBe('SOTTO_PORT=1\n');
  expect(read('/proc/self/status').length).toBeGreaterThan(100);
  writeFileSync(path, Buffer.alloc(MAX_BYTES, 'a'));
  expect(read(path).length).toBe(MAX_BYTES);
  writeFileSync(path, Buffer.alloc(MAX_BYTES + 1, 'a'));
  expect(() => read(path)).toThrow(TooLong);
  expect(() => read('/dev/zero')).toThrow(TooLong);
  expect(() => read(join(folder, 'none'))).toThrow('ENOENT');
});
