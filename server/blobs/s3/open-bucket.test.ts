import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collect, partOf } from '#server/blobs/testing/sources.ts';
import type { S3Config } from '#server/config/config.ts';
import { ledgerOf } from '#server/records/object-ledger.ts';
import { openTestStore } from '#server/testing/test-stores.ts';
import type { TestStore } from '#server/testing/test-stores.ts';
import { openStoreProxy } from '#scripts/testing/store-proxy.ts';
import type { Asked, Behaviour, StoreProxy } from '#scripts/testing/store-proxy.ts';
import { openTestBucket } from '#scripts/testing/test-bucket.ts';
import type { TestBucket } from '#scripts/testing/test-bucket.ts';
import { openBucket } from './open-bucket.ts';
import { deletesBelow, openS3Client } from './s3-client.ts';

let bucket: TestBucket;
let proxy: StoreProxy;
let store: TestStore;
beforeAll(async () => {
  bucket = await openTestBucket();
  proxy = await openStoreProxy(bucket.url);
  store = await openTestStore('SQLite');
});
beforeEach(() => {
  proxy.behave = () => 'pass';
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
  await bucket[Symbol.asyncDispose]();
});

function opened(changes: Partial<S3Config> = {}) {
  const reports: (string | undefined)[] = [];
  const files = openBucket({
    connection: { ...bucket, url: proxy.url, prefix: 'sotto', pathStyle: true, ...changes },
    ledger: ledgerOf(store.deps.store),
    freeBytes: async () => 1,
    report: (sentence) => void reports.push(sentence),
  });
  return { ...files, reports };
}

const refuse = (matches: (asked: Asked) => boolean, behaviour: Behaviour) => {
  proxy.behave = (asked) => (matches(asked) ? behaviour : 'pass');
};
const isTest = ({ path }: Asked) => path.includes('sotto-test');
const isListing = ({ path }: Asked) => path.includes('list-type');

test('a bucket that works passes, and keeps nothing of the check', async () => {
  expect(await opened().bucket.check()).toEqual([]);
  expect(proxy.asked.filter(isTest).map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'DELETE']);
  expect(await opened().bucket.fault()).toBeUndefined();
});

describe('a start is refused with a sentence that says what to do', () => {
  test.each<[Partial<S3Config>, RegExp]>([
    [{ accessKey: 'wrong' }, /does not know the access key\. Check SOTTO_S3_ACCESS_KEY \(InvalidAccessKeyId\)/],
    [{ bucket: 'other' }, /has no such bucket\. Check SOTTO_S3_BUCKET/],
    [{ url: 'http://store.invalid' }, /host name that does not exist\. Check SOTTO_S3_URL \(ENOTFOUND\)/],
  ])('%j', async (changes, sentence) => {
    await expect(opened(changes).bucket.check()).rejects.toThrow(sentence);
  });

  test('a store that does not speak TLS', async () => {
    const url = proxy.url.replace('http:', 'https:');
    await expect(opened({ url }).bucket.check()).rejects.toThrow(/does not speak TLS at this address/);
  });

  test.each<[string, (asked: Asked) => boolean, string, RegExp]>([
    [
      'no permission to write',
      ({ method }) => method === 'PUT',
      'AccessDenied',
      /^Writing an object failed: the object store does not allow/,
    ],
    [
      'no permission to read',
      (asked) => asked.method === 'GET' && isTest(asked),
      'AccessDenied',
      /^Reading an object failed: the object store does not allow/,
    ],
    [
      'no permission to delete',
      ({ method }) => method === 'DELETE',
      'AccessDenied',
      /^Deleting an object failed: the object store does not allow/,
    ],
    [
      'no permission to list',
      isListing,
      'AccessDenied',
      /^Listing the objects failed: the object store does not allow/,
    ],
    ['a wrong secret', () => true, 'SignatureDoesNotMatch', /Check SOTTO_S3_SECRET_KEY and SOTTO_S3_REGION/],
    ['a wrong region', () => true, 'AuthorizationHeaderMalformed', /expects another region\. Check SOTTO_S3_REGION/],
    ['a wrong clock', () => true, 'RequestTimeTooSkewed', /Correct the clock of this machine/],
    ['an old session', () => true, 'ExpiredToken', /Set a new one in SOTTO_S3_SESSION_TOKEN/],
  ])('%s', async (_name, matches, code, sentence) => {
    refuse(matches, { status: 403, code });
    await expect(opened().bucket.check()).rejects.toThrow(sentence);
  });

  test('a redirect is not followed', async () => {
    refuse(() => true, { status: 301, code: 'PermanentRedirect' });
    await expect(opened().bucket.check()).rejects.toThrow(/has the bucket in another region\. Check SOTTO_S3_REGION/);
  });

  test('a store that confirms what it does not do', async () => {
    refuse((asked) => isTest(asked) && asked.method === 'PUT', 'lose');
    await expect(opened().bucket.check()).rejects.toThrow(/has no such object/);
  });
});

test('a marker that another process is just writing is read again', async () => {
  const prefix = 'being-written';
  const client = openS3Client({ ...bucket, prefix, pathStyle: true });
  const write = (marker: string) => {
    const bytes = Buffer.from(marker);
    return client.put(`${prefix}/sotto-database.json`, { bytes: Readable.from([bytes]), length: bytes.length });
  };
  const database = await ledgerOf(store.deps.store).databaseName();
  await write('{"database":"');
  let reads = 0;
  let written: Promise<void> | undefined;
  proxy.behave = ({ path }) => {
    if (path.includes('sotto-database') && ++reads === 2) written = write(JSON.stringify({ database }));
    return 'pass';
  };
  expect(await opened({ prefix }).bucket.check()).toEqual([]);
  await written;
});

test('a store that is down is only a warning at start, and is checked before it is used', async () => {
  proxy.behave = () => 'cut';
  const { bucket: bucketOf, blobs, reports } = opened({ prefix: 'later' });
  expect((await bucketOf.check()).join()).toContain('Files cannot be used until it works');
  await expect(blobs.put(partOf({ body: 'a', part: 0 }, new Uint8Array(3)))).rejects.toMatchObject({
    code: 'unavailable',
  });
  proxy.behave = () => 'pass';
  expect(await blobs.put(partOf({ body: 'a', part: 0 }, new Uint8Array(3)))).toBe('stored');
  expect(reports.at(-1), 'the operator hears of the end').toBeUndefined();
  await blobs.deleteBody('a');
});

describe('a store that begins to refuse a running service', () => {
  test.each<[code: string, status: number, refusal: string, sentence: RegExp]>([
    ['InvalidAccessKeyId', 403, 'unavailable', /does not know the access key\. Check SOTTO_S3_ACCESS_KEY/],
    ['SignatureDoesNotMatch', 403, 'unavailable', /says that the signature is wrong\. Check SOTTO_S3_SECRET_KEY/],
    ['RequestTimeTooSkewed', 403, 'unavailable', /Correct the clock of this machine/],
    ['ExpiredToken', 400, 'unavailable', /Set a new one in SOTTO_S3_SESSION_TOKEN/],
    ['QuotaExceeded', 400, 'insufficient-storage', /has no room/],
    ['XMinioStorageFull', 507, 'insufficient-storage', /has no room/],
  ])('%s: the operator and the sender learn it, and what was acknowledged is there afterwards', async (...refusal) => {
    const [code, status, refused, sentence] = refusal;
    const place = { body: code.toLowerCase(), part: 0 };
    const { blobs, bucket: bucketOf, reports } = opened({ prefix: `running-${code}` });
    const bytes = new Uint8Array(1000).fill(7);
    expect(await blobs.put(partOf(place, bytes))).toBe('stored');
    refuse(() => true, { status, code });
    await expect(blobs.put(partOf({ ...place, part: 1 }, bytes))).rejects.toMatchObject({ code: refused });
    expect(await bucketOf.fault()).toMatch(sentence);
    expect(reports.join()).toMatch(sentence);
    proxy.behave = () => 'pass';
    expect(await blobs.put(partOf({ ...place, part: 1 }, bytes))).toBe('stored');
    expect(await bucketOf.fault()).toBeUndefined();
    expect(reports.at(-1)).toBeUndefined();
    expect(await collect(await blobs.get({ ...place, start: 0, end: 1000 }))).toEqual(Buffer.from(bytes));
    await blobs.deleteBody(place.body);
  });
});

test('rules that delete or move objects of the prefix are found, and others are not', () => {
  const rule = (inner: string, status = 'Enabled') =>
    `<LifecycleConfiguration><Rule><Status>${status}</Status>${inner}</Rule></LifecycleConfiguration>`;
  const expiry = '<Expiration><Days>3</Days></Expiration>';
  expect(deletesBelow(rule(expiry), 'sotto')).toBe(true);
  expect(deletesBelow(rule(`<Filter><Prefix>sotto/</Prefix></Filter>${expiry}`), 'sotto')).toBe(true);
  expect(deletesBelow(rule(`<Prefix>s</Prefix><Transition><Days>3</Days></Transition>`), 'sotto')).toBe(true);
  expect(deletesBelow(rule(`<Filter><Prefix>logs/</Prefix></Filter>${expiry}`), 'sotto')).toBe(false);
  expect(deletesBelow(rule(expiry, 'Disabled'), 'sotto')).toBe(false);
  const uploads =
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>';
  expect(deletesBelow(rule(uploads), 'sotto')).toBe(false);
});

test('a session token is signed and sent with every request', async () => {
  const { bucket: bucketOf } = opened({ sessionToken: 'temporary', prefix: 'token' });
  const seen: (string | undefined)[] = [];
  proxy.behave = ({ headers }) => {
    seen.push(/SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]);
    return headers['x-amz-security-token'] === 'temporary' ? 'pass' : { status: 403, code: 'AccessDenied' };
  };
  await bucketOf.check();
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.every((names) => names?.split(';').includes('x-amz-security-token'))).toBe(true);
});
