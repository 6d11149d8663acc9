import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestApp } from '#server/testing/test-app.ts';
import { uploaded } from '#server/testing/test-upload.ts';
import { readStats } from './stats.ts';

test('the files in bodies/ are counted, and a folder that disappears during the count counts as 0', async () => {
  await using service = await openTestApp();
  const { deps, testStore } = service;
  const { body } = await uploaded(deps);
  expect((await readStats(deps)).fileBytes).toMatchObject({ 'bodies/': body.length });
  const freeBytes = async () => {
    const free = await deps.blobs.freeBytes();
    rmSync(join(testStore.dataDir, 'bodies'), { recursive: true });
    return free;
  };
  expect((await readStats({ ...deps, blobs: { ...deps.blobs, freeBytes } })).fileBytes).toMatchObject({ 'bodies/': 0 });
});
