import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sayFailure } from './admin/say-failure.ts';
import { loadAddon } from './load-addon.ts';

test('if SQLite cannot be loaded, the error says what it needs, and no file is left behind', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-addon-'));
  let thrown: unknown;
  try {
    loadAddon(Buffer.from('no addon'), dataDir);
  } catch (error) {
    thrown = error;
  }
  expect(sayFailure(thrown)).toMatch(
    /^SQLite could not be loaded\. .+ noexec: the one that TMPDIR names, or the data folder\. /,
  );
  expect(readdirSync(dataDir)).toEqual([]);
  rmSync(dataDir, { recursive: true });
});
