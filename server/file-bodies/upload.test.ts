import { describe, expect, test } from 'vitest';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { reapOrphans } from '#server/records/remove-file-body.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { foreignProof, pieces, randomClaim, TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { reconcileFileBodies } from './reconcile-file-bodies.ts';
import { storePart } from './store-part.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

async function storedBodies({ blobs }: Deps): Promise<string[]> {
  const names: string[] = [];
  for await (const name of blobs.bodies()) names.push(name);
  return names;
}

const withEnv = (deps: Deps, env: Record<string, string>): Deps => ({ ...deps, config: parseConfig(env) });

describe.each(dialects)('%s', (dialect) => {
  test.each([1, 2, 3, 8])('a file body in parts of %d chunks is read as it was uploaded', async (partChunks) => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const bodyBytes = 9 * ENCRYPTED_CHUNK_BYTES + 17;
    const upload = await uploaded(deps, { bodyBytes, partChunks });
    const claim = randomClaim();
    await upload.share.open(deps, claim);
    expect((await upload.read(deps, claim, { from: 0, chunks: 10 })).equals(upload.body)).toBe(true);
    const start = 2 * ENCRYPTED_CHUNK_BYTES;
    const middle = upload.body.subarray(start, start + 3 * ENCRYPTED_CHUNK_BYTES);
    expect((await upload.read(deps, claim, { from: 2, chunks: 3 })).equals(middle)).toBe(true);
    expect((await upload.read(deps, claim, { from: 9, chunks: 1 })).equals(upload.body.subarray(-17))).toBe(true);
    for (const range of [
      { from: 10, chunks: 1 },
      { from: 0, chunks: 11 },
    ]) {
      await expect(upload.read(deps, claim, range)).rejects.toMatchObject({ code: 'malformed' });
    }
  });

  test('a pending share looks like an unknown id to everyone but its owner', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const upload = new TestUpload(await deps.store.now(), { password: true });
    expect(await upload.begin(deps)).toMatchObject({ created: true });
    await upload.putAll(deps);
    const { share } = upload;
    const notFound = { code: 'not-found' };
    await expect(share.describe(deps)).rejects.toMatchObject(notFound);
    await expect(share.open(deps)).rejects.toMatchObject(notFound);
    await expect(share.open(deps, randomClaim(), foreignProof())).rejects.toMatchObject(notFound);
    await expect(share.status(deps)).rejects.toMatchObject(notFound);
    await expect(share.unlock(deps)).rejects.toMatchObject(notFound);
    await expect(upload.read(deps, randomClaim(), { from: 0, chunks: 1 })).rejects.toMatchObject(notFound);
    const foreign = { part: 0, ownerProof: foreignProof(), bytes: pieces(upload.bytesOf(0)) };
    await expect(storePart(deps, upload.id, foreign)).rejects.toMatchObject(notFound);
    await upload.finish(deps);
    expect(await share.describe(deps)).toMatchObject({ state: 'live', viewsLeft: 1 });
  });

  test('everything can be repeated, and other bytes are refused', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const upload = new TestUpload(await deps.store.now());
    expect(await upload.begin(deps)).toMatchObject({ created: true });
    expect(await upload.begin(deps)).toMatchObject({ created: false });
    await upload.putAll(deps);
    await upload.put(deps, 1);
    const other = Uint8Array.from(upload.bytesOf(1));
    other[7] = (other[7] ?? 0) ^ 1;
    await expect(upload.put(deps, 1, other)).rejects.toMatchObject({ code: 'conflict' });
    expect(await upload.finish(deps)).toMatchObject({ created: true, reply: { state: 'live' } });
    expect(await upload.finish(deps)).toMatchObject({ created: false, reply: { state: 'live' } });
    await expect(upload.begin(deps)).rejects.toMatchObject({ code: 'conflict' });
    await expect(upload.put(deps, 0)).rejects.toMatchObject({ code: 'conflict' });
    const claim = randomClaim();
    await upload.share.open(deps, claim);
    expect((await upload.read(deps, claim, { from: 0, chunks: 3 })).equals(upload.body)).toBe(true);
  });

  test('a share goes live with every byte or not at all', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const upload = new TestUpload(await deps.store.now());
    await expect(upload.finish(deps)).rejects.toMatchObject({ code: 'upload-incomplete' });
    await upload.begin(deps);
    await upload.put(deps, 0);
    await upload.put(deps, 2);
    const incomplete = { code: 'upload-incomplete', members: { missingParts: 1 } };
    await expect(upload.finish(deps)).rejects.toMatchObject(incomplete);
    for (const bytes of [upload.bytesOf(1).subarray(1), Buffer.concat([upload.bytesOf(1), Buffer.alloc(1)])]) {
      await expect(upload.put(deps, 1, bytes)).rejects.toMatchObject({ code: 'malformed' });
    }
    await expect(upload.put(deps, 3)).rejects.toMatchObject({ code: 'malformed' });
    await expect(upload.finish(deps)).rejects.toMatchObject(incomplete);
    await upload.put(deps, 1);
    const { bodyBytes: _without, ...head } = upload.share.toCreate.head;
    const text = Object.assign(Object.create(upload.share) as typeof upload.share, {
      toCreate: { ...upload.share.toCreate, head },
    });
    await expect(text.create(deps)).rejects.toMatchObject({ code: 'conflict' });
    expect(await upload.finish(deps)).toMatchObject({ created: true });
  });

  test('with parts of another size, an upload starts over, and parts of the old size never come back', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const upload = new TestUpload(await deps.store.now(), { partChunks: 2 });
    await upload.begin(deps);
    await upload.put(deps, 0);
    const latch = Promise.withResolvers<undefined>();
    const slowly = async function* () {
      yield upload.bytesOf(1).subarray(0, 10);
      await latch.promise;
      yield upload.bytesOf(1).subarray(10);
    };
    const { ownerProof } = upload.share;
    const late = storePart(deps, upload.id, { part: 1, ownerProof, bytes: slowly() }).catch((error: unknown) => error);
    await upload.begin(deps, 1);
    latch.resolve(undefined);
    expect(await late).toMatchObject({ code: 'conflict' });
    await expect(upload.finish(deps)).rejects.toMatchObject({ members: { missingParts: 3 } });
    for (let part = 0; part < 3; part++) await upload.put(deps, part, upload.bytesOf(part, 1));
    await upload.finish(deps);
    expect(await storedBodies(deps)).toHaveLength(1);
  });

  test('a cancelled upload is gone, even for a part that is still arriving', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const upload = new TestUpload(await deps.store.now());
    await upload.begin(deps);
    await upload.put(deps, 0);
    const latch = Promise.withResolvers<undefined>();
    const slowly = async function* () {
      yield upload.bytesOf(1).subarray(0, 10);
      await latch.promise;
      yield upload.bytesOf(1).subarray(10);
    };
    const { ownerProof } = upload.share;
    const late = storePart(deps, upload.id, { part: 1, ownerProof, bytes: slowly() }).catch((error: unknown) => error);
    expect(await upload.share.delete(deps)).toMatchObject({ state: 'deleted' });
    latch.resolve(undefined);
    expect(await late).toMatchObject({ code: 'ended' });
    expect(await storedBodies(deps)).toEqual([]);
    await expect(upload.begin(deps)).rejects.toMatchObject({ code: 'ended' });
    await expect(upload.finish(deps)).resolves.toMatchObject({ created: false, reply: { state: 'deleted' } });
  });

  test('an idle upload is given up, an active one is not', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const [quiet, slow] = [new TestUpload(clock.now()), new TestUpload(clock.now())];
    for (const upload of [quiet, slow]) {
      await upload.begin(deps);
      await upload.put(deps, 0);
    }
    clock.advance(20 * HOUR);
    expect(await slow.put(deps, 1)).toEqual({ uploadUntil: clock.now() + DAY });
    clock.advance(5 * HOUR);
    await sweep(deps);
    await expect(quiet.put(deps, 1)).rejects.toMatchObject({ code: 'not-found' });
    expect(await deps.store.read.kysely.selectFrom('share').select('state').execute()).toEqual([{ state: 'pending' }]);
    expect(await storedBodies(deps)).toHaveLength(1);
    clock.advance(7 * DAY);
    await sweep(deps);
    expect(await storedBodies(deps)).toEqual([]);
    expect(await deps.store.read.kysely.selectFrom('share').selectAll().execute()).toEqual([]);
  });

  test('an upload that sends nothing keeps its reservation for half an hour, however often it is started', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const upload = new TestUpload(clock.now(), { partChunks: 2 });
    const until = clock.now() + 1800;
    for (const partChunks of [2, 2, 1, 2]) {
      expect((await upload.begin(deps, partChunks)).reply).toEqual({ uploadUntil: until });
      clock.advance(450);
    }
    await sweep(deps);
    await expect(upload.put(deps, 0)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('however a share ends, its file body ends with it', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const terms = { expiresAt: clock.now() + HOUR, maxViews: 1 };
    const deleted = await uploaded(deps, terms);
    await deleted.share.delete(deps);
    expect(await storedBodies(deps)).toEqual([]);
    const read = await uploaded(deps, terms);
    const claim = randomClaim();
    await read.share.open(deps, claim);
    expect(await storedBodies(deps)).toHaveLength(1);
    await read.share.acknowledge(deps, claim);
    expect(await storedBodies(deps)).toEqual([]);
    await expect(read.read(deps, claim, { from: 0, chunks: 1 })).rejects.toMatchObject({ code: 'ended' });
    const destroyed = await uploaded(deps, { ...terms, password: true, attemptLimit: 1, onLimit: 'destroy' });
    await destroyed.share.open(deps, randomClaim(), foreignProof()).catch(() => undefined);
    expect(await storedBodies(deps)).toEqual([]);
    const expired = await uploaded(deps, terms);
    clock.advance(HOUR);
    await sweep(deps);
    expect(await expired.share.status(deps)).toMatchObject({ state: 'expired' });
    expect(await storedBodies(deps)).toEqual([]);
    const rows = await deps.store.read.kysely.selectFrom('share').select('body_name').execute();
    expect(new Set(rows.map(({ body_name }) => body_name))).toEqual(new Set([null]));
  });

  test('only a running lease can read, and a long download gets the time it needs', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps, clock } = testStore;
    const upload = await uploaded(deps, { maxViews: 2, expiresAt: clock.now() + DAY });
    const claim = randomClaim();
    await expect(upload.read(deps, claim, { from: 0, chunks: 1 })).rejects.toMatchObject({ code: 'lease-over' });
    await upload.share.open(deps, claim);
    for (let minute = 0; minute < 60; minute += 9) {
      clock.advance(9 * 60);
      await upload.share.renew(deps, claim).catch(() => undefined);
    }
    const extra = Math.ceil((upload.body.length + upload.share.toCreate.sealed.length) / (128 * 1024));
    expect(extra).toBeGreaterThan(8);
    await upload.share.renew(deps, claim).catch(() => undefined);
    clock.advance(10 * 60);
    await expect(upload.read(deps, claim, { from: 0, chunks: 1 })).rejects.toMatchObject({ code: 'lease-over' });
    const second = randomClaim();
    await upload.share.open(deps, second);
    expect((await upload.read(deps, second, { from: 2, chunks: 1 })).equals(upload.bytesOf(2))).toBe(true);
  });

  test('space is reserved for one upload only, and is released', async () => {
    await using testStore = await openTestStore(dialect);
    const { clock } = testStore;
    const deps = withEnv(testStore.deps, { SOTTO_STORAGE_QUOTA_MB: '4' });
    const uploads = Array.from({ length: 6 }, () => new TestUpload(clock.now(), { bodyBytes: 900_000 }));
    const started = await Promise.allSettled(uploads.map((upload) => upload.begin(deps)));
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const refused of started.filter(({ status }) => status === 'rejected'))
      expect(refused).toMatchObject({ reason: { code: 'insufficient-storage' } });
    const [first] = uploads.filter((_, index) => started[index]?.status === 'fulfilled');
    await first?.share.delete(deps);
    await new TestUpload(clock.now(), { bodyBytes: 900_000 }).begin(deps);
    const [state] = await deps.store.read.kysely
      .selectFrom('share')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .execute();
    expect(Number(state?.rows)).toBe(3);
  });

  test('nobody can take what an upload has reserved of the quota', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withEnv(testStore.deps, { SOTTO_STORAGE_QUOTA_MB: '2' });
    const upload = new TestUpload(await deps.store.now(), { bodyBytes: 990_000 });
    await upload.begin(deps);
    await expect(madeShare(deps, { sealedBytes: 32 + 32_768 + 16 })).rejects.toMatchObject({
      code: 'insufficient-storage',
    });
    await upload.putAll(deps);
    expect(await upload.finish(deps)).toMatchObject({ created: true });
  });

  test('below the minimum of free space nothing new is accepted, and earlier creates can still be repeated', async () => {
    await using testStore = await openTestStore(dialect);
    const made = await uploaded(testStore.deps);
    const full = { ...testStore.deps.blobs, freeBytes: async () => 1000 };
    const store = Object.create(testStore.deps.store) as Deps['store'];
    const deps: Deps = { ...testStore.deps, store, blobs: full };
    const refused = { code: 'insufficient-storage' };
    const upload = new TestUpload(testStore.clock.now());
    await expect(upload.begin(deps)).rejects.toMatchObject(refused);
    await expect(upload.share.create(deps)).rejects.toMatchObject(refused);
    expect(await made.finish(deps)).toMatchObject({ created: false, reply: { state: 'live' } });
    const under = new TestUpload(testStore.clock.now());
    await under.begin(testStore.deps);
    await expect(under.put(deps, 0)).rejects.toMatchObject(refused);
    await under.putAll(testStore.deps);
  });

  test('an upload that is too large, or where files are off, is refused before anything is stored', async () => {
    await using testStore = await openTestStore(dialect);
    const refused = { code: 'terms-refused', members: { limit: 'maxFilesBytes' } };
    const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 1_200_000 });
    await expect(upload.begin(withEnv(testStore.deps, { SOTTO_MAX_FILES_MB: '1' }))).rejects.toMatchObject(refused);
    await expect(upload.begin(withEnv(testStore.deps, { SOTTO_MAX_FILES_MB: '0' }))).rejects.toMatchObject(refused);
    const proof = { ...upload.message(), createProof: foreignProof() };
    await expect(beginUpload(testStore.deps, upload.id, proof)).rejects.toMatchObject({
      code: 'create-proof-mismatch',
    });
    expect(await testStore.deps.store.read.kysely.selectFrom('share').select('id').execute()).toEqual([]);
  });

  test('at start, rows and file bodies are reconciled', async () => {
    await using testStore = await openTestStore(dialect);
    const { deps } = testStore;
    const kept = await uploaded(deps, { maxViews: 0 });
    const lost = await uploaded(deps, { maxViews: 0 });
    await deps.blobs.put({ body: 'orphan', part: 0, bytes: pieces(new Uint8Array(5)), length: 5 });
    const name = (await deps.store.read.kysely.selectFrom('share').select(['id', 'body_name']).execute()).find(
      ({ id }) => Buffer.compare(id, lost.id) === 0,
    )?.body_name;
    await deps.blobs.deleteBody(name ?? '');
    await reconcileFileBodies(deps, false);
    expect(await lost.share.status(deps)).toMatchObject({ state: 'destroyed' });
    expect(await kept.share.status(deps)).toMatchObject({ state: 'live' });
    await reapOrphans(deps);
    expect(await storedBodies(deps)).toHaveLength(1);
    const [last] = await storedBodies(deps);
    await deps.blobs.deleteBody(last ?? '');
    await expect(reconcileFileBodies(deps, false)).rejects.toThrow('SOTTO_ACCEPT_LOST_KEYS');
    await reconcileFileBodies(deps, true);
    expect(await kept.share.status(deps)).toMatchObject({ state: 'destroyed' });
  });

  test('a server started with the wrong database leaves the file bodies of the right one alone', async () => {
    await using right = await openTestStore(dialect);
    await using wrong = await openTestStore(dialect);
    const { deps } = right;
    const upload = await uploaded(deps);
    await reconcileFileBodies({ ...deps, store: wrong.deps.store }, false);
    await reapOrphans({ ...deps, store: wrong.deps.store });
    const claim = randomClaim();
    await upload.share.open(deps, claim);
    expect((await upload.read(deps, claim, { from: 0, chunks: 3 })).equals(upload.body)).toBe(true);
  });
});
