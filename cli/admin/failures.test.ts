import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { adminCommands } from '#cli/usage/commands.ts';
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
  expect(looked.err).toMatch(/^sotto: The key slots \(.*\) are missing\. .*\n$/);
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
  expect(damaged.err).toMatch(/^sotto: The database .+ is damaged or is not a Sotto database .+\n$/);
  const refused = await admin(['stats'], { SOTTO_DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' });
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: 'sotto: PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED): see SOTTO_DATABASE_URL.\n',
  });
  rmSync(join(dataDir, 'sotto.db'));
  await (await openHere()).store.close();
  const bodies = join(dataDir, 'bodies');
  rmSync(bodies, { recursive: true });
  writeFileSync(bodies, '');
  expect((await admin(['stats'])).err).toBe(`sotto: ${bodies} cannot be used (EEXIST).\n`);
});

/** The dependencies of some commands, besides their names. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'admin token create': ['--label', 'a'],
  'admin token revoke': ['a'],
  'admin delete': ['2NEpo7TZRRrLZSi2U4xGyz'],
  'admin backup': ['copy'],
  'admin audit verify': ['audit.log'],
  'admin move': ['--cancel'],
  'admin move-keys': ['--to', 'folder'],
};
/** The last one is for PostgreSQL only. */
const withoutDatabase = ['admin doctor', 'admin members check', 'admin move-keys'];
const named = adminCommands.map(({ name }) => name).filter((name) => !withoutDatabase.includes(name));
const allLines = named.map((name) => [...name.split(' ').slice(1), ...(needed[name] ?? [])]);

test('no command creates a database; each says where it looked and how to point elsewhere', async () => {
  for (const args of allLines) {
    expect(await admin(args)).toEqual({
      code: 1,
      out: '',
      err: `sotto: There is no database in ${dataDir}. Set SOTTO_DATA_DIR to the data folder of the service, or SOTTO_DATABASE_URL to its PostgreSQL database. For a new installation, start the service once.\n`,
    });
    expect(readdirSync(dataDir)).toEqual([]);
  }
  const unset = await runHere(['admin', 'token', 'create', '--label', 'a']);
  expect(unset.err).toContain(`in ${resolve('data')}, the default, because SOTTO_DATA_DIR is not set. Set`);
});

test('a typing error is reported as one, even if there is no database or the settings are wrong', async () => {
  const wrong = [
    ...Object.keys(needed).map((name) => name.split(' ').slice(1)),
    ...allLines.map((args) => [...args, '--jsno']),
    ['token', 'crate'],
    ['clock', 'acept'],
  ];
  for (const args of wrong) {
    for (const env of [{}, { SOTTO_PORT: 'none' }]) {
      const { code, err } = await admin(args, env);
      expect([code, err], args.join(' ')).toEqual([
        2,
        expect.stringMatching(/^sotto: [^\n]+ See sotto admin [^\n]+\n$/),
      ]);
    }
  }
});

test('an empty database file is refused too, and stays empty', async () => {
  const file = join(dataDir, 'sotto.db');
  writeFileSync(file, '');
  const made = await admin(['token', 'create', '--label', 'a']);
  expect([made.code, made.out, made.err]).toEqual([
    1,
    '',
    expect.stringMatching(/^sotto: The database is empty: .+\n$/),
  ]);
  expect((await admin(['stats'])).err).toContain('The database is empty');
});

test('a misspelt command is not repeated, and the nearest one is suggested', async () => {
  await (await openHere()).store.close();
  for (const [args, meant] of [
    [['tokne', 'list'], 'Did you mean sotto admin token?'],
    [['docter'], 'Did you mean sotto admin doctor?'],
    [['token', 'lst'], 'Did you mean sotto admin token list?'],
    [['token'], 'Use sotto admin token create, list or revoke.'],
    [['clock', 'acept'], 'Did you mean sotto admin clock accept?'],
  ] as const) {
    const { code, err } = await admin(args);
    expect([code, err]).toEqual([2, expect.stringMatching(/^sotto: There is no such admin command\. [^\n]+\n$/)]);
    expect(err).toContain(meant);
    expect(err).not.toMatch(/tokne|docter|lst|acept/);
  }
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
