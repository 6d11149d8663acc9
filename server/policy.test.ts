import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { parseConfig } from './config/parse-config.ts';
import { encodeFrame } from './http/frame.ts';
import { testClient, createFrame, openTestApp, sharePath } from './testing/test-app.ts';
import type { Ask, TestApp } from './testing/test-app.ts';
import { TestRequestOf } from './testing/test-request.ts';
import { TestShare } from './testing/test-share.ts';
import type { TestTerms } from './testing/test-share.ts';
import { dialects } from './testing/test-stores.ts';
import { TestUpload } from './testing/test-upload.ts';
import type { CreateRequestHead } from './requests/wire.ts';

const [HOUR, DAY] = [3600, 86_400];
const NO_RATES = {
  SOTTO_CREATES_PER_MINUTE: '0',
  SOTTO_OPENS_PER_MINUTE: '0',
  SOTTO_CODES_PER_MINUTE: '0',
  SOTTO_REQUESTS_PER_MINUTE: '0',
  SOTTO_UPLOAD_MB_PER_MINUTE: '0',
};
/** The length of sealed content: commitment, padded text, tag. */
const sealedOf = (paddedBytes: number) => 32 + paddedBytes + 16;

/** Tests each policy setting through the whole service. */
describe.each(dialects)('%s', (dialect) => {
  let app: TestApp;
  let now: number;

  beforeAll(async () => {
    app = await openTestApp({ dialect });
    now = app.testStore.clock.now();
  });

  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** The same installation, started again with other settings. */
  const under = (env: Record<string, string>): Ask =>
    testClient({ ...app.deps, config: parseConfig({ ...NO_RATES, ...env }) });

  const outcome = async (response: Response): Promise<unknown> => {
    if (response.status < 300) return response.status;
    const { code, limit } = (await response.json()) as { code: string; limit?: string };
    return limit ?? code;
  };
  const putShare = async (ask: Ask, share: TestShare) =>
    outcome(await ask('PUT', sharePath(share), { bytes: createFrame(share) }));
  const share = (ask: Ask, terms: TestTerms) => putShare(ask, new TestShare(now, terms));
  const lasting = (ask: Ask, ttlSeconds: number) => share(ask, { expiresAt: now + ttlSeconds });
  const putRequest = async (ask: Ask, { id, toCreate: { head, note, sealed } }: TestRequestOf) =>
    outcome(
      await ask('PUT', `/api/requests/${encodeId(id)}`, { bytes: encodeFrame(head, Buffer.concat([note, sealed])) }),
    );
  const request = (ask: Ask, terms: Partial<CreateRequestHead>) => putRequest(ask, new TestRequestOf(now, terms));
  const begin = async (ask: Ask, upload: TestUpload) =>
    outcome(await ask('PUT', sharePath(upload.share, 'upload'), { json: upload.message() }));

  test('SOTTO_MIN_TTL and SOTTO_MAX_TTL bound shares, requests and the lifetime of answers', async () => {
    const ask = under({ SOTTO_MIN_TTL: '1h', SOTTO_MAX_TTL: '7d' });
    expect(await lasting(ask, HOUR)).toBe(201);
    expect(await lasting(ask, 7 * DAY)).toBe(201);
    expect(await lasting(ask, HOUR - 301)).toBe('minTtlSeconds');
    expect(await lasting(ask, 7 * DAY + 61)).toBe('maxTtlSeconds');
    expect(await request(ask, { expiresAt: now + HOUR - 301, answerTtl: HOUR })).toBe('minTtlSeconds');
    expect(await request(ask, { expiresAt: now + HOUR, answerTtl: HOUR - 1 })).toBe('minTtlSeconds');
    expect(await request(ask, { expiresAt: now + 7 * DAY + 61, answerTtl: HOUR })).toBe('maxTtlSeconds');
    expect(await request(ask, { expiresAt: now + HOUR, answerTtl: 7 * DAY + 1 })).toBe('maxTtlSeconds');
    expect(await request(ask, { expiresAt: now + HOUR, answerTtl: 7 * DAY })).toBe(201);
  });

  test('SOTTO_OFFERED_TTLS allows no other times, with a tolerance for the time of sending', async () => {
    const ask = under({ SOTTO_OFFERED_TTLS: '1h,1d' });
    for (const ttl of [HOUR, HOUR + 60, HOUR - 300, DAY]) expect(await lasting(ask, ttl)).toBe(201);
    for (const ttl of [HOUR - 301, HOUR + 61, 12 * HOUR, DAY + 61, 2 * DAY]) {
      expect(await lasting(ask, ttl)).toBe('offeredTtlSeconds');
    }
    expect(await request(ask, { expiresAt: now + DAY, answerTtl: HOUR })).toBe(201);
    expect(await request(ask, { expiresAt: now + 2 * DAY, answerTtl: HOUR })).toBe('offeredTtlSeconds');
    expect(await request(ask, { expiresAt: now + DAY, answerTtl: HOUR + 1 })).toBe('offeredTtlSeconds');
  });

  test('SOTTO_MAX_VIEWS, SOTTO_UNLIMITED_VIEWS and SOTTO_ONE_VIEW bound the openings', async () => {
    const few = under({ SOTTO_MAX_VIEWS: '3' });
    expect([await share(few, { maxViews: 3 }), await share(few, { maxViews: 0 })]).toEqual([201, 201]);
    expect(await share(few, { maxViews: 4 })).toBe('maxViews');
    const counted = under({ SOTTO_UNLIMITED_VIEWS: 'false' });
    expect([await share(counted, { maxViews: 100 }), await share(counted, { maxViews: 0 })]).toEqual([
      201,
      'unlimitedViews',
    ]);
    const once = under({ SOTTO_ONE_VIEW: 'true', SOTTO_MAX_VIEWS: '9' });
    expect(await share(once, { maxViews: 1 })).toBe(201);
    expect([await share(once, { maxViews: 2 }), await share(once, { maxViews: 0 })]).toEqual([
      'maxViews',
      'unlimitedViews',
    ]);
  });

  test('SOTTO_REQUIRE_PASSWORD requires one for every share except answers', async () => {
    const ask = under({ SOTTO_REQUIRE_PASSWORD: 'true', SOTTO_ONE_VIEW: 'true' });
    expect(await share(ask, { password: true })).toBe(201);
    expect(await share(ask, {})).toBe('requirePassword');
    const question = new TestRequestOf(now);
    expect(await putRequest(ask, question)).toBe(201);
    expect(await putShare(ask, question.answer(now))).toBe(201);
  });

  test('SOTTO_MAX_TEXT_KB bounds the sealed content of shares, requests and answers', async () => {
    const ask = under({ SOTTO_MAX_TEXT_KB: '16' });
    const config = (await (await ask('GET', '/api/config')).json()) as { maxSealedBytes: number };
    expect(config.maxSealedBytes).toBe(sealedOf(16_384));
    expect(await share(ask, { sealedBytes: sealedOf(16_384) })).toBe(201);
    expect(await share(ask, { sealedBytes: sealedOf(16_896) })).toBe('maxSealedBytes');
    expect(await share(ask, { sealedBytes: sealedOf(983_040) })).toBe('maxSealedBytes');
    const question = new TestRequestOf(now, { maxAnswers: 2 });
    expect(await putRequest(ask, question)).toBe(201);
    expect(await putShare(ask, question.answer(now, { sealedBytes: sealedOf(16_896) }))).toBe('maxSealedBytes');
    expect(await putShare(ask, question.answer(now, { sealedBytes: sealedOf(16_384) }))).toBe(201);
  });

  test('SOTTO_MAX_FILES_MB bounds the files, and 0 allows none', async () => {
    const ask = under({ SOTTO_MAX_FILES_MB: '1' });
    expect(await begin(ask, new TestUpload(now, { bodyBytes: 1_000_000 }))).toBe(201);
    expect(await begin(ask, new TestUpload(now, { bodyBytes: 1_200_000 }))).toBe('maxFilesBytes');
    expect(await begin(under({ SOTTO_MAX_FILES_MB: '0' }), new TestUpload(now, { bodyBytes: 1 }))).toBe(
      'maxFilesBytes',
    );
  });

  test('SOTTO_SECRET_REQUESTS turns off new requests, but existing ones still get answers', async () => {
    const [before, after] = [under({}), under({ SOTTO_SECRET_REQUESTS: 'false' })];
    const question = new TestRequestOf(now);
    expect(await putRequest(before, question)).toBe(201);
    expect(await request(after, {})).toBe('requests');
    expect(await putRequest(after, question), 'the same request again').toBe(200);
    const answer = question.answer(now);
    expect(await putShare(after, answer)).toBe(201);
    const { ownerProof } = question;
    const status = await after('POST', `/api/requests/${encodeId(question.id)}/status`, { json: { ownerProof } });
    expect(await status.json()).toMatchObject({ answers: [{ id: encodeId(answer.id) }] });
  });

  test('a repeated create succeeds under any later policy', async () => {
    const wide = under({});
    const made = new TestShare(now, { maxViews: 0, expiresAt: now + 30 * DAY, sealedBytes: sealedOf(983_040) });
    const asked = new TestRequestOf(now, { answerTtl: 20 * DAY });
    expect([await putShare(wide, made), await putRequest(wide, asked)]).toEqual([201, 201]);
    const narrow = under({
      SOTTO_OFFERED_TTLS: '1h',
      SOTTO_ONE_VIEW: 'true',
      SOTTO_REQUIRE_PASSWORD: 'true',
      SOTTO_MAX_TEXT_KB: '4',
      SOTTO_SECRET_REQUESTS: 'false',
      SOTTO_CLIENT_QUOTA_MB: '1',
    });
    expect([await putShare(narrow, made), await putRequest(narrow, asked)]).toEqual([200, 200]);
  });

  test('a started upload continues under a policy without files, and its share is created under the current terms', async () => {
    const upload = new TestUpload(now, { bodyBytes: 1000 });
    expect(await begin(under({}), upload)).toBe(201);
    const narrow = under({ SOTTO_MAX_FILES_MB: '0', SOTTO_MAX_VIEWS: '1' });
    expect(await begin(narrow, upload)).toBe(200);
    await upload.putAll(app.deps);
    const strict = under({ SOTTO_MAX_FILES_MB: '0', SOTTO_REQUIRE_PASSWORD: 'true' });
    expect(await putShare(strict, upload.share)).toBe('requirePassword');
    expect(await putShare(narrow, upload.share)).toBe(201);
    expect(await putShare(strict, upload.share)).toBe(200);
  });

  test('/api/config reports each setting', async () => {
    const config = async (env: Record<string, string>): Promise<unknown> =>
      (await under(env)('GET', '/api/config')).json();
    expect(await config({})).toMatchObject({
      offeredTtlSeconds: [],
      unlimitedViews: true,
      requirePassword: false,
      requests: true,
      create: 'anyone',
      reports: false,
    });
    const all = {
      SOTTO_OFFERED_TTLS: '1h,1d',
      SOTTO_ONE_VIEW: '1',
      SOTTO_REQUIRE_PASSWORD: '1',
      SOTTO_SECRET_REQUESTS: '0',
      SOTTO_CREATE: 'token',
      SOTTO_ABUSE_CONTACT: 'mailto:abuse@example.org',
    };
    expect(await config(all)).toMatchObject({
      offeredTtlSeconds: [HOUR, DAY],
      maxViews: 1,
      unlimitedViews: false,
      requirePassword: true,
      requests: false,
      create: 'token',
      reports: true,
    });
  });
});
