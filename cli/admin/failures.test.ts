import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { openStore } from '#server/store.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { testDeps } from '#server/testing/test-stores.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sotto-failures-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const admin = (args: readonly string[], env: Record<string, string> = {}) =>
  runHere(['admin', ...args], { SOTTO_DATA_DIR: dataDir, ...env });

async function openHere() {
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  const store = await openStore({ dataDir, clock, acceptLostKeys: false });
  return testDeps({ dataDir, [Symbol.asyncDispose]: () => Promise.resolve() }, { store, clock });
}

test('if the key slots are missing, admin commands end no share, even if a start may accept the loss', async () => {
  const before = await openHere();
  const share = await madeShare(before);
  await before.store.close();
  const [slots, aside] = [join(dataDir, 'keys.slots'), join(dataDir, 'aside')];
  copyFileSync(slots, aside);
  rmSync(slots);
  const accepting = { SOTTO_ACCEPT_LOST_KEYS: 'true' };
  const looked = await admin(['stats'], accepting);
  expect([looked.code, looked.out]).toEqual([1, '']);
  expect(looked.err).toMatch(/^sotto admin: The key slots \(.*\) are missing\. .*\n$/);
  const examined = await admin(['doctor'], accepting);
  expect(examined.out).toMatch(/The key slots \(.*\) are missing/);
  copyFileSync(aside, slots);
  const after = await openHere();
  expect((await share.open(after, secret())).head.viewsLeft).toBe(0);
  await after.store.close();
});

test('an error is one line, without a stack trace', async () => {
  writeFileSync(join(dataDir, 'sotto.db'), 'no database at all, but long enough to be taken for the header of one');
  const damaged = await admin(['stats']);
  expect(damaged).toMatchObject({ code: 1, out: '' });
  expect(damaged.err).toMatch(/^sotto admin: The database .+ is damaged or is not a Sotto database .+\n$/);
  const refused = await admin(['stats'], { SOTTO_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' });
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: 'sotto admin: PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED): see SOTTO_DATABASE_URL.\n',
  });
  writeFileSync(join(dataDir, 'file'), '');
  const path = join(dataDir, 'file/data');
  expect((await admin(['token', 'create', '--label', 'a'], { SOTTO_DATA_DIR: path })).err).toBe(
    `sotto admin: ${path} cannot be used (ENOTDIR).\n`,
  );
});

test('only the command for the first token creates a database, and says where', async () => {
  for (const args of [['token', 'list'], ['token', 'revoke', '1'], ['token'], ['stats']]) {
    expect(await admin(args)).toEqual({
      code: 1,
      out: '',
      err: `sotto admin: There is no database in ${dataDir}. Check SOTTO_DATA_DIR.\n`,
    });
    expect(existsSync(join(dataDir, 'sotto.db'))).toBe(false);
  }
  const create = ['token', 'create', '--label'];
  expect((await admin([...create, 'a'])).err).toContain(`Created a new database in ${dataDir}.\n`);
  expect((await admin([...create, 'b'])).err).not.toContain('Created a new database');
});

test('without a command, sotto admin prints its help as an error, and a service takes no arguments', async () => {
  expect(await admin([])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^Usage: sotto admin COMMAND /) as string,
  });
  const served = await runHere(['serve', '--port', '8080'], { SOTTO_DATA_DIR: dataDir });
  expect(served).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('SOTTO_PORT=8080 sotto serve') as string,
  });
});
