import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBoundedSync } from './read-bounded.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a settings file is read to its end, and one without an end is not', () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'SOTTO_PORT=1\n');
  expect(readBoundedSync(path)?.toString()).toBe('SOTTO_PORT=1\n');
  expect(readBoundedSync('/proc/self/status')?.length).toBeGreaterThan(100);
  writeFileSync(path, Buffer.alloc(1_048_576, 'a'));
  expect(readBoundedSync(path)?.length).toBe(1_048_576);
  writeFileSync(path, Buffer.alloc(1_048_577, 'a'));
  expect(readBoundedSync(path)).toBeUndefined();
  expect(readBoundedSync('/dev/zero')).toBeUndefined();
  expect(() => readBoundedSync(join(folder, 'none'))).toThrow('ENOENT');
});
