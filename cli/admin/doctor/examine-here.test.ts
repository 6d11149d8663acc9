import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { openBucketBehindProxy } from '#server/blobs/testing/bucket-behind-proxy.ts';
import { openStore } from '#server/store.ts';
import { withSignIn } from '#server/testing/test-members.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { openTestStore } from '#server/testing/test-stores.ts';

test('the doctor lists everything that it checked, also if all is well', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-doctor-'));
  const doctor = () => runHere(['admin', 'doctor'], { SOTTO_DATA_DIR: dataDir });
  const folder = `ok     The data folder ${dataDir} can be used.`;
  const start = ['ok     The settings are valid and fit together.', folder];
  const secret = 'ok     Only the user of the service can read the data.';
  const empty = await doctor();
  expect(empty.out.split('\n')).toEqual([
    ...start,
    secret,
    'note   There is no database yet: the first start creates it.',
    'No problems found.',
    '',
  ]);
  const clock = { now: () => Math.floor(Date.now() / 1000) };
  await (await openStore({ dataDir, clock, acceptLostKeys: false })).close();
  const opened = [
    'ok     The database and its keys can be opened.',
    'ok     The erasure keys are in keys.slots. The end of a share overwrites its key.',
    'ok     The clock is right.',
    'ok     Nothing is stored past its expiry.',
    'ok     The totals match the shares.',
    'ok     There is space for new shares.',
  ];
  expect(await doctor()).toEqual({
    code: 0,
    out: [...start, secret, ...opened, 'No problems found.', ''].join('\n'),
    err: '',
  });
  chmodSync(join(dataDir, 'sotto.db'), 0o644);
  const open = await doctor();
  expect([open.code, open.out.split('\n')]).toEqual([
    1,
    [
      ...start,
      'WRONG  Other users of this machine can read sotto.db.',
      `         chmod -R go= ${dataDir}`,
      ...opened,
      '1 problem found.',
      '',
    ],
  ]);
  rmSync(dataDir, { recursive: true });
});

test('the doctor tries the bucket of the files, and says what is wrong with it', async () => {
  await using bucket = await openBucketBehindProxy();
  const { proxy } = bucket;
  await using here = await openTestStore('SQLite');
  here.clock.seconds = Math.floor(Date.now() / 1000);
  const env = { SOTTO_DATA_DIR: here.dataDir, ...bucket.settings };
  const doctor = () => runHere(['admin', 'doctor'], env);
  expect((await doctor()).out).toContain(
    `ok     The bucket files of ${proxy.url} can be written, read, listed and cleared.\n`,
  );
  proxy.behave = () => ({ status: 403, code: 'SignatureDoesNotMatch' });
  const refused = await doctor();
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(/^WRONG .*says that the signature is wrong\. Check SOTTO_S3_SECRET_KEY/m);
  proxy.behave = () => 'cut';
  expect((await doctor()).out).toMatch(/^WRONG .*Files cannot be used until it works\.$/m);
});

test('the doctor finds a language that this version lacks', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-doctor-'));
  const env = { SOTTO_DATA_DIR: dataDir, SOTTO_LANGUAGES: 'en,nl' };
  const { code, out } = await runHere(['admin', 'doctor'], env, { languages: ['en'] });
  expect([code, out.split('\n')[0]]).toEqual([1, 'WRONG  SOTTO_LANGUAGES names nl, but this version has en.']);
  rmSync(dataDir, { recursive: true });
});

test('the doctor finds what is for members on a service where nobody can sign in any more', async () => {
  await using here = await openTestStore('SQLite');
  here.clock.seconds = Math.floor(Date.now() / 1000);
  const deps = withSignIn(here.deps);
  const doctor = async (env: Readonly<Record<string, string>> = {}) =>
    (await runHere(['admin', 'doctor'], { SOTTO_DATA_DIR: here.dataDir, ...env })).out;
  await madeShare(deps, { members: [] });
  expect(await doctor()).toContain(
    'WRONG  1 share or request is for members, and nobody can sign in: SOTTO_OIDC_ISSUER is not set. Nobody can open it.\n',
  );
  await madeShare(deps, { members: ['staff'] });
  expect(await doctor()).toContain('2 shares and requests are for members');
  const signIn = { SOTTO_OIDC_ISSUER: 'http://127.0.0.1:1', SOTTO_OIDC_CLIENT_ID: 'sotto' };
  expect(await doctor(signIn)).not.toContain('for members');
});
