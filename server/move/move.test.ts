import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bucketSettings, openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { Bucket } from '#scripts/testing/test-bucket.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { nameConnections, withDatabaseAlone } from '#server/db/moving/with-database-alone.ts';
import { openDeps } from '#server/open-deps.ts';
import { assetsOnDisk } from '#server/platform/assets.ts';
import { openStore } from '#server/store.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import { makePlace } from '#server/testing/test-stores.ts';
import type { TestDialect } from '#server/testing/test-stores.ts';
import { uploaded } from '#server/testing/test-upload.ts';
import { cancelMove, move } from './move.ts';
import type { Side } from './move.ts';

const assets = assetsOnDisk('no-pages');
const clock = { now: () => Math.floor(Date.now() / 1000) };

/** On PostgreSQL with a folder of keys. Only a target needs a path for the server key. */
async function makeSide(
  dialect: TestDialect,
  role: 'source' | 'target',
  bucket?: Bucket,
): Promise<Side & AsyncDisposable> {
  const place = await makePlace(dialect);
  const { dataDir, databaseUrl } = place;
  const keysDir = join(dataDir, 'keys');
  mkdirSync(keysDir);
  const config = parseConfig({
    SOTTO_DATA_DIR: dataDir,
    ...(bucket && bucketSettings(bucket)),
    ...(databaseUrl !== undefined && {
      SOTTO_DATABASE_URL: nameConnections(databaseUrl),
      SOTTO_KEYS_DIR: keysDir,
      ...(role === 'target' && { SOTTO_SERVER_KEY_FILE: join(dataDir, 'shared.key') }),
    }),
  });
  const ofMove = { ...config, dataDir, clock, mayBeMoving: true };
  return {
    config,
    place: { dataDir, databaseUrl, clock },
    create: async () => (await openStore(ofMove)).close(),
    open: () => openDeps(config, assets, { mayCreate: false, mayBeMoving: true }),
    tryBucket: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** Stops as a killed process does: nothing that follows the step happens. */
class Killed extends Error {}

/** @returns whether it ended before that many steps */
async function moveUntil(sides: { source: Side; target: Side }, steps: number): Promise<boolean> {
  let said = 0;
  const say = () => {
    if (++said === steps) throw new Killed();
  };
  return move({ ...sides, say }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Killed) return false;
      throw error;
    },
  );
}

describe.each([
  ['SQLite', 'PostgreSQL'],
  ['PostgreSQL', 'SQLite'],
] as const)('from %s to %s', (from, to) => {
  test('a move that is killed after any step continues when it is repeated, and until then neither place can be started', async () => {
    await using source = await makeSide(from, 'source');
    await using target = await makeSide(to, 'target');
    const running = await openDeps(source.config, assets);
    const shares = [await madeShare(running), await madeShare(running), (await uploaded(running)).share];
    await running.store.close();
    let steps = 1;
    while (!(await moveUntil({ source, target }, steps))) {
      await expect(openDeps(source.config, assets)).rejects.toThrow(/is being moved|was moved/);
      await expect(openDeps(target.config, assets)).rejects.toThrow(/incomplete copy/);
      steps++;
    }
    expect(steps).toBeGreaterThan(5);
    await expect(cancelMove(source.place)).rejects.toThrow(/complete and cannot be canceled/);
    const deps = await openDeps(target.config, assets);
    for (const share of shares) expect((await share.open(deps)).head.viewsLeft).toBe(0);
    await deps.store.close();
  });

  test('a move that is canceled leaves the source as it was, and its copy can never be used', async () => {
    await using source = await makeSide(from, 'source');
    await using target = await makeSide(to, 'target');
    const first = await openDeps(source.config, assets);
    const share = await madeShare(first);
    await first.store.close();
    expect(await moveUntil({ source, target }, 2)).toBe(false);
    await cancelMove(source.place);
    const again = move({ source, target, say: () => undefined });
    await expect(again).rejects.toThrow(/incomplete copy of another move/);
    const deps = await openDeps(source.config, assets);
    expect((await share.open(deps)).head.viewsLeft).toBe(0);
    await madeShare(deps);
    await deps.store.close();
    await expect(openDeps(target.config, assets)).rejects.toThrow(/incomplete copy/);
  });
});

test.each(['SQLite', 'PostgreSQL'] as const)(
  'a move that was canceled while it ran (%s) ends without erasing anything',
  async (from) => {
    await using source = await makeSide(from, 'source');
    await using target = await makeSide('SQLite', 'target');
    const running = await openDeps(source.config, assets);
    const share = await madeShare(running);
    await running.store.close();
    const open = async () => {
      const deps = await source.open();
      const close = async () => {
        await deps.store.close();
        await cancelMove(source.place);
      };
      return { ...deps, store: { ...deps.store, close } };
    };
    const moving = move({ source: { ...source, open }, target, say: () => undefined });
    await expect(moving).rejects.toThrow('was canceled meanwhile');
    const deps = await openDeps(source.config, assets);
    expect((await share.open(deps)).head.viewsLeft).toBe(0);
    await deps.store.close();
    await expect(openDeps(target.config, assets)).rejects.toThrow(/incomplete copy/);
  },
);

test('tables of another program in the same schema of PostgreSQL stay as they are', async () => {
  await using source = await makeSide('PostgreSQL', 'source');
  await using target = await makeSide('SQLite', 'target');
  await (await openDeps(source.config, assets)).store.close();
  const inSource = (text: string) => withDatabaseAlone(source.place, async ({ run }) => run(text, []));
  await inSource('create table of_another_program (number integer)');
  await move({ source, target, say: () => undefined });
  await inSource('insert into of_another_program values (1)');
  await expect(inSource("insert into token (hash, label, created_at) values ('', '', 1)")).rejects.toThrow(
    /moved_away/,
  );
});

test('PostgreSQL refuses writes of a process that was overlooked', async () => {
  await using source = await makeSide('PostgreSQL', 'source');
  await using target = await makeSide('SQLite', 'target');
  const deps = await openDeps(source.config, assets);
  const share = await madeShare(deps);
  await deps.store.close();
  expect(await moveUntil({ source, target }, 1)).toBe(false);
  const overlooked = await source.open();
  await expect(share.open(overlooked)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(madeShare(overlooked)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await overlooked.store.fitsSchema()).toBe(false);
  await overlooked.store.close();
});

test('files move to a bucket, and from there to a folder', async () => {
  await using bucket = await openTestBucket();
  await using first = await makeSide('SQLite', 'source');
  await using second = await makeSide('SQLite', 'target', bucket);
  await using third = await makeSide('PostgreSQL', 'target');
  const running = await openDeps(first.config, assets);
  const upload = await uploaded(running, { maxViews: 5 });
  await running.store.close();
  for (const [source, target] of [
    [first, second],
    [second, third],
  ] as const) {
    await move({ source, target, say: () => undefined });
    const deps = await openDeps(target.config, assets);
    const claim = secret();
    await upload.share.open(deps, claim);
    expect(Buffer.compare(await upload.read(deps, claim, { from: 0, chunks: 3 }), upload.body)).toBe(0);
    await deps.store.close();
  }
});
