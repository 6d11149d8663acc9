import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { ErrorCode } from '#server/errors.ts';
import { FileChangedError, UploadStoppedError } from '#web/parts/files/upload-job.ts';
import { openPolicy } from '#web/parts/policy/testing/open-policy.ts';
import { sendErrorOf } from './send-error.ts';

const policy = { ...openPolicy, maxFilesBytes: 1000 };
const retryAfter: Partial<Record<ErrorCode, number>> = { 'quota-exceeded': 3600, 'insufficient-storage': 120 };
const api = (code: ErrorCode, members = {}) =>
  new ApiError({ code, status: 422, members, retryAfterSeconds: retryAfter[code] });

test.each([
  [api('terms-refused', { limit: 'maxFilesBytes' }), { kind: 'files-too-large', maxBytes: 1000 }],
  [api('terms-refused', { limit: 'maxSealedBytes' }), { kind: 'too-long', maxBytes: 982_780 }],
  [api('too-large'), { kind: 'takes-less' }],
  [new CryptoError('too-large'), { kind: 'too-long', maxBytes: 982_780 }],
  [api('quota-exceeded'), { kind: 'quota', afterSeconds: 3600 }],
  [api('insufficient-storage'), { kind: 'no-space', afterSeconds: 120 }],
  [api('upload-incomplete'), { kind: 'upload-lost' }],
  [api('ended'), { kind: 'upload-lost' }],
  [api('not-found'), { kind: 'upload-lost' }],
  [new UploadStoppedError(), { kind: 'upload-stopped' }],
  [new FileChangedError('a.txt'), { kind: 'file-changed', name: 'a.txt' }],
  [api('unavailable'), { kind: 'service', failure: { kind: 'server' } }],
  [new NetworkError('unreachable'), { kind: 'service', failure: { kind: 'offline' } }],
])('on each page that sends, “%s” is shown as %o', (cause, error) => {
  expect(sendErrorOf(cause, policy)).toEqual(error);
});

test.each([
  api('terms-refused', { limit: 'maxViews' }),
  api('token-required'),
  api('not-accepting', { state: 'full' }),
  new CryptoError('password-empty'),
  new Error('of ours'),
])('“%s” is left to the page', (error) => {
  expect(sendErrorOf(error, policy)).toBeUndefined();
});
