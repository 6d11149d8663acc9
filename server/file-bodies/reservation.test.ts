import { describe, expect, test } from 'vitest';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { createClientAddress } from '#server/http/client-address.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { testClient, sharePath } from '#server/testing/test-app.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { pieces, TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { sumReserved } from '#server/records/reservation-total.ts';
import { storePart } from './store-part.ts';
import { sumUsed } from '#server/records/file-body.ts';

const MB = 1_000_000;
const FREE = 800 * MB;
const addressOf = createClientAddress([]);
const client = addressOf('192.0.2.1', undefined);
const another = addressOf('198.51.100.1', undefined);

/** A disk with this much above its mark, whatever the machine has. */
function withFree({ blobs, store, ...deps }: Deps, freeBytes: number, env: Record<string, string> = {}): Deps {
  const config = parseConfig({ SOTTO_MIN_FREE_MB: '0', ...env });
  return {
    ...deps,
    store: Object.create(store) as Deps['store'],
    blobs: { ...blobs, freeBytes: async () => freeBytes },
    config,
  };
}

/** Only begins: its size is what it says. */
async function begin(deps: Deps, bodyBytes: number, of: string | undefined) {
  const upload = new TestUpload(0, { bodyBytes: 1 });
  return beginUpload(deps, upload.id, { ...upload.message(), bodyBytes, client: of });
}

const put = (deps: Deps, upload: TestUpload, part: number, of = client) =>
  storePart(deps, upload.id, {
    part,
    ownerProof: upload.share.ownerProof,
    bytes: pieces(upload.bytesOf(part)),
    client: of,
  });
const promised = (deps: Deps) => sumReserved(deps.store.read);
const rows = async (deps: Deps) => deps.store.read.kysely.selectFrom('reservation').selectAll().execute();
const noRoom = { code: 'insufficient-storage' };

describe.each(dialects)('%s', (dialect) => {
  test('29 begins of one client reserve its eighth of the disk, and everyone else still begins', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    for (let i = 0; i < 29; i++) await begin(deps, 700 * MB, client);
    expect(await promised(deps)).toBe(FREE / 8);
    expect(await begin(deps, 690 * MB, another)).toMatchObject({ created: true });
    expect(await promised(deps)).toBe(FREE / 4);
    expect(await madeShare(deps)).toBeDefined();
  });

  test.each([
    ['a /56', (i: number) => `2001:db8:0:${i.toString(16)}::1`, FREE / 4],
    ['a /48', (i: number) => `2001:db8:0:${(i * 256).toString(16)}::1`, FREE / 2],
    ['an IPv4 /24', (i: number) => `192.0.2.${i}`, FREE / 2],
  ])('%s reserves its part together', async (_name, peer, expected) => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    for (let i = 0; i < 10; i++) await begin(deps, 700 * MB, addressOf(peer(i), undefined));
    expect(await promised(deps)).toBe(expected);
  });

  test('two processes that are asked at once do not give more than the part', async () => {
    await using testStore = await openTestStore(dialect);
    const first = withFree(testStore.deps, FREE);
    const second = await testStore.open();
    const processes = [first, { ...first, store: second }];
    await Promise.all(Array.from({ length: 20 }, (_, i) => begin(processes[i % 2] ?? first, 30 * MB, client)));
    expect(await promised(first)).toBe(FREE / 8);
    await second.close();
  });

  test('what everyone has reserved refuses who begins, with a time, and never an upload that goes on', async () => {
    await using testStore = await openTestStore(dialect);
    const { clock } = testStore;
    const free = 8 * MB;
    const deps = withFree(testStore.deps, free);
    const steady = new TestUpload(clock.now(), { bodyBytes: 6 * ENCRYPTED_CHUNK_BYTES });
    await beginUpload(deps, steady.id, { ...steady.message(), client });
    await put(deps, steady, 0);
    for (let i = 0; i < 30; i++) {
      await begin(deps, free / 2, addressOf(`203.0.${i}.1`, undefined)).catch((error: unknown) =>
        expect(error).toMatchObject(noRoom),
      );
    }
    expect(await promised(deps)).toBeGreaterThan(free - MB);
    const refusal = await begin(deps, free / 2, another).catch((error: unknown) => error);
    expect(refusal).toMatchObject(noRoom);
    const { retryAfterSeconds } = (refusal as { members: { retryAfterSeconds: number } }).members;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(120);
    for (let part = 1; part < steady.parts; part++) await put(deps, steady, part);
    expect(await steady.finish(deps)).toMatchObject({ created: true });
    clock.advance(retryAfterSeconds);
    expect(await begin(deps, free / 2, another)).toMatchObject({ created: true });
  });

  test('a file larger than its part of the disk is not refused; its parts extend what it has reserved', async () => {
    await using testStore = await openTestStore(dialect);
    const free = 8 * MB;
    const deps = withFree(testStore.deps, free);
    const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 6 * ENCRYPTED_CHUNK_BYTES });
    await beginUpload(deps, upload.id, { ...upload.message(), client });
    expect(await promised(deps)).toBe(free / 8);
    await put(deps, upload, 0);
    expect(await promised(deps)).toBe(free / 8 - ENCRYPTED_CHUNK_BYTES);
    await put(deps, upload, 1);
    expect(await promised(deps), 'it has its part again').toBe(free / 8);
    await expect(begin(deps, free + MB, client), 'more than there is').rejects.toMatchObject(noRoom);
    for (let part = 2; part < upload.parts; part++) await put(deps, upload, part);
    await upload.finish(deps);
    expect(await rows(deps)).toEqual([]);
  });

  test('a reservation lapses after two minutes without a part, and ten between parts; a part reserves again', async () => {
    await using testStore = await openTestStore(dialect);
    const { clock } = testStore;
    const deps = withFree(testStore.deps, FREE);
    const [begun, going] = [0, 1].map(() => new TestUpload(clock.now())) as [TestUpload, TestUpload];
    for (const upload of [begun, going]) await beginUpload(deps, upload.id, { ...upload.message(), client });
    await put(deps, going, 0);
    const all = await promised(deps);
    clock.advance(119);
    expect(await promised(deps)).toBe(all);
    clock.advance(1);
    const ofGoing = await promised(deps);
    expect(ofGoing).toBe(going.body.length - ENCRYPTED_CHUNK_BYTES + deps.config.limits.maxSealedBytes);
    clock.advance(479);
    expect(await promised(deps)).toBe(ofGoing);
    clock.advance(1);
    expect(await promised(deps)).toBe(0);
    await sweep(deps);
    expect(await rows(deps), 'nothing says any more who had it').toEqual([]);
    for (const upload of [begun, going]) await put(deps, upload, 1, another);
    expect(await promised(deps)).toBeGreaterThan(ofGoing);
    await put(deps, begun, 0);
    await put(deps, begun, 2);
    expect(await begun.finish(deps)).toMatchObject({ created: true });
    await going.share.delete(deps);
    expect(await rows(deps)).toEqual([]);
  });

  test('what was reserved while the clock was a year ahead does not count when it is right again', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    testStore.clock.advance(365 * 86_400);
    await begin(deps, 700 * MB, client);
    testStore.clock.advance(-365 * 86_400);
    expect(await promised(deps)).toBe(0);
  });

  test('what has arrived counts once, whatever is repeated, refused or cut anew', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    const upload = new TestUpload(testStore.clock.now());
    await upload.begin(deps);
    const before = await sumUsed(deps.store.read);
    const arrived = async () => (await sumUsed(deps.store.read)) - before;
    await put(deps, upload, 0);
    await put(deps, upload, 0);
    await expect(upload.put(deps, 0, upload.bytesOf(1))).rejects.toMatchObject({ code: 'conflict' });
    await expect(upload.put(deps, 1, upload.bytesOf(2))).rejects.toMatchObject({ code: 'malformed' });
    expect(await arrived()).toBe(ENCRYPTED_CHUNK_BYTES);
    await Promise.all([1, 1, 2, 2].map((part) => put(deps, upload, part)));
    expect(await arrived()).toBe(upload.body.length);
    await upload.begin(deps, 2);
    expect(await arrived()).toBe(0);
  });

  test('parts are held to the quota by what is really used, and the client is told when to come again', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE, { SOTTO_STORAGE_QUOTA_MB: '4' });
    const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 5 * ENCRYPTED_CHUNK_BYTES });
    await upload.begin(deps);
    for (let part = 0; part < 3; part++) await put(deps, upload, part);
    const other = await uploaded(testStore.deps, { bodyBytes: 3 * ENCRYPTED_CHUNK_BYTES });
    const refused = { ...noRoom, members: { retryAfterSeconds: 10 } };
    await put(deps, upload, 3);
    await expect(put(deps, upload, 4)).rejects.toMatchObject(refused);
    await other.share.delete(deps);
    await put(deps, upload, 4);
    expect(await upload.finish(deps)).toMatchObject({ created: true });
  });
});

test('a 507 has the header Retry-After, and its problem the same number', async () => {
  await using testStore = await openTestStore('SQLite');
  const ask = testClient(withFree(testStore.deps, MB));
  const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 2 * MB });
  const refused = await ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message() });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([507, '60']);
  expect(await refused.json()).toMatchObject({ code: 'insufficient-storage', retryAfterSeconds: 60 });
});

test('the address that limits count is the one that a trusted proxy forwards', async () => {
  await using testStore = await openTestStore('SQLite');
  const deps = withFree(testStore.deps, FREE, { SOTTO_TRUSTED_PROXIES: '10.0.0.1' });
  const ask = testClient(deps);
  for (let i = 0; i < 16; i++) {
    const upload = new TestUpload(0, { bodyBytes: 1 });
    const json = { ...upload.message(), bodyBytes: 700 * MB };
    const headers = { 'x-forwarded-for': `6.6.6.${i}, 2001:db8:0:${i.toString(16)}::1` };
    const begun = await ask('PUT', sharePath(upload.share, 'upload'), { json, headers, address: '10.0.0.1' });
    expect(begun.status).toBe(201);
  }
  expect(await promised(deps), 'a /60 has what its /56 has').toBe(FREE / 4);
});
