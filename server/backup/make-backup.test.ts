import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '#server/errors.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { uploaded } from '#server/testing/test-upload.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import { BackupError, makeBackup } from './make-backup.ts';

test('a link to an empty folder is followed, so the folder becomes the backup and the link stays', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const [real, link] = [join(dataDir, 'real'), join(dataDir, 'link')];
  mkdirSync(real);
  symlinkSync(real, link);
  await makeBackup(deps, { folder: link, withKeys: false });
  expect([lstatSync(link).isSymbolicLink(), readdirSync(real)]).toEqual([true, ['server.key', 'sotto.db']]);
});

test('an unusable target is reported before anything is copied', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const refusal = async (folder: string) => {
    const error: unknown = await makeBackup(deps, { folder, withKeys: false }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BackupError);
    return (error as BackupError).message;
  };
  const [dangling, file] = [join(dataDir, 'dangling'), join(dataDir, 'file')];
  symlinkSync(join(dataDir, 'nowhere'), dangling);
  writeFileSync(file, '');
  expect(await refusal(dangling)).toBe(`${dangling} is a link to a missing folder. Name a new folder.`);
  expect(await refusal(file)).toBe(`${file} is not a readable folder (ENOTDIR).`);
  if (process.platform === 'linux') {
    expect(await refusal('/proc/sotto/backup')).toBe('/proc/sotto cannot contain a new folder (ENOENT).');
  }
});

test.each([
  ['the file system', Object.assign(new Error('write'), { code: 'ENOSPC' })],
  ['SQLite', Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })],
  ['the store of files', new AppError('insufficient-storage')],
])('when %s has no space, nothing is left and the folder is named', async (_who, error) => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const above = join(dataDir, 'above');
  const copyTo = async (path: string) => {
    await deps.store.copyTo?.(path);
    throw error;
  };
  const full = { ...deps, store: { ...deps.store, copyTo } };
  await expect(makeBackup(full, { folder: join(above, 'backup'), withKeys: true })).rejects.toThrow(
    new BackupError(`${above} has no space for the backup. No backup was made.`),
  );
  expect(readdirSync(above)).toEqual([]);
});

test('a backup cancelled during the files leaves nothing and reads no further', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  await uploaded(deps);
  const above = join(dataDir, 'above');
  const ending = new AbortController();
  const read: number[] = [];
  const get: typeof deps.blobs.get = (range) => {
    read.push(range.part);
    ending.abort(new Error('enough'));
    return deps.blobs.get(range);
  };
  const options = { folder: join(above, 'backup'), withKeys: true, signal: ending.signal };
  await expect(makeBackup({ ...deps, blobs: { ...deps.blobs, get } }, options)).rejects.toThrow('enough');
  expect([read.length, readdirSync(above)]).toEqual([1, []]);
});

test('writes continue while the keys are read, and a share that ends in the meantime is not in the backup', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const shares = [await madeShare(deps), await madeShare(deps), await madeShare(deps)];
  let reads = 0;
  const withKey: typeof deps.store.withKey = async (place, use) => {
    const used = await deps.store.withKey(place, use);
    reads++;
    if (reads === 2) await shares[0]?.delete(deps);
    return used;
  };
  const folder = join(dataDir, 'backup');
  const backup = await makeBackup({ ...deps, store: { ...deps.store, withKey } }, { folder, withKeys: true });
  expect([reads, backup.shares]).toEqual([3, 2]);
  const slots = readFileSync(join(folder, 'keys.slots'));
  expect(shares.map(({ id }) => slots.includes(Buffer.from(id)))).toEqual([false, true, true]);
});
