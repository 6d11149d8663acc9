import { expect, test } from 'vitest';
import { ApiError, NetworkError, ProtocolError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import { explain, explainVerified } from './explain.ts';
import { Failure } from './exit-codes.ts';
import { limitInWords } from './limit-words.ts';
import { timeInWords } from './wording.ts';

const policy = {
  ...{ minTtlSeconds: 300, maxTtlSeconds: 2_592_000, defaultTtlSeconds: 3600, offeredTtlSeconds: [3600, 86_400] },
  ...{ maxViews: 3, unlimitedViews: false, requirePassword: false, requests: true, create: 'anyone' as const },
  ...{ maxSealedBytes: 100_000, maxFilesBytes: 0 },
};

const explained = (error: unknown, about?: Parameters<typeof explain>[1]) => {
  const failure = explain(error, about);
  return failure instanceof Failure ? [failure.exit, failure.message] : [];
};

test('a refused token and a missing token have different messages', () => {
  const refusal = new ApiError({ code: 'token-required', status: 401 });
  expect(explained(refusal)[1]).toContain('--token-file');
  expect(explained(refusal, { hasToken: true })).toEqual([
    'refused',
    'The server does not accept this token. It was mistyped, has expired or was revoked. Ask the operator for another token.',
  ]);
});

test.each([
  ['insufficient-storage', 120, 'The server’s disk is full right now. Try again in 2 minutes.'],
  ['insufficient-storage', undefined, 'The server’s disk is full. Try again later.'],
  ['unavailable', 2, 'not ready right now. Try again in 2 seconds.'],
  ['rate-limited', 3599, 'Too many requests. Try again in 60 minutes.'],
  ['quota-exceeded', 40_000, 'Try again tomorrow'],
] as const)('%s with %s seconds to wait says when to try again', (code, retryAfterSeconds, words) => {
  const [, sentence] = explained(new ApiError({ code, status: 503, retryAfterSeconds }));
  expect(sentence).toContain(words);
});

test.each([
  [120, 'The server has no room for this right now. Try again in 2 minutes, or send less.'],
  [1, 'The server has no room for this right now. Try again in 1 second, or send less.'],
  [undefined, 'The server has no room for this. Try again later, or send less.'],
])('a full disk, with %s seconds to wait, advises only the sender to “send less”', (seconds, words) => {
  const full = new ApiError({ code: 'insufficient-storage', status: 507, retryAfterSeconds: seconds });
  expect(explained(full, { isSealing: true })).toEqual(['refused', words]);
  const [kind, sentence] = explained(full);
  expect(kind).toBe('unreachable');
  expect(sentence).not.toContain('send less');
});

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'a different name'],
  ['ECONNREFUSED', 'cannot be reached'],
])('%s is explained', (code, words) => {
  const cause = new TypeError('fetch failed', { cause: Object.assign(new Error('tls'), { code }) });
  expect(explained(new NetworkError('unreachable', cause))).toEqual(['unreachable', expect.stringContaining(words)]);
});

test('a strange reply means that this is not a Sotto server, or tampering if the server has proved that it has the share', () => {
  const strange = new ProtocolError('not JSON');
  expect(explained(strange)).toEqual(['unreachable', expect.stringContaining('not a Sotto server')]);
  expect(explained(explainVerified(strange))[0]).toBe('tampered');
});

test('what a newer version sealed is not called tampering', () => {
  expect(explained(new CryptoError('preamble-version'))).toEqual(['failed', expect.stringContaining('newer version')]);
  expect(explained(new CryptoError('preamble-tag'))[0]).toBe('tampered');
});

test('a limit is explained with its number and the option that was used', () => {
  expect(limitInWords('maxTtlSeconds', { policy, timeOption: '--stays' })).toBe(
    'This server allows at most 30d. Choose a shorter --stays.',
  );
  expect(limitInWords('minTtlSeconds', { policy })).toBe(
    'This server requires at least 5m. Choose a longer --expires.',
  );
  expect(limitInWords('offeredTtlSeconds', { policy })).toBe(
    'This server offers 1h and 1d. Choose one with --expires.',
  );
  expect(limitInWords('maxFilesBytes', { policy })).toBe('This server accepts no files. Send text instead.');
  expect(limitInWords('maxSealedBytes', { policy })).toBe(
    'The text is longer than this server allows, and it accepts no files. Split the text.',
  );
  expect(limitInWords('maxSealedBytes', { policy: { ...policy, maxFilesBytes: 1 } })).toMatch(/at most 9\d\.\d kB\./);
});

test('a time includes its zone, and seconds when they matter', () => {
  expect(timeInWords(0)).toMatch(/1970, \d\d:\d\d (UTC|GMT)/);
  expect(timeInWords(90, 0)).toMatch(/\d\d:01:30 /);
  expect(timeInWords(120, 0)).toMatch(/ \d\d:02 /);
});
