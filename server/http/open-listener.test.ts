import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isForEveryone } from './open-listener.ts';

test('a socket is for everyone if its mode or its lack of one allows it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-listener-'));
  const path = join(folder, 'socket');
  writeFileSync(path, '');
  chmodSync(path, 0o660);
  expect(isForEveryone(path)).toBe(false);
  // The default of systemd.
  chmodSync(path, 0o666);
  expect(isForEveryone(path)).toBe(true);
  expect(isForEveryone('\0abstract')).toBe(true);
  expect(isForEveryone(join(folder, 'gone'))).toBe(false);
  rmSync(folder, { recursive: true });
});
