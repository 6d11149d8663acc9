import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestStore } from '#server/testing/test-stores.ts';
import { BackupError, makeBackup } from './make-backup.ts';

test('a link to an empty folder is followed: the folder becomes the backup, and the link stays', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const [real, link] = [join(dataDir, 'real'), join(dataDir, 'link')];
  mkdirSync(real);
  symlinkSync(real, link);
  await makeBackup(deps, { folder: link, withKeys: false });
  expect([lstatSync(link).isSymbolicLink(), readdirSync(real)]).toEqual([true, ['sotto.db']]);
});

test('where no backup can be, it is said before anything is copied', async () => {
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
  expect(await refusal(dangling)).toBe(`${dangling} is a link to nothing: name a new folder.`);
  expect(await refusal(file)).toBe(`${file} is not a folder that can be read (ENOTDIR).`);
  if (process.platform === 'linux') {
    expect(await refusal('/proc/sotto/backup')).toBe('/proc/sotto takes no new folder (ENOENT).');
  }
});
