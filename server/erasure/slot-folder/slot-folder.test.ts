import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FILE_BYTES, pathOf, writeMarker } from './layout.ts';
import { openSlotFolder, readSlots } from './slot-folder.ts';

const NAME = 'test';
let path: string;
beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), 'sotto-slots-'));
  await writeMarker(path, NAME);
});
afterEach(() => rmSync(path, { recursive: true }));

test('the next blocks of a file need no space: nothing is written again', async () => {
  const slots = openSlotFolder({ path, name: NAME });
  await slots.prepare(0);
  const { mtimeNs } = statSync(path, { bigint: true });
  await slots.prepare(128);
  await slots.prepare(256);
  expect(statSync(path, { bigint: true }).mtimeNs, 'no file was made and removed').toBe(mtimeNs);
  await slots.prepare(65_536);
  expect(readdirSync(path).sort()).toEqual(['keys-000000.slots', 'keys-000001.slots', 'sotto-keys']);
  await slots.close();
});

test('slots that a disk does not return are unknown, not free', async () => {
  const slots = openSlotFolder({ path, name: NAME });
  await slots.prepare(0);
  await slots.close();
  truncateSync(pathOf(path, 0), FILE_BYTES / 2);
  const handle = await open(pathOf(path, 0));
  await expect(readSlots(handle)).rejects.toMatchObject({ code: 'unavailable' });
  await handle.close();
});
