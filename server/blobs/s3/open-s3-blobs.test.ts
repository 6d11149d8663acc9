import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collect, inPieces, namesOf, partOf } from '#server/blobs/testing/sources.ts';
import { testS3Blobs } from '#server/blobs/testing/test-s3-blobs.ts';
import type { TestS3Blobs } from '#server/blobs/testing/test-s3-blobs.ts';
import { dialects, openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import type { Asked, Behaviour, StoreProxy } from '#scripts/testing/store-proxy.ts';
import { openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { TestBucket } from '#scripts/testing/test-bucket.ts';
import { openS3Client } from './s3-client.ts';

const body = 'abcdefghijklmnopqrstuvwxyz';
const place = { body, part: 0 };
const bytes = new Uint8Array(randomBytes(300_000));

let bucket: TestBucket;
let proxy: StoreProxy;
beforeAll(async () => {
  bucket = await openTestBucket();
  proxy = await openStoreProxy(bucket.url);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

describe.each(dialects)('%s', (dialect) => {
  let store: TestStore;
  let files: TestS3Blobs;

  beforeEach(async () => {
    proxy.behave = () => 'pass';
    store = await openTestStore(dialect);
    files = testS3Blobs({ ...bucket, url: proxy.url }, { store: store.deps.store });
    await files.blobs.put(partOf({ body: 'abother', part: 0 }, bytes));
  });
  afterEach(() => store[Symbol.asyncDispose]());

  /** From now on, requests of this method meet with these behaviours, one each, and then the store works. */
  function behave(method: string, ...behaviours: Behaviour[]): void {
    proxy.behave = (asked) => (asked.method === method && !isMarker(asked) ? (behaviours.shift() ?? 'pass') : 'pass');
  }
  const isMarker = ({ path }: Asked) => path.includes('sotto-database');
  const always = (method: string, behaviour: Behaviour) => {
    proxy.behave = (asked) => (asked.method === method && !isMarker(asked) ? behaviour : 'pass');
  };
  const read = async () => collect(await files.blobs.get({ ...place, start: 0, end: bytes.length }));
  const put = () => files.blobs.put(partOf(place, bytes));
  /** What is left of the file body in the bucket. */
  const objects = async () => (await files.keys()).filter((key) => key.includes(body));
  const laterToo = async () => {
    store.clock.advance(61);
    while (await files.blobs.deleteDue());
  };

  test.each<Behaviour>(['cut', 'cut-after', 'fail-after', { status: 503, code: 'SlowDown' }])(
    'a part whose write fails (%j) is refused for now, can be sent again, and leaves nothing else',
    async (behaviour) => {
      behave('PUT', behaviour);
      await expect(put()).rejects.toMatchObject({ code: 'unavailable', members: { part: 'files' } });
      expect(await read(), 'nothing was acknowledged, so nothing is there').toBeUndefined();
      expect(await put()).toBe('stored');
      expect(await read()).toEqual(Buffer.from(bytes));
      await laterToo();
      expect(await objects()).toHaveLength(1);
      expect(files.reports.map((fault) => fault?.kind)).toEqual([expect.stringMatching(/unreachable|busy/), undefined]);
    },
  );

  test('a store that falls silent is given up, and the part can be sent again', async () => {
    const { prefix } = files;
    const hasty = testS3Blobs({ ...bucket, url: proxy.url }, { store: store.deps.store, prefix, silentMs: 1000 });
    behave('PUT', 'hold');
    await expect(hasty.blobs.put(partOf(place, bytes))).rejects.toMatchObject({ code: 'unavailable' });
    proxy.behave = () => 'pass';
    proxy.release();
    expect(await put()).toBe('stored');
    await laterToo();
    await files.blobs.removeLeftovers();
    expect(await objects()).toHaveLength(1);
  });

  /** Sends the part to a store that cannot take it. @returns how many bytes of it were read */
  async function takenBy({ blobs }: TestS3Blobs): Promise<number> {
    let taken = 0;
    const counted = async function* () {
      for await (const piece of inPieces(bytes, 10_000)) {
        taken += piece.length;
        yield piece;
      }
    };
    const part = { ...place, bytes: counted(), length: bytes.length };
    await expect(blobs.put(part)).rejects.toMatchObject({ code: 'unavailable' });
    return taken;
  }

  test('what arrives is read to its end, whatever the store says', async () => {
    always('PUT', { status: 403, code: 'AccessDenied' });
    expect(await takenBy(files)).toBe(bytes.length);
    expect(files.reports.at(-1)?.message).toContain('does not allow this with the access key');
  });

  test('what arrives is read to its end, even if the store was down since the start', async () => {
    proxy.behave = () => 'cut';
    const started = testS3Blobs({ ...bucket, url: proxy.url }, { store: store.deps.store });
    expect(await takenBy(started)).toBe(bytes.length);
  });

  test('a full store is reported as one', async () => {
    behave('PUT', { status: 507, code: 'XMinioStorageFull' }, { status: 403, code: 'QuotaExceeded' });
    await expect(put()).rejects.toMatchObject({ code: 'insufficient-storage' });
    await expect(put()).rejects.toMatchObject({ code: 'insufficient-storage' });
  });

  test('a read that fails for a moment is repeated, and one that breaks off continues', async () => {
    await put();
    behave('GET', { status: 503, code: 'SlowDown' }, 'cut', 'cut-reply');
    expect(await read()).toEqual(Buffer.from(bytes));
    always('GET', { status: 500, code: 'InternalError' });
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a read whose store falls silent in the middle continues over another connection, and fails if that is silent, too', async () => {
    const readWithin = async (silentMs: number) => {
      const options = { store: store.deps.store, prefix: files.prefix, silentMs };
      const { blobs } = testS3Blobs({ ...bucket, url: proxy.url }, options);
      return collect(await blobs.get({ ...place, start: 0, end: bytes.length }));
    };
    await put();
    behave('GET', 'stop-reply', 'stop-reply');
    const before = proxy.asked.length;
    expect(await readWithin(1000)).toEqual(Buffer.from(bytes));
    const ranges = proxy.asked.slice(before).filter((asked) => asked.method === 'GET' && !isMarker(asked));
    const starts = ranges.map(({ headers }) => Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1]));
    expect(starts, 'nothing is asked for again').toEqual([0, 150_000, 225_000]);
    behave('GET', 'stop-reply', ...Array.from({ length: 4 }, () => 'hold' as const));
    await expect(readWithin(300)).rejects.toThrow(/ETIMEDOUT|unavailable/);
    proxy.release();
  });

  test('a store that closes each connection before it sends anything fails the read', async () => {
    await put();
    always('GET', 'cut');
    await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('an object that is gone is a missing part', async () => {
    await put();
    for (const key of await objects()) await files.client.remove(key);
    expect(await read()).toBeUndefined();
  });

  test('a gateway that finds no store says nothing about an object, or about whose prefix it is', async () => {
    await put();
    const gone = { status: 404, code: '' };
    always('GET', gone);
    await expect(read()).rejects.toMatchObject({ code: 'unavailable', members: { part: 'files' } });
    proxy.behave = () => gone;
    const restarted = testS3Blobs({ ...bucket, url: proxy.url }, { store: store.deps.store, prefix: files.prefix });
    await expect(restarted.blobs.removeLeftovers()).rejects.toMatchObject({ code: 'unavailable' });
    expect(restarted.reports[0]?.message).toContain('Check SOTTO_S3_URL');
    proxy.behave = () => 'pass';
    expect(await read()).toEqual(Buffer.from(bytes));
  });

  test.each<Behaviour>([
    'cut',
    'cut-after',
    { status: 404, code: '' },
    { status: 500, code: 'InternalError' },
    { status: 403, code: 'AccessDenied' },
  ])(
    'a deletion that fails (%j) is repeated until the store confirms it, also by another process',
    async (behaviour) => {
      await put();
      always('DELETE', behaviour);
      await files.blobs.deleteBody(body);
      expect(await files.blobs.list(body)).toEqual(new Map());
      expect(await namesOf(files.blobs)).toEqual(['abother']);
      const again = testS3Blobs({ ...bucket, url: proxy.url }, { store: store.deps.store, prefix: files.prefix });
      store.clock.advance(61);
      await expect(again.blobs.deleteDue()).rejects.toMatchObject({ code: 'unavailable' });
      proxy.behave = () => 'pass';
      store.clock.advance(61);
      expect(await testS3Blobs(bucket, { store: store.deps.store, prefix: files.prefix }).blobs.deleteDue()).toBe(
        false,
      );
      expect(await objects()).toEqual([]);
      expect(await files.ledger.findDue(10)).toEqual([]);
    },
  );

  test('the end of a share does not wait for a store that is silent', async () => {
    await put();
    const options = { store: store.deps.store, prefix: files.prefix, deletionWaitMs: 10 };
    const hasty = testS3Blobs({ ...bucket, url: proxy.url }, options);
    always('DELETE', 'hold');
    await hasty.blobs.deleteBody(body);
    const isDeletion = ({ method, path }: Asked) => method === 'DELETE' && path.includes(files.prefix);
    await expect.poll(() => proxy.asked.some(isDeletion)).toBe(true);
    expect(await objects()).toHaveLength(1);
    proxy.release();
    await expect.poll(objects).toEqual([]);
    await expect.poll(() => files.ledger.findDue(10)).toEqual([]);
  });

  test('a deletion that the store does not answer is given up sooner than a write', async () => {
    await put();
    always('DELETE', 'hold');
    const [key = ''] = await objects();
    const client = openS3Client(
      { ...bucket, url: proxy.url, prefix: files.prefix, pathStyle: true },
      { deletionMs: 10, silentMs: 600_000 },
    );
    await expect(client.remove(key)).rejects.toMatchObject({ kind: 'unreachable', code: 'ETIMEDOUT' });
    proxy.release();
  });

  test('a deletion that the store confirms and loses is found by the reaper', async () => {
    await put();
    behave('DELETE', 'lose');
    await files.blobs.deleteBody(body);
    expect(await files.ledger.findDue(10)).toEqual([]);
    expect(await objects()).toHaveLength(1);
    await files.blobs.removeLeftovers();
    expect(await objects()).toEqual([]);
    expect(await files.keys(), 'what counts stays').toHaveLength(1);
  });

  test('the reaper removes the object of a writer that died, and never one that counts or is being written', async () => {
    await put();
    const dead = { body: 'dead', object: '0'.repeat(32) };
    const writing = { body: 'live', object: '1'.repeat(32) };
    await files.ledger.begin(dead);
    store.clock.advance(3601);
    await files.ledger.begin(writing);
    for (const name of [dead, writing]) {
      await files.client.put(`${files.prefix}/${name.body}/${name.object}`, {
        bytes: inPieces(bytes),
        length: bytes.length,
      });
    }
    await files.blobs.removeLeftovers();
    const left = (await files.keys()).map((key) => key.split('/')[1]);
    expect(left.sort()).toEqual([body, 'abother', 'live'].sort());
    const content = { length: 1, digest: new Uint8Array(32) };
    expect(await files.ledger.keep({ ...dead, part: 0 }, content), 'its writer learns it').toEqual({ kind: 'gone' });
    expect(await read()).toEqual(Buffer.from(bytes));
  });

  test('keys that this service did not make are left alone', async () => {
    await files.client.put(`${files.prefix}/notes.txt`, { bytes: inPieces(bytes), length: bytes.length });
    await files.blobs.removeLeftovers();
    expect(await files.keys()).toContain(`${files.prefix}/notes.txt`);
  });

  test('a prefix belongs to one database', async () => {
    await put();
    await using other = await openTestStore(dialect);
    const stranger = testS3Blobs(bucket, { store: other.deps.store, prefix: files.prefix });
    await expect(stranger.blobs.put(partOf(place, bytes))).rejects.toMatchObject({ code: 'unavailable' });
    expect(stranger.reports[0]?.message).toContain('belongs to another database of Sotto');
    await expect(stranger.blobs.removeLeftovers()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await read()).toEqual(Buffer.from(bytes));
  });

  test('two processes of one new database may mark a prefix at the same time', async () => {
    await using fresh = await openTestStore(dialect);
    const late = testS3Blobs({ ...bucket, url: proxy.url }, { store: fresh.deps.store });
    const { prefix } = late;
    const isListing = ({ path }: Asked) => path.includes('list-type') && path.includes(prefix);
    proxy.behave = (asked) => (isListing(asked) ? 'hold' : 'pass');
    const putting = late.blobs.put(partOf(place, bytes));
    await expect.poll(() => proxy.asked.some(isListing)).toBe(true);
    await testS3Blobs(bucket, { store: fresh.deps.store, prefix }).blobs.removeLeftovers();
    proxy.release();
    expect(await putting).toBe('stored');
  });

  test('a prefix that another database takes over gets no more files, and its health says why', async () => {
    await put();
    const marker = `${files.prefix}/sotto-database.json`;
    const markerOf = (text: string) => ({ bytes: inPieces(Buffer.from(text)), length: text.length });
    await files.client.put(marker, markerOf('{"database":"stranger"}'));
    await expect(files.blobs.removeLeftovers()).rejects.toMatchObject({ code: 'unavailable' });
    const next = partOf({ body, part: 1 }, bytes);
    await expect(files.blobs.put(next)).rejects.toMatchObject({ code: 'unavailable', members: { part: 'files' } });
    expect(files.reports.map((fault) => fault?.code)).toEqual(['foreign']);
    expect(await objects(), 'nothing is deleted').toHaveLength(1);
    await files.client.put(marker, markerOf(JSON.stringify({ database: await files.ledger.databaseName() })));
    expect(await files.blobs.put(partOf({ body, part: 1 }, bytes))).toBe('stored');
    expect(await read()).toEqual(Buffer.from(bytes));
  });

  test('a new database takes no prefix that has objects already', async () => {
    await files.client.remove(`${files.prefix}/sotto-database.json`);
    await using other = await openTestStore(dialect);
    const stranger = testS3Blobs(bucket, { store: other.deps.store, prefix: files.prefix });
    await expect(stranger.blobs.put(partOf(place, bytes))).rejects.toMatchObject({ code: 'unavailable' });
    expect(stranger.reports[0]?.message).toContain('objects that do not belong to this database');
    expect(await put(), 'its own database marks it again').toBe('stored');
  });

  test('a prefix without any file of a database that has files is not its own', async () => {
    await put();
    const moved = testS3Blobs(bucket, { store: store.deps.store });
    await expect(moved.blobs.put(partOf({ body, part: 1 }, bytes))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(moved.blobs.get({ ...place, start: 0, end: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    await expect(moved.blobs.removeLeftovers()).rejects.toMatchObject({ code: 'unavailable' });
    expect(moved.reports[0]?.message).toContain(
      'has no file of this database. Check SOTTO_S3_BUCKET and SOTTO_S3_PREFIX',
    );
    await moved.blobs.deleteBody(body);
    expect(await objects(), 'no deletion was confirmed by a place where the files are not').toHaveLength(1);
    await laterToo();
    expect(await objects()).toHaveLength(0);
  });
});
