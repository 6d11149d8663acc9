import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import { DAY_SECONDS } from '#server/db/times.ts';
import type { Deps } from '#server/deps.ts';
import { encodeFrame } from '#server/http/frame.ts';
import { sumUsed } from '#server/records/file-body.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { createFrame, openTestApp, sharePath } from '#server/testing/test-app.ts';
import type { TestApp } from '#server/testing/test-app.ts';
import { TestRequestOf } from '#server/testing/test-request.ts';
import { TestShare } from '#server/testing/test-share.ts';
import type { TestTerms } from '#server/testing/test-share.ts';
import { dialects } from '#server/testing/test-stores.ts';
import { TestUpload } from '#server/testing/test-upload.ts';
import { createToken } from '#server/tokens/create-token.ts';

/** Including the note that test shares have. */
const TEXT_BYTES = 100_000;
const terms = { sealedBytes: TEXT_BYTES - (32 + 1024 + 16) };
const [HERE, ELSEWHERE] = ['192.0.2.1', '192.0.2.2'];

describe.each(dialects)('%s', (dialect) => {
  const megabytes = (count: number, env: Record<string, string> = {}) =>
    openTestApp({ dialect, env: { SOTTO_CLIENT_QUOTA_MB: String(count), ...env } });
  const share = ({ testStore }: TestApp, more: TestTerms = {}) =>
    new TestShare(testStore.clock.now(), { ...terms, ...more });
  interface From {
    readonly address?: string;
    readonly token?: string | undefined;
  }
  const put = (app: TestApp, made: TestShare, { address = HERE, token }: From = {}) =>
    app.ask('PUT', sharePath(made), {
      bytes: createFrame(made),
      address,
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    });
  const statusOf = async (response: Promise<Response>) => (await response).status;
  const putNew = (app: TestApp, from?: From) => statusOf(put(app, share(app), from));
  const begin = (app: TestApp, upload: TestUpload, address = HERE) =>
    statusOf(app.ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message(), address }));
  const putRequest = (app: TestApp, { id, toCreate: { head, note, sealed } }: TestRequestOf, address = HERE) =>
    statusOf(
      app.ask('PUT', `/api/requests/${encodeId(id)}`, {
        bytes: encodeFrame(head, Buffer.concat([note, sealed])),
        address,
      }),
    );
  const rows = async ({ deps }: Pick<TestApp, 'deps'>, table: 'share' | 'tally' | 'day_key') =>
    deps.store.read.kysely.selectFrom(table).selectAll().execute();

  test('of a hundred concurrent creates, exactly as many are stored as fit, and nothing of the others', async () => {
    await using app = await megabytes(1);
    const statuses = await Promise.all(Array.from({ length: 100 }, () => putNew(app)));
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(90);
    expect(await rows(app, 'share')).toHaveLength(10);
    expect(await rows(app, 'tally')).toMatchObject([{ amount: 1_000_000 }]);
  });

  test('a refused client learns when the day is over, and may then create again', async () => {
    await using app = await megabytes(1);
    const { clock } = app.testStore;
    for (let stored = 0; stored < 10; stored++) expect(await putNew(app)).toBe(201);
    const refused = await put(app, share(app));
    const retryAfterSeconds = DAY_SECONDS - (clock.now() % DAY_SECONDS);
    expect(refused.headers.get('retry-after')).toBe(String(retryAfterSeconds));
    expect(await refused.json()).toMatchObject({ code: 'quota-exceeded', retryAfterSeconds });
    clock.advance(retryAfterSeconds - 1);
    expect(await putNew(app)).toBe(429);
    clock.advance(1);
    expect(await putNew(app)).toBe(201);
  });

  test('each address, and each /64 of IPv6, has its own quota, and deleting gives nothing back', async () => {
    await using app = await megabytes(1);
    const made = share(app);
    expect(await statusOf(put(app, made))).toBe(201);
    await made.delete(app.deps);
    for (let stored = 1; stored < 10; stored++) expect(await putNew(app)).toBe(201);
    expect([await putNew(app), await putNew(app, { address: ELSEWHERE })]).toEqual([429, 201]);
    const ipv6 = (last: string) => ({ address: `2001:db8:1:1::${last}` });
    for (let stored = 0; stored < 10; stored++) expect(await putNew(app, ipv6(String(stored)))).toBe(201);
    expect(await putNew(app, ipv6('ffff'))).toBe(429);
  });

  test('a repeated create counts once', async () => {
    await using app = await megabytes(1);
    const made = share(app);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(put(app, made))));
    expect(statuses.toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    expect(await rows(app, 'tally')).toMatchObject([{ amount: TEXT_BYTES }]);
    for (let stored = 1; stored < 10; stored++) await putNew(app);
    expect([await putNew(app), await statusOf(put(app, made))]).toEqual([429, 200]);
  });

  test('an upload counts from its start, with everything it may contain, once, and not again at its end', async () => {
    await using app = await megabytes(3);
    const uploads = Array.from({ length: 10 }, () => new TestUpload(app.testStore.clock.now(), { bodyBytes: 1000 }));
    const started = await Promise.all(uploads.map((upload) => begin(app, upload)));
    expect(started.filter((status) => status === 201)).toHaveLength(3);
    expect(started.filter((status) => status === 429)).toHaveLength(7);
    const first = uploads[started.indexOf(201)];
    if (first === undefined) throw new Error('No upload was started.');
    expect(await begin(app, first)).toBe(200);
    await first.putAll(app.deps);
    expect(await statusOf(put(app, first.share))).toBe(201);
    expect(await rows(app, 'share')).toHaveLength(3);
  });

  test('a token counts as one client, from any address', async () => {
    await using app = await megabytes(1, { SOTTO_CREATE: 'token' });
    const one = await createToken(app.deps, { label: 'one' });
    const other = await createToken(app.deps, { label: 'other' });
    for (let stored = 0; stored < 10; stored++) {
      expect(await putNew(app, { address: `192.0.2.${stored}`, token: one?.token })).toBe(201);
    }
    expect(await putNew(app, { address: ELSEWHERE, token: one?.token })).toBe(429);
    expect(await putNew(app, { address: HERE, token: other?.token })).toBe(201);
  });

  test('an answer counts against the request, and not against its author’s own quota', async () => {
    await using app = await megabytes(1);
    const request = new TestRequestOf(app.testStore.clock.now(), { maxAnswers: 100 });
    expect(await putRequest(app, request, ELSEWHERE)).toBe(201);
    const answer = (address: string) =>
      statusOf(put(app, request.answer(app.testStore.clock.now(), terms), { address }));
    for (let stored = 0; stored < 10; stored++) expect(await putNew(app)).toBe(201);
    for (let stored = 0; stored < 9; stored++) expect(await answer(HERE)).toBe(201);
    expect(await answer('192.0.2.3')).toBe(201);
    expect(await answer('192.0.2.4'), 'the request has used up its day’s bytes').toBe(429);
    expect(await app.deps.store.read.kysely.selectFrom('request').select('answers').execute()).toEqual([
      { answers: 10 },
    ]);
  });

  test('answering many of one’s own requests does not allow more storage', async () => {
    await using app = await megabytes(1);
    const requests = Array.from({ length: 20 }, () => new TestRequestOf(app.testStore.clock.now()));
    for (const request of requests) expect(await putRequest(app, request)).toBe(201);
    const answered = await Promise.all(
      requests.map((request) => statusOf(put(app, request.answer(app.testStore.clock.now(), terms)))),
    );
    expect(answered.filter((status) => status === 201)).toHaveLength(10);
    expect(answered.filter((status) => status === 429)).toHaveLength(10);
  });

  test('only a hash of a client is stored, and it is gone when its day is over', async () => {
    await using app = await megabytes(1);
    await putNew(app);
    await putNew(app, { address: '2001:db8:1:1::1' });
    const [tallies, keys] = [await rows(app, 'tally'), await rows(app, 'day_key')];
    expect([tallies.length, keys.length]).toEqual([2, 1]);
    expect(
      tallies
        .flatMap((row) => Object.keys(row))
        .toSorted()
        .join(),
    ).toBe('account_hash,account_hash,amount,amount,day,day');
    await sweep(app.deps);
    expect(await rows(app, 'tally')).toHaveLength(2);
    app.testStore.clock.advance(DAY_SECONDS);
    await sweep(app.deps);
    expect([await rows(app, 'tally'), await rows(app, 'day_key')]).toEqual([[], []]);
    await putNew(app);
    const again = [...tallies, ...(await rows(app, 'tally'))].map(
      (row) => 'account_hash' in row && encodeHex(row.account_hash),
    );
    expect(new Set(again).size, 'another day, another hash').toBe(3);
  });

  test('without a quota nothing is stored about anybody', async () => {
    await using app = await openTestApp({ dialect });
    expect(await putNew(app)).toBe(201);
    expect([await rows(app, 'tally'), await rows(app, 'day_key')]).toEqual([[], []]);
  });

  test('the total quota also holds when small texts arrive at once through two processes', async () => {
    await using app = await openTestApp({ dialect });
    const config = parseConfig({ SOTTO_STORAGE_QUOTA_MB: '1' });
    const second = await app.testStore.open();
    const processes: Deps[] = [
      { ...app.deps, config },
      { ...app.deps, config, store: second },
    ];
    const small = { sealedBytes: 32 + 8192 + 16 };
    const made = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) => {
        const deps = processes[index % 2];
        if (deps === undefined) throw new Error('There must be two.');
        return new TestShare(app.testStore.clock.now(), small).create(deps);
      }),
    );
    const kept = made.filter(({ status }) => status === 'fulfilled');
    const used = await sumUsed(app.deps.store.read);
    expect(used).toBeLessThanOrEqual(1_000_000);
    expect(used / kept.length, 'everything that was stored').toBe(8240 + 4096);
    expect(kept).toHaveLength(Math.floor(1_000_000 / (8240 + 4096)));
    for (const refused of made.filter(({ status }) => status === 'rejected')) {
      expect(refused).toMatchObject({ reason: { code: 'insufficient-storage' } });
    }
    await second.close();
  });

  test('many small uploads that end with large sealed texts stay within the total quota', async () => {
    await using app = await openTestApp({ dialect });
    const deps = { ...app.deps, config: parseConfig({ SOTTO_STORAGE_QUOTA_MB: '5' }) };
    const sealedBytes = deps.config.limits.maxSealedBytes;
    const uploads = Array.from(
      { length: 12 },
      () => new TestUpload(app.testStore.clock.now(), { bodyBytes: 1000, sealedBytes }),
    );
    const ended = await Promise.allSettled(
      uploads.map(async (upload) => {
        await upload.begin(deps);
        await upload.putAll(deps);
        return upload.finish(deps);
      }),
    );
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await sumUsed(deps.store.read)).toBeLessThanOrEqual(5_000_000);
  });
});

const encodeHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
