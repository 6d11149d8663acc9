import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';

test('keys move with two commands, and the doctor says what each place promises', async () => {
  await using here = await openTestStore('PostgreSQL');
  here.clock.seconds = Math.floor(Date.now() / 1000);
  const keysDir = join(here.dataDir, 'keys');
  mkdirSync(keysDir, { mode: 0o700 });
  const table = { SOTTO_DATA_DIR: here.dataDir, SOTTO_DATABASE_URL: here.databaseUrl ?? '' };
  const folder = { ...table, SOTTO_KEYS_DIR: keysDir };
  const doctor = async (env: Readonly<Record<string, string>>) => (await runHere(['admin', 'doctor'], env)).out;
  const move = (to: string, env: Readonly<Record<string, string>> = folder) =>
    runHere(['admin', 'move-keys', '--to', to], env);
  await madeShare(here.deps);

  expect(await doctor(table)).toContain(
    'ok     The erasure keys are in PostgreSQL. Its logs, replicas and backups keep',
  );
  expect(await doctor(folder)).toContain(
    'WRONG  SOTTO_KEYS_DIR is set, but the erasure keys of this database are not in',
  );
  expect(await move('elsewhere')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--to folder or --to database/) as string,
  });
  const unset = await move('folder', table);
  expect([unset.code, unset.err]).toEqual([1, expect.stringMatching(/Set SOTTO_DATABASE_URL and SOTTO_KEYS_DIR/)]);

  expect(await move('folder')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 key was moved\. Start/) as string,
    err: '',
  });
  expect(await doctor(folder)).toContain(
    `ok     The erasure keys are in ${keysDir}. The end of a share overwrites its key,`,
  );
  expect(await doctor(table)).toContain(
    'WRONG  The erasure keys of this database are in a folder, but SOTTO_KEYS_DIR is not set.',
  );

  expect(await move('database')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^1 key was moved\. The folder is empty/) as string,
  });
  expect(readdirSync(keysDir)).toEqual([]);
  rmSync(keysDir, { recursive: true });
  const missing = await move('folder');
  expect([missing.code, missing.err]).toEqual([
    1,
    expect.stringMatching(/There is no folder .*keys \(SOTTO_KEYS_DIR\)/),
  ]);
});
