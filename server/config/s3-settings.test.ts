import { expect, test } from 'vitest';
import { faultsOf } from '#server/testing/faults-of.ts';
import { parseConfig } from './parse-config.ts';

const S3 = {
  SOTTO_S3_URL: 'https://s3.example.org/',
  SOTTO_S3_BUCKET: 'files',
  SOTTO_S3_ACCESS_KEY: 'AKIA',
  SOTTO_S3_SECRET_KEY: 'hunter2',
};

test('by default the files are in the data folder', () => {
  expect(parseConfig({}).s3).toBeUndefined();
  expect(faultsOf({ SOTTO_S3_REGION: 'us-east-1', SOTTO_S3_PREFIX: 'sotto', SOTTO_S3_PATH_STYLE: 'true' })).toEqual([]);
});

test('an object store needs an address, a bucket and a key', () => {
  expect(parseConfig(S3).s3).toEqual({
    url: 'https://s3.example.org',
    bucket: 'files',
    region: 'us-east-1',
    accessKey: 'AKIA',
    secretKey: 'hunter2',
    prefix: 'sotto',
    pathStyle: true,
  });
  const all = { ...S3, SOTTO_S3_SESSION_TOKEN: 'token', SOTTO_S3_PREFIX: 'team/sotto', SOTTO_S3_PATH_STYLE: 'false' };
  expect(parseConfig(all).s3).toMatchObject({ sessionToken: 'token', prefix: 'team/sotto', pathStyle: false });
  expect(faultsOf({ SOTTO_S3_URL: S3.SOTTO_S3_URL })).toEqual([
    'SOTTO_S3_URL needs SOTTO_S3_BUCKET.',
    'SOTTO_S3_URL needs SOTTO_S3_ACCESS_KEY.',
    'SOTTO_S3_URL needs SOTTO_S3_SECRET_KEY.',
  ]);
  expect(faultsOf({ SOTTO_S3_BUCKET: 'files', SOTTO_S3_SECRET_KEY: 'hunter2', SOTTO_S3_REGION: 'auto' })).toEqual([
    'SOTTO_S3_BUCKET has no effect without SOTTO_S3_URL.',
    'SOTTO_S3_REGION has no effect without SOTTO_S3_URL.',
    'SOTTO_S3_SECRET_KEY has no effect without SOTTO_S3_URL.',
  ]);
});

test.each([
  's3.example.org',
  'ftp://s3.example.org',
  'https://a:b@s3.example.org',
  'https://s3.example.org/files',
  'https://x?y',
])('the address %s is refused', (url) => {
  expect(faultsOf({ ...S3, SOTTO_S3_URL: url })).toHaveLength(1);
});

test.each(['/sotto', 'sotto/', 'a//b', '..', 'a/../b', 'a b', 'a?b', 'x'.repeat(201)])(
  'the prefix %j is refused',
  (prefix) => {
    expect(faultsOf({ ...S3, SOTTO_S3_PREFIX: prefix })).toHaveLength(1);
  },
);

test('a bucket that cannot be part of a host name needs the path style', () => {
  for (const bucket of ['my.files', 'My_files']) {
    expect(faultsOf({ ...S3, SOTTO_S3_BUCKET: bucket })).toEqual([]);
    const faults = faultsOf({ ...S3, SOTTO_S3_BUCKET: bucket, SOTTO_S3_PATH_STYLE: 'false' });
    expect(faults.join()).toContain('SOTTO_S3_PATH_STYLE=true');
  }
});
