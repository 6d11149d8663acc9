import { expect, test } from 'vitest';
import { encodePayload } from '#crypto/payload.ts';
import type { ServerConfig } from '#server/http/config-wire.ts';
import { createApi } from './api.ts';
import { prepareRequest } from './ask.ts';
import type { RequestInput } from './ask.ts';
import { ApiError } from './errors.ts';
import type { Fetch } from './exchange.ts';
import {
  allowedTtl,
  defaultAttemptLimit,
  expectAllowed,
  maxPayloadBytes,
  nearestTtl,
  offeredTtls,
  refusalOf,
  requestRefusal,
  sealedBytesOf,
  sizeRefusal,
  ttlRefusal,
  whoRefusal,
} from './policy.ts';
import type { Limit, Policy, WantedTerms } from './policy.ts';
import { createRequestsApi } from './requests-api.ts';
import { prepareShare } from './share.ts';

const open: Policy = {
  minTtlSeconds: 60,
  maxTtlSeconds: 2_592_000,
  defaultTtlSeconds: 86_400,
  offeredTtlSeconds: [],
  maxViews: 100,
  unlimitedViews: true,
  requirePassword: false,
  maxSealedBytes: 983_088,
  maxFilesBytes: 1_000_000,
  requests: true,
  create: 'anyone',
};
const terms = { ttlSeconds: 86_400, maxViews: 1, hasPassword: false };

test('a service without limits refuses nothing', () => {
  expect(refusalOf(terms, open)).toBeUndefined();
  expect(refusalOf({ ttlSeconds: 2_592_000, maxViews: 0, hasPassword: true, filesBytes: 1_000_000 }, open)).toBe(
    undefined,
  );
});

const refusals: readonly [Limit, Partial<WantedTerms>, Partial<Policy>][] = [
  ['minTtlSeconds', { ttlSeconds: 59 }, {}],
  ['maxTtlSeconds', { ttlSeconds: 2_592_001 }, {}],
  ['offeredTtlSeconds', { ttlSeconds: 86_400 }, { offeredTtlSeconds: [3600, 604_800] }],
  ['maxViews', { maxViews: 2 }, { maxViews: 1 }],
  ['unlimitedViews', { maxViews: 0 }, { unlimitedViews: false }],
  ['requirePassword', {}, { requirePassword: true }],
  ['maxFilesBytes', { filesBytes: 1 }, { maxFilesBytes: 0 }],
  ['maxSealedBytes', { sealedBytes: 2001 }, { maxSealedBytes: 2000 }],
];

test.each(refusals)('%s is reported before anything is sealed', (limit, wanted, policy) => {
  expect(refusalOf({ ...terms, ...wanted }, { ...open, ...policy })).toBe(limit);
});

test('only the size limits apply to an answer', () => {
  const strict = { ...open, maxViews: 1, unlimitedViews: false, requirePassword: true };
  expect(sizeRefusal({ sealedBytes: 1000, filesBytes: 1000 }, strict)).toBeUndefined();
});

test('a request obeys the limits of lifetimes, and is refused if requests are disabled', () => {
  const times = { ttlSeconds: 3600, answerTtlSeconds: 86_400 };
  expect(requestRefusal(times, open)).toBeUndefined();
  expect(requestRefusal(times, { ...open, offeredTtlSeconds: [3600] })).toBe('offeredTtlSeconds');
  expect(requestRefusal(times, { ...open, requests: false })).toBe('requests');
});

test('without a list, everybody may be chosen; with one, only those in it', () => {
  const openers = ['anyone', 'named', 'members'] as const;
  const refused = (policy: Partial<Policy>) => openers.filter((one) => whoRefusal(one, policy) === 'who');
  expect([refused({}), refused({ who: ['members'] }), refused({ who: ['named', 'anyone'] })]).toEqual([
    ...[[], ['anyone', 'named'], ['members']],
  ]);
  const times = { ttlSeconds: 3600, answerTtlSeconds: 3600 };
  const policy: Policy = { ...open, who: ['named', 'members'] };
  expect([requestRefusal(times, policy), requestRefusal({ ...times, openers: 'members' }, policy)]).toEqual([
    ...['who', undefined],
  ]);
});

test('a refusal looks like the server’s own', () => {
  expect(() => expectAllowed(undefined)).not.toThrow();
  try {
    expectAllowed('maxViews');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'terms-refused', status: 422, members: { limit: 'maxViews' } });
  }
});

const serverConfig: ServerConfig = {
  ...open,
  ...{
    version: '0',
    serverTime: 1_800_000_000,
    publicUrl: 'https://sotto.example/',
    allowInsecureHttp: false,
    reports: false,
  },
};

function serviceOf(policy: Partial<Policy>) {
  const paths: string[] = [];
  const fetch: Fetch = (url) => {
    paths.push(new URL(url).pathname);
    return Response.json({ ...serverConfig, ...policy });
  };
  const options = { baseUrl: 'https://sotto.example/', fetch };
  return { paths, api: createApi(options), requests: createRequestsApi(options) };
}

const kdf = async () => Promise.reject(new Error('Nothing is to be hashed.'));
const wish: RequestInput = {
  ...{ title: 'x', ask: '', maxAnswers: 1, keep: 'read' },
  ...{ ttlSeconds: 3600, answerTtlSeconds: 3600 },
};

test('a share that is not allowed is refused before the password is hashed or anything is sent', async () => {
  const { api, paths } = serviceOf({ maxViews: 1 });
  const prepared = prepareShare(api, { text: 'x', maxViews: 2, ttlSeconds: 3600, password: 'pw', kdf });
  await expect(prepared).rejects.toMatchObject({ code: 'terms-refused', members: { limit: 'maxViews' } });
  const long = serviceOf({ maxSealedBytes: 2000 });
  const text = 'x'.repeat(2000);
  const tooLong = prepareShare(long.api, { text, maxViews: 1, ttlSeconds: 3600, kdf });
  await expect(tooLong).rejects.toMatchObject({ members: { limit: 'maxSealedBytes' } });
  expect([...paths, ...long.paths]).toEqual(['/api/config', '/api/config']);
});

test('a request is refused before anything is sent if requests are disabled', async () => {
  const { paths, ...apis } = serviceOf({ requests: false });
  await expect(prepareRequest(apis, wish)).rejects.toMatchObject({ members: { limit: 'requests' } });
  expect(paths).toEqual(['/api/config']);
});

test('the offer is the operator’s list, or the usual lifetimes within the bounds and the default', () => {
  const usual = [300, 3600, 86_400];
  expect(offeredTtls({ ...open, defaultTtlSeconds: 7200 }, usual)).toEqual([300, 3600, 7200, 86_400]);
  expect(offeredTtls({ ...open, minTtlSeconds: 3600, maxTtlSeconds: 50_000, defaultTtlSeconds: 3600 }, usual)).toEqual([
    3600,
  ]);
  expect(offeredTtls({ ...open, offeredTtlSeconds: [60, 604_800] }, usual)).toEqual([60, 604_800]);
});

test('a lifetime that is not allowed becomes the nearest shorter one, or the shortest', () => {
  expect(allowedTtl(86_400, open)).toBe(86_400);
  expect(allowedTtl(30, open)).toBe(60);
  expect(allowedTtl(1e9, open)).toBe(2_592_000);
  const offered = { ...open, offeredTtlSeconds: [3600, 604_800] };
  expect(allowedTtl(86_400, offered)).toBe(3600);
  expect(allowedTtl(60, offered)).toBe(3600);
  expect(ttlRefusal(allowedTtl(86_400, offered), offered)).toBeUndefined();
});

test('the nearest shorter offer is taken, or the shortest; without offers, the wanted lifetime', () => {
  const offered = [60, 3600, 86_400];
  expect([3600, 3601, 1e9, 59].map((wanted) => nearestTtl(offered, wanted))).toEqual([3600, 3600, 86_400, 60]);
  expect(nearestTtl([], 7200)).toBe(7200);
});

test('wrong passwords are limited to five, or twice the views if that is more; unlimited views count as the maximum', () => {
  expect([1, 2, 3, 100, 0, 2000].map(defaultAttemptLimit)).toEqual([5, 5, 6, 200, 200, 1000]);
});

const payload = (text: string) =>
  ({ v: 1, kind: 'share', createdAt: 1_800_000_000, expiresAt: 1_800_003_600, maxViews: 1, text }) as const;

test.each([1072, 2000, 5048, 50_000, 100_001, 983_088, 2_000_000])(
  'of at most %i sealed bytes, the longest payload that fits is known exactly',
  (maxSealedBytes) => {
    const most = maxPayloadBytes({ maxSealedBytes });
    const rest = JSON.stringify(payload('')).length;
    const sealedBytes = sealedBytesOf(encodePayload(payload('x'.repeat(most - rest))).length);
    expect(sealedBytes).toBeLessThanOrEqual(maxSealedBytes);
    const oneMore = () => sealedBytesOf(encodePayload(payload('x'.repeat(most - rest + 1))).length);
    if (maxSealedBytes >= 983_088) expect(oneMore).toThrow('too-large');
    else expect(oneMore()).toBeGreaterThan(maxSealedBytes);
  },
);

test('nothing fits if the smallest padded payload does not', () => {
  expect(maxPayloadBytes({ maxSealedBytes: 1000 })).toBe(0);
});
