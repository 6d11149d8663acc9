import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runHere } from '#cli/testing/run-here.ts';
import { openBucketBehindProxy } from '#server/blobs/testing/bucket-behind-proxy.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { movedTables } from '#server/db/moving/moved-tables.ts';
import { openDeps } from '#server/open-deps.ts';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { findWrongReservations } from '#server/records/reservation-total.ts';
import { findWrongTotals } from '#server/records/totals.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { makePlace, openTestStore } from '#server/testing/test-stores.ts';
import { TestUpload, uploaded } from '#server/testing/test-upload.ts';

type Settings = Readonly<Record<string, string>>;
const assets = assetsOnDisk('no-pages');

interface Place extends AsyncDisposable {
  readonly settings: Settings;
  readonly keysDir: string;
}

type Kind = 'SQLite' | 'PostgreSQL' | 'PostgreSQL with a folder';

/** An empty place for a service. */
async function makeSide(kind: Kind): Promise<Place> {
  const place = await makePlace(kind === 'SQLite' ? 'SQLite' : 'PostgreSQL');
  const keysDir = join(place.dataDir, 'keys');
  if (kind.includes('folder')) mkdirSync(keysDir);
  const settings = {
    SOTTO_DATA_DIR: place.dataDir,
    ...(place.databaseUrl !== undefined && {
      SOTTO_DATABASE_URL: place.databaseUrl,
      SOTTO_SERVER_KEY_FILE: join(place.dataDir, 'shared.key'),
    }),
    ...(kind.includes('folder') && { SOTTO_KEYS_DIR: keysDir }),
  };
  return {
    settings,
    keysDir,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

async function serveAt({ settings }: Place): Promise<Deps & AsyncDisposable> {
  const deps = await openDeps(parseConfig(settings), assets);
  return Object.assign(deps, { [Symbol.asyncDispose]: () => deps.store.close() });
}

/** As an operator writes it. */
async function moveTo(source: Place, target: Place, change: Settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-move-'));
  const file = join(folder, 'new.env');
  const lines = Object.entries({ ...target.settings, ...change }).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(''));
  const ran = await runHere(['admin', 'move', '--to-settings', file], source.settings);
  rmSync(folder, { recursive: true });
  return ran;
}

/** A service with a share of each kind, as it was when it stopped. */
async function liveService(place: Place) {
  if (place.settings['SOTTO_SERVER_KEY_FILE'] !== undefined)
    writeFileSync(place.settings['SOTTO_SERVER_KEY_FILE'], Buffer.alloc(32, 7), { mode: 0o600 });
  await using deps = await serveAt(place);
  const [live, opened, deleted] = [await madeShare(deps), await madeShare(deps), await madeShare(deps)];
  const claim = secret();
  await opened.open(deps, claim);
  await deleted.delete(deps);
  const files = await uploaded(deps, { maxViews: 2 });
  const begun = new TestUpload(deps.clock.now());
  await begun.begin(deps);
  await begun.put(deps, 0);
  const tried = await madeShare(deps, { password: true });
  await expect(tried.open(deps, secret(), secret())).rejects.toMatchObject({ code: 'wrong-password' });
  return { live, opened, deleted, files, claim, tried, begun };
}

type Shares = Awaited<ReturnType<typeof liveService>>;

async function checkLife(deps: Deps, { live, opened, deleted, files, claim, tried, begun }: Shares): Promise<void> {
  expect((await live.open(deps)).head.viewsLeft).toBe(0);
  await expect(live.open(deps), 'a view is spent once').rejects.toMatchObject({ code: 'ended' });
  expect((await opened.open(deps, claim)).head.viewsLeft, 'a lost reply is repeated').toBe(0);
  await expect(opened.open(deps)).rejects.toMatchObject({ code: 'ended' });
  await expect(deleted.open(deps)).rejects.toMatchObject({ code: 'ended' });
  const reader = secret();
  await files.share.open(deps, reader);
  expect(Buffer.compare(await files.read(deps, reader, { from: 0, chunks: 3 }), files.body)).toBe(0);
  await expect(tried.open(deps, secret(), secret())).rejects.toMatchObject({ members: { attemptsLeft: 3 } });
  for (let part = 1; part < begun.parts; part++) await begun.put(deps, part);
  await begun.finish(deps);
  expect((await begun.share.open(deps)).head.viewsLeft).toBe(0);
  await sweep(deps);
  expect([await findWrongTotals(deps.store.read), await findWrongReservations(deps.store.read)]).toEqual([[], []]);
  await madeShare(deps);
}

/** No key is left in a place. */
async function expectNoKeys({ settings, keysDir }: Place): Promise<void> {
  if (settings['SOTTO_DATABASE_URL'] === undefined) {
    expect(readFileSync(join(settings['SOTTO_DATA_DIR'] ?? '', 'keys.slots'))).toHaveLength(0);
  } else if (settings['SOTTO_KEYS_DIR'] !== undefined) {
    const slots = readdirSync(keysDir).filter((name) => name.endsWith('.slots'));
    expect(slots.length).toBeGreaterThan(0);
    for (const name of slots)
      expect(Buffer.alloc(64 * 65_536).equals(readFileSync(join(keysDir, name)).subarray(4096))).toBe(true);
  } else {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: settings['SOTTO_DATABASE_URL'] });
    await client.connect();
    expect((await client.query('select * from erasure_key')).rows).toEqual([]);
    await client.end();
  }
}

describe.each([
  ['SQLite', 'PostgreSQL'],
  ['PostgreSQL', 'SQLite'],
  ['SQLite', 'PostgreSQL with a folder'],
  ['PostgreSQL with a folder', 'SQLite'],
  ['PostgreSQL', 'PostgreSQL with a folder'],
] as const)('from %s to %s', (from, to) => {
  test('a stopped service moves with everything that lives, and the source cannot be started', async () => {
    await using source = await makeSide(from);
    await using target = await makeSide(to);
    const shares = await liveService(source);
    const moved = await moveTo(source, target);
    expect(moved).toMatchObject({ code: 0, err: '' });
    expect(moved.out).toMatch(
      /Verified: every row, key and file[^]*The service has moved\. Start it with the settings/,
    );
    await expectNoKeys(source);
    await expect(serveAt(source)).rejects.toThrow(/was moved to .*Start the service with the settings of that place/);
    expect((await moveTo(source, target)).code, 'it can be repeated').toBe(0);
    await using deps = await serveAt(target);
    await checkLife(deps, shares);
  });
});

test('a running service, or a place that is in use, is refused', async () => {
  for (const kind of ['SQLite', 'PostgreSQL'] as const) {
    await using source = await makeSide(kind);
    await using target = await makeSide(kind === 'SQLite' ? 'PostgreSQL' : 'SQLite');
    const { live } = await liveService(source);
    const { SOTTO_DATA_DIR: dataDir = '', SOTTO_SERVER_KEY_FILE: serverKey = join(dataDir, 'server.key') } =
      target.settings;
    {
      await using running = await serveAt(source);
      const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>();
      const working = running.store.alone('sweep', () => stopped);
      const refused = await moveTo(source, target);
      stop(undefined);
      await working;
      expect([refused.code, refused.err]).toEqual([
        1,
        expect.stringMatching(/Another process is using .*Stop the service/),
      ]);
      expect((await running.store.read.run('select state from move', [])).length).toBe(0);
    }
    {
      writeFileSync(serverKey, Buffer.alloc(32, 7));
      await using used = await serveAt(target);
      await madeShare(used);
    }
    rmSync(serverKey);
    const full = await moveTo(source, target);
    expect([full.code, full.err]).toEqual([1, expect.stringMatching(/The new place is not empty/)]);
    await using deps = await serveAt(source);
    expect((await live.open(deps)).head.viewsLeft, 'the source is as it was').toBe(0);
  }
});

test('settings that are wrong, incomplete, or of the same place are refused by name, and nothing is begun', async () => {
  await using source = await makeSide('SQLite');
  await using target = await makeSide('PostgreSQL');
  await liveService(source);
  const saying = async (to: Place, change?: Settings) => {
    const { code, err } = await moveTo(source, to, change);
    expect(code).toBe(1);
    return err;
  };
  expect(await saying(target, { SOTTO_DATABSE_URL: 'x' })).toMatch(
    /SOTTO_DATABSE_URL, in the file that --to-settings names, is not a/,
  );
  expect(await saying(target, { SOTTO_PORT: 'http' })).toMatch(/SOTTO_PORT must be a whole number/);
  expect(await saying(target, { SOTTO_DATA_DIR: '' })).toMatch(/Set SOTTO_DATA_DIR in .*new\.env/);
  expect(await saying(target, { SOTTO_SERVER_KEY_FILE: '' })).toMatch(
    /Set SOTTO_SERVER_KEY_FILE in the settings of the new/,
  );
  expect(await saying(source)).toMatch(/which the service uses already/);
  const none = await runHere(['admin', 'move', '--to-settings', '/nowhere/new.env'], source.settings);
  expect([none.code, none.err]).toEqual([
    1,
    expect.stringMatching(/--to-settings names the file \/nowhere\/new\.env, which cannot be read/),
  ]);
  expect((await runHere(['admin', 'move'], source.settings)).code).toBe(2);
  expect((await runHere(['admin', 'move', '--cancel'], source.settings)).err).toMatch(
    /No move of this database has begun/,
  );
  await using deps = await serveAt(source);
  await madeShare(deps);
});

test('a bucket that cannot be used is refused before anything is begun', async () => {
  await using bucket = await openBucketBehindProxy();
  await using source = await makeSide('SQLite');
  await using target = await makeSide('SQLite');
  const { files } = await liveService(source);
  const { settings } = bucket;
  const wrong = [
    [{ SOTTO_S3_BUCKET: 'elsewhere' }, /has no such bucket\. Check SOTTO_S3_BUCKET/],
    [{ SOTTO_S3_URL: 'http://127.0.0.1:1' }, /does not take connections\. Check SOTTO_S3_URL/],
  ] as const;
  for (const [change, sentence] of wrong) {
    const refused = await moveTo(source, target, { ...settings, ...change });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(sentence);
    await using deps = await serveAt(source);
    await madeShare(deps);
  }
  expect((await moveTo(source, target, settings)).code).toBe(0);
  const { SOTTO_DATA_DIR } = target.settings;
  await using deps = await openDeps(parseConfig({ ...settings, SOTTO_DATA_DIR }), assets).then((opened) =>
    Object.assign(opened, { [Symbol.asyncDispose]: () => opened.store.close() }),
  );
  expect((await files.share.open(deps)).head.viewsLeft).toBe(1);
});

test('a source whose files are missing is not taken for one without files, and says how to go on', async () => {
  await using source = await makeSide('SQLite');
  await using target = await makeSide('PostgreSQL');
  await liveService(source);
  const bodies = join(source.settings['SOTTO_DATA_DIR'] ?? '', 'bodies');
  renameSync(bodies, `${bodies}-away`);
  const failed = await moveTo(source, target);
  expect(failed.code).toBe(1);
  expect(failed.err).toMatch(/of a share is missing, or parts of it are\. Check that the disk/);
  expect(failed.err).toMatch(/The move is not complete\. Repeat this command: [^]* sotto admin move --cancel\./);
  renameSync(`${bodies}-away`, bodies);
  expect((await moveTo(source, target)).code).toBe(0);
});

test('every table is copied, or says why not', async () => {
  await using here = await openTestStore('PostgreSQL');
  const tables = (await here.deps.store.read.run(
    'select tablename as name from pg_tables where schemaname = current_schema()',
    [],
  )) as ReadonlyArray<{ readonly name: string }>;
  const inSqlite = ['free_slot'];
  expect([...tables.map(({ name }) => name), ...inSqlite].sort()).toEqual(
    [...Object.keys(movedTables), 'migration'].sort(),
  );
});
