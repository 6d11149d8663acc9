import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sayFailure } from './admin/say-failure.ts';
import { loadAddon } from './load-addon.ts';

test('where SQLite cannot be loaded an operator is told what it needs, and nothing is left there', () => {
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
