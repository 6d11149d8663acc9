import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSlotFolder } from '#server/erasure/slot-folder/slot-folder.ts';
import { trialOf, tryMount } from './try-mount.ts';
import type { SecondTrial } from './try-mount.ts';

function makeFolder() {
  const path = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

const openSecond = (folder: string): SecondTrial => {
  const slots = openSlotFolder({ path: folder, name: 'trial', maxWaitMs: 60_000 });
  return { ...trialOf(slots), close: () => slots.close() };
};

test('two processes on a local disk see what the other has written, and leave nothing behind', async () => {
  using folder = makeFolder();
  await tryMount(folder.path);
  expect(readdirSync(folder.path)).toEqual([]);
}, 180_000);

test('a mount that shows a process what it has read before is refused', async () => {
  using folder = makeFolder();
  const cached = async (path: string): Promise<SecondTrial> => {
    const second = openSecond(path);
    const seen = new Map<number, Uint8Array | undefined>();
    return {
      ...second,
      async read(slot) {
        if (!seen.has(slot)) seen.set(slot, await second.read(slot));
        return seen.get(slot);
      },
    };
  };
  await expect(tryMount(folder.path, cached)).rejects.toThrow(
    /^The mount of .* shows? one process what another has already/,
  );
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a mount that writes back the page as a process last saw it is refused', async () => {
  using folder = makeFolder();
  const wholePages = async (path: string): Promise<SecondTrial> => {
    const second = openSecond(path);
    let page: Array<Uint8Array | undefined> = [];
    const readPage = () => Promise.all([0, 1, 2, 3].map((slot) => second.read(slot)));
    page = await readPage();
    const writeBack = async (slot: number, key: Uint8Array | undefined) => {
      page[slot] = key;
      for (const [at, kept] of page.entries()) await (kept ? second.write(at, kept) : second.zero(at));
    };
    return { ...second, write: (slot, key) => writeBack(slot, key), zero: (slot) => writeBack(slot, undefined) };
  };
  await expect(tryMount(folder.path, wholePages)).rejects.toThrow(
    /shows one process what another has already overwritten/,
  );
});

test('a second process that cannot use the folder, and a folder that cannot be written, are refused', async () => {
  using folder = makeFolder();
  const broken = async (path: string): Promise<SecondTrial> => ({
    ...openSecond(path),
    write: () => Promise.reject(Object.assign(new Error('no'), { code: 'ESTALE' })),
  });
  await expect(tryMount(folder.path, broken)).rejects.toThrow(/cannot keep keys in .*ESTALE.*Check its mount/);
  await expect(tryMount(join(folder.path, 'gone'))).rejects.toThrow(/There is no folder .*gone \(SOTTO_KEYS_DIR\)/);
});
