import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './parse-config.ts';
import { settingRows } from './settings.ts';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

test('without any setting the service listens on this machine alone', () => {
  expect(parseConfig({})).toMatchObject({
    publicUrl: 'http://localhost:3000/',
    basePath: '/',
    host: '127.0.0.1',
    port: 3000,
    dataDir: './data',
    trustedProxies: [],
    allowInsecureHttp: false,
    acceptLostKeys: false,
    logLevel: 'info',
    limits: { minTtlSeconds: 60, maxTtlSeconds: 2_592_000, defaultTtlSeconds: 86_400, maxViews: 100 },
  });
});

test('every fault is told at once, by name', () => {
  expect(
    faultsOf({ SOTTO_PORT: 'http', SOTTO_HOTS: '::', SOTTO_LOG_LEVEL: 'loud', SOTTO_TRUSTED_PROXIES: '10.0.0.0/33' }),
  ).toEqual([
    'SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
    'SOTTO_TRUSTED_PROXIES must be addresses or CIDR blocks, with commas between, not "10.0.0.0/33".',
    'SOTTO_LOG_LEVEL must be error, warn or info, not "loud".',
    'SOTTO_HOTS is not a setting of Sotto.',
  ]);
});

test('what may hold a password is never repeated in a fault', () => {
  const faults = faultsOf({
    SOTTO_DATABASE_URL: 'mysql://me:hunter2@db/x',
    SOTTO_PUBLIC_URL: 'https://me:hunter2@a.example/',
  });
  expect(faults).toHaveLength(2);
  expect(faults.join()).not.toContain('hunter2');
});

test('other programs’ settings are not looked at, and an empty value is none', () => {
  expect(parseConfig({ PATH: '/bin', SOTTO_DATABASE_URL: '', SOTTO_PORT: '' })).toEqual(parseConfig({}));
});

test.each([
  ['https://example.org', 'https://example.org/', '/'],
  ['https://example.org/a/b', 'https://example.org/a/b/', '/a/b/'],
  ['https://EXAMPLE.org:443/a/b/', 'https://example.org/a/b/', '/a/b/'],
  ['http://localhost:8080/', 'http://localhost:8080/', '/'],
])('the public address %s is %s', (given, publicUrl, basePath) => {
  expect(parseConfig({ SOTTO_PUBLIC_URL: given })).toMatchObject({ publicUrl, basePath });
});

test.each([
  'example.org',
  'ftp://example.org/',
  'https://example.org/?a',
  'https://example.org/#a',
  'https://u:p@example.org/',
  '/a',
])('the public address %s is refused', (given) => {
  expect(faultsOf({ SOTTO_PUBLIC_URL: given })).toHaveLength(1);
});

test('the public address follows the port', () => {
  expect(parseConfig({ SOTTO_PORT: '8080' }).publicUrl).toBe('http://localhost:8080/');
});

test('bounds that contradict each other are refused; an offer that nobody chose keeps within them', () => {
  expect(faultsOf({ SOTTO_MIN_TTL: '600', SOTTO_MAX_TTL: '60' })).toHaveLength(1);
  expect(faultsOf({ SOTTO_MAX_TTL: '60', SOTTO_DEFAULT_TTL: '61' })).toHaveLength(1);
  expect(parseConfig({ SOTTO_MAX_TTL: '3600' }).limits.defaultTtlSeconds).toBe(3600);
  expect(parseConfig({ SOTTO_MIN_TTL: '100000' }).limits.defaultTtlSeconds).toBe(100_000);
});

test('the configuration cannot be changed, to its depth', () => {
  const config = parseConfig({ SOTTO_TRUSTED_PROXIES: '10.0.0.1, 2001:db8::/32' });
  expect([config, config.limits, config.requestsPerMinute, config.trustedProxies].every(Object.isFrozen)).toBe(true);
  expect(config.trustedProxies).toEqual(['10.0.0.1', '2001:db8::/32']);
});

test('every setting is documented, with its default', () => {
  for (const { name, shownDefault, doc } of settingRows()) {
    expect(name).toMatch(/^SOTTO_[A-Z_]+$/);
    expect(doc).toMatch(/\.$/);
    expect(typeof shownDefault).toBe('string');
  }
});
