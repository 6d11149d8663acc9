import { copyFileSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notProved } from '#scripts/testing/not-proved.ts';
import type { Deps } from '#server/deps.ts';
import { endShare, lockShare } from '#server/records/share.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { countPieces } from '#server/testing/count-pieces.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import { madeShare, secret } from '#server/testing/test-share.ts';
import type { TestShare, TestTerms } from '#server/testing/test-share.ts';

/** All traces of a share's content: as received, as stored, its key and its open hash. */
async function traces(deps: Deps, share: TestShare): Promise<Uint8Array[]> {
  const { kysely } = deps.store.read;
  const row = await kysely.selectFrom('share').selectAll().where('id', '=', share.id).executeTakeFirstOrThrow();
  const content = await kysely
    .selectFrom('content')
    .selectAll()
    .where('share_id', '=', share.id)
    .executeTakeFirstOrThrow();
  const key = await deps.store.withKey({ id: share.id, slot: row.slot }, (lent) => lent && Buffer.from(lent));
  const kept = [row.open_hash, content.preamble.subarray(51), content.sealed, content.note?.subarray(32), key];
  return [share.toCreate.sealed, Buffer.from(share.openProof, 'base64url'), ...kept].map(
    (bytes) => bytes ?? new Uint8Array(0),
  );
}

const endings: Record<string, { terms?: TestTerms; end: (deps: Deps, share: TestShare) => Promise<unknown> }> = {
  'a deletion by the owner': { end: (deps, share) => share.delete(deps) },
  'an acknowledged last view': {
    async end(deps, share) {
      const claim = secret();
      await share.open(deps, claim);
      await share.acknowledge(deps, claim);
    },
  },
  'the last wrong password': {
    terms: { password: true, attemptLimit: 1, onLimit: 'destroy' },
    end: (deps, share) => share.open(deps, secret(), secret()).catch(() => undefined),
  },
  'an unacknowledged view and time': { end: (deps, share) => share.open(deps) },
  'time alone': { end: () => Promise.resolve() },
};

describe.each(Object.entries(endings))('after %s', (_name, { terms = {}, end }) => {
  test('no byte of content, key or open hash is in any file, and live shares are untouched', async () => {
    await using testStore = await openTestStore('SQLite');
    const { deps, dataDir, clock } = testStore;
    const shares: TestShare[] = [];
    for (let n = 0; n < 40; n++) {
      const lives = n % 2 === 0;
      const expiresAt = clock.now() + (lives ? 24 : 1) * 3600;
      shares.push(await madeShare(deps, { sealedBytes: 1072 + n * 200, ...(lives ? {} : terms), expiresAt }));
    }
    const ended = shares.filter((_, n) => n % 2 === 1);
    const needles = (await Promise.all(ended.map((share) => traces(deps, share)))).flat();
    expect(countPieces(dataDir, needles)).toBeGreaterThan(1000);

    await Promise.all(ended.map((share) => end(deps, share)));
    clock.advance(3600);
    await sweep(deps);

    expect(countPieces(dataDir, needles)).toBe(0);
    for (const share of shares.filter((_, n) => n % 2 === 0)) {
      expect((await share.open(deps)).sealed).toEqual(share.toCreate.sealed);
    }
  });

  test('an older copy of the database does not bring it back', async () => {
    await using testStore = await openTestStore('SQLite');
    const { deps, dataDir, clock } = testStore;
    const share = await madeShare(deps, { ...terms, expiresAt: clock.now() + 3600 });
    const other = await madeShare(deps, { expiresAt: clock.now() + 7200 });
    await deps.store.write(async () => undefined);
    const files = ['sotto.db', 'sotto.db-wal'].map(
      (name) => [join(dataDir, name), readFileSync(join(dataDir, name))] as const,
    );

    await end(deps, share);
    clock.advance(3599);
    await sweep(deps);
    clock.advance(1);
    await sweep(deps);
    await deps.store.close();
    for (const [path, bytes] of files) writeFileSync(path, bytes);
    clock.advance(-3600);

    const restored = await testStore.open();
    const again = { ...deps, store: restored };
    try {
      await expect(share.open(again)).rejects.toMatchObject({ code: 'ended', members: { state: 'destroyed' } });
      expect((await other.open(again)).sealed).toEqual(other.toCreate.sealed);
    } finally {
      await restored.close();
    }
  });
});

test('without its key slots the store opens only if the operator accepts the loss', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const share = await madeShare(deps);
  await deps.store.close();
  const slots = join(dataDir, 'keys.slots');
  copyFileSync(slots, `${slots}.kept`);

  for (const lose of [() => rmSync(slots), () => writeFileSync(slots, '')]) {
    lose();
    await expect(testStore.open()).rejects.toThrow('SOTTO_ACCEPT_LOST_KEYS');
  }
  copyFileSync(`${slots}.kept`, slots);
  const whole = await testStore.open();
  expect(await share.describe({ ...deps, store: whole })).toMatchObject({ state: 'live' });
  await whole.close();

  rmSync(slots);
  const bare = await testStore.open({ acceptLostKeys: true });
  const answer = { state: 'destroyed', viewsLeft: 1 };
  expect(await share.describe({ ...deps, store: bare })).toMatchObject(answer);
  await bare.close();
  const next = await testStore.open();
  expect(await share.describe({ ...deps, store: next })).toMatchObject(answer);
  await next.close();
});

test('a key that a crash left behind is zeroed before the store is open', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const share = await madeShare(deps);
  const slots = join(dataDir, 'keys.slots');
  const asBefore = readFileSync(slots);
  await share.delete(deps);
  await deps.store.close();
  writeFileSync(slots, asBefore);

  const store = await testStore.open();
  expect(readFileSync(slots)).toEqual(Buffer.alloc(64));
  await store.close();
});

test('the key is erased before the reply to a deletion', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const shares = [await madeShare(deps), await madeShare(deps), await madeShare(deps)];
  await shares[1]?.delete(deps);
  const keys = readFileSync(join(dataDir, 'keys.slots'));
  expect(keys.subarray(64, 128)).toEqual(Buffer.alloc(64));
  expect(keys.subarray(0, 16)).toEqual(Buffer.from(shares[0]?.id ?? []));
  expect(keys.subarray(128, 144)).toEqual(Buffer.from(shares[2]?.id ?? []));
});

test('slots of ended shares are reused, smallest first', async () => {
  await using testStore = await openTestStore('SQLite');
  const { deps, dataDir } = testStore;
  const first = [await madeShare(deps), await madeShare(deps), await madeShare(deps)];
  const last = await madeShare(deps);
  await Promise.all(first.map((share) => share.delete(deps)));
  await sweep(deps);
  const second = [await madeShare(deps), await madeShare(deps)];
  const keys = readFileSync(join(dataDir, 'keys.slots'));
  expect(keys).toHaveLength(4 * 64);
  second.forEach(({ id }, n) => expect(keys.subarray(n * 64, n * 64 + 16)).toEqual(Buffer.from(id)));
  expect(keys.subarray(128, 192)).toEqual(Buffer.alloc(64));
  expect(keys.subarray(192, 208)).toEqual(Buffer.from(last.id));
});

test('no part of a share is written outside the data folder', async ({ annotate }) => {
  if (process.platform !== 'linux') return notProved(annotate, 'which files are open: this is not Linux');
  await using testStore = await openTestStore('SQLite');
  const { deps } = testStore;
  const { id } = await madeShare(deps, { sealedBytes: 900_000 });
  const unlinked = await deps.store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share !== undefined) await endShare(tx, share, 'deleted');
    return openFiles().filter((path) => path.endsWith(' (deleted)'));
  });
  expect(unlinked).toEqual([]);
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
