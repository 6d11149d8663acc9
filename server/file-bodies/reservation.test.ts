import { describe, expect, test } from 'vitest';
import { ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { createClientAddress } from '#server/http/client-address.ts';
import { sumUsed } from '#server/records/file-body.ts';
import { sumReserved } from '#server/records/reservation-total.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { testClient, sharePath } from '#server/testing/test-app.ts';
import { madeShare } from '#server/testing/test-share.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import { pieces, TestUpload, uploaded } from '#server/testing/test-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { storePart } from './store-part.ts';

const MB = 1_000_000;
const FREE = 800 * MB;
const addressOf = createClientAddress([]);
const client = addressOf('192.0.2.1', undefined);
const another = addressOf('198.51.100.1', undefined);

/** A disk with this much above its minimum, whatever the real disk has. */
function withFree({ blobs, store, ...deps }: Deps, freeBytes: number, env: Record<string, string> = {}): Deps {
  const config = parseConfig({ SOTTO_MIN_FREE_MB: '0', ...env });
  return {
    ...deps,
    store: Object.create(store) as Deps['store'],
    blobs: { ...blobs, freeBytes: async () => freeBytes },
    config,
  };
}

/** An upload that only starts, so its stated size is enough. */
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
const reservedBytes = (deps: Deps) => sumReserved(deps.store.read);
const rows = async (deps: Deps) => deps.store.read.kysely.selectFrom('reservation').selectAll().execute();
const noRoom = { code: 'insufficient-storage' };

describe.each(dialects)('%s', (dialect) => {
  test('29 uploads of one client reserve its eighth of the disk, and everyone else can still start one', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    for (let i = 0; i < 29; i++) await begin(deps, 700 * MB, client);
    expect(await reservedBytes(deps)).toBe(FREE / 8);
    expect(await begin(deps, 690 * MB, another)).toMatchObject({ created: true });
    expect(await reservedBytes(deps)).toBe(FREE / 4);
    expect(await madeShare(deps)).toBeDefined();
  });

  test.each([
    ['a /56', (i: number) => `2001:db8:0:${i.toString(16)}::1`, FREE / 4],
    ['a /48', (i: number) => `2001:db8:0:${(i * 256).toString(16)}::1`, FREE / 2],
    ['an IPv4 /24', (i: number) => `192.0.2.${i}`, FREE / 2],
  ])('%s share one portion', async (_name, peer, expected) => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    for (let i = 0; i < 10; i++) await begin(deps, 700 * MB, addressOf(peer(i), undefined));
    expect(await reservedBytes(deps)).toBe(expected);
  });

  test('two processes do not reserve more than the portion together', async () => {
    await using testStore = await openTestStore(dialect);
    const first = withFree(testStore.deps, FREE);
    const second = await testStore.open();
    const processes = [first, { ...first, store: second }];
    await Promise.all(Array.from({ length: 20 }, (_, i) => begin(processes[i % 2] ?? first, 30 * MB, client)));
    expect(await reservedBytes(first)).toBe(FREE / 8);
    await second.close();
  });

  test('if others have reserved the room, a new upload is refused with a time, and a running one never', async () => {
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
    expect(await reservedBytes(deps)).toBeGreaterThan(free - MB);
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

  test('a file larger than its client’s portion is accepted; its parts extend the reservation', async () => {
    await using testStore = await openTestStore(dialect);
    const free = 8 * MB;
    const deps = withFree(testStore.deps, free);
    const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 6 * ENCRYPTED_CHUNK_BYTES });
    await beginUpload(deps, upload.id, { ...upload.message(), client });
    expect(await reservedBytes(deps)).toBe(free / 8);
    await put(deps, upload, 0);
    expect(await reservedBytes(deps)).toBe(free / 8 - ENCRYPTED_CHUNK_BYTES);
    await put(deps, upload, 1);
    expect(await reservedBytes(deps), 'the portion is free again').toBe(free / 8);
    await expect(begin(deps, free + MB, client), 'more than the disk has').rejects.toMatchObject(noRoom);
    for (let part = 2; part < upload.parts; part++) await put(deps, upload, part);
    await upload.finish(deps);
    expect(await rows(deps)).toEqual([]);
  });

  test('a reservation lapses after two minutes without a first part and ten minutes between parts; the next part reserves again', async () => {
    await using testStore = await openTestStore(dialect);
    const { clock } = testStore;
    const deps = withFree(testStore.deps, FREE);
    const [started, going] = [0, 1].map(() => new TestUpload(clock.now())) as [TestUpload, TestUpload];
    for (const upload of [started, going]) await beginUpload(deps, upload.id, { ...upload.message(), client });
    await put(deps, going, 0);
    const all = await reservedBytes(deps);
    clock.advance(119);
    expect(await reservedBytes(deps)).toBe(all);
    clock.advance(1);
    const ofGoing = await reservedBytes(deps);
    expect(ofGoing).toBe(going.body.length - ENCRYPTED_CHUNK_BYTES + deps.config.limits.maxSealedBytes);
    clock.advance(479);
    expect(await reservedBytes(deps)).toBe(ofGoing);
    clock.advance(1);
    expect(await reservedBytes(deps)).toBe(0);
    await sweep(deps);
    expect(await rows(deps), 'the address hashes are deleted').toEqual([]);
    for (const upload of [started, going]) await put(deps, upload, 1, another);
    expect(await reservedBytes(deps)).toBeGreaterThan(ofGoing);
    await put(deps, started, 0);
    await put(deps, started, 2);
    expect(await started.finish(deps)).toMatchObject({ created: true });
    await going.share.delete(deps);
    expect(await rows(deps)).toEqual([]);
  });

  test('reservations made while the clock was a year ahead do not count once it is right again', async () => {
    await using testStore = await openTestStore(dialect);
    const deps = withFree(testStore.deps, FREE);
    testStore.clock.advance(365 * 86_400);
    await begin(deps, 700 * MB, client);
    testStore.clock.advance(-365 * 86_400);
    expect(await reservedBytes(deps)).toBe(0);
  });

  test('arrived bytes count once, whatever is repeated, refused or started over', async () => {
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

  test('parts count against the quota by real use, and a refused client gets a time to retry', async () => {
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

test('a 507 has a Retry-After header, and the same number in its problem', async () => {
  await using testStore = await openTestStore('SQLite');
  const ask = testClient(withFree(testStore.deps, MB));
  const upload = new TestUpload(testStore.clock.now(), { bodyBytes: 2 * MB });
  const refused = await ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message() });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([507, '60']);
  expect(await refused.json()).toMatchObject({ code: 'insufficient-storage', retryAfterSeconds: 60 });
});

test('limits count the address that a trusted proxy forwards', async () => {
  await using testStore = await openTestStore('SQLite');
  const deps = withFree(testStore.deps, FREE, { SOTTO_TRUSTED_PROXIES: '10.0.0.1' });
  const ask = testClient(deps);
  for (let i = 0; i < 16; i++) {
    const upload = new TestUpload(0, { bodyBytes: 1 });
    const json = { ...upload.message(), bodyBytes: 700 * MB };
    const headers = { 'x-forwarded-for': `6.6.6.${i}, 2001:db8:0:${i.toString(16)}::1` };
    const started = await ask('PUT', sharePath(upload.share, 'upload'), { json, headers, address: '10.0.0.1' });
    expect(started.status).toBe(201);
  }
  expect(await reservedBytes(deps), 'a /60 shares the portion of its /56').toBe(FREE / 4);
});
