import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const start = (env: Record<string, string>) =>
  spawnSync(process.execPath, ['sotto.js', 'serve'], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 30_000,
  });

test('settings that are wrong are all told before anything is opened, in sentences', () => {
  const { status, stderr, stdout } = start({
    SOTTO_PORT: 'http',
    SOTTO_DATADIR: '/tmp/x',
    SOTTO_DATABASE_URL: 'secret',
    SOTTO_BRAND_LOGO: '/nowhere/logo.svg',
    SOTTO_BRAND_SEAL_LIGHT: '#ffff00',
  });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toEqual([
    'Sotto cannot start with these settings:',
    '  SOTTO_BRAND_LOGO must be the path of a file that can be read: "/nowhere/logo.svg" is not there.',
    '  SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
    '  SOTTO_DATABASE_URL must be an address that begins with postgres://.',
    '  SOTTO_BRAND_SEAL_LIGHT must be #737300 or darker to be read on light pages (it has 1.0:1 and needs 4.5:1), not "#ffff00".',
    '  SOTTO_DATADIR is not a setting of Sotto.',
  ]);
});
