import { expect, test } from 'vitest';
import { parseConfig } from './config/parse-config.ts';
import { warnOfPlainText } from './warn-of-plain-text.ts';

function warningsOf(env: Readonly<Record<string, string>>): string[] {
  const events: string[] = [];
  warnOfPlainText(parseConfig(env), { warn: (event) => void events.push(event) });
  return events;
}

const bucket = { SOTTO_S3_BUCKET: 'files', SOTTO_S3_ACCESS_KEY: 'sotto', SOTTO_S3_SECRET_KEY: 'hunter2' };

test.each([
  ['https://store.example.org', 0],
  ['http://localhost:9000', 0],
  ['http://127.0.0.1:9000', 0],
  ['http://[::1]:9000', 0],
  ['http://store.example.org', 1],
  ['http://10.0.0.7:9000', 1],
  ['http://127.0.0.1.example.org', 1],
])('an object store at %s: %i warnings', (url, count) => {
  expect(warningsOf({ ...bucket, SOTTO_S3_URL: url })).toEqual(
    Array.from({ length: count }, () => 'SOTTO_S3_URL uses plain http beyond this machine'),
  );
});

test('pages and mail without encryption beyond this machine', () => {
  expect(warningsOf({})).toEqual([]);
  const mail = { SOTTO_SMTP_URL: 'smtp://relay.example.org', SOTTO_MAIL_FROM: 'sotto@example.org' };
  expect(warningsOf({ ...mail, SOTTO_SMTP_TLS: 'off', SOTTO_PUBLIC_URL: 'http://sotto.example.org' })).toEqual([
    'SOTTO_PUBLIC_URL uses plain http beyond localhost',
    'SOTTO_SMTP_TLS is off',
  ]);
});
