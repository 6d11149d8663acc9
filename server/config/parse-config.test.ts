import { expect, test } from 'vitest';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { MAX_NOTE_BYTES, MAX_SEALED_BYTES } from '#crypto/limits.ts';
import { paddedLength } from '#crypto/padding.ts';
import { parseConfig } from './parse-config.ts';
import { settingRows } from './settings.ts';
import { faultsOf } from '#server/testing/faults-of.ts';

test('by default the service listens only on this machine', () => {
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

test('all faults are reported at once, by name', () => {
  expect(
    faultsOf({ SOTTO_PORT: 'http', SOTTO_HOTS: '::', SOTTO_LOG_LEVEL: 'loud', SOTTO_TRUSTED_PROXIES: '10.0.0.0/33' }),
  ).toEqual([
    'SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
    'SOTTO_TRUSTED_PROXIES must be addresses or CIDR blocks, separated by commas, without names, ports or brackets, not "10.0.0.0/33".',
    'SOTTO_LOG_LEVEL must be error, warn or info, not "loud".',
    'SOTTO_HOTS is not a setting of Sotto. Did you mean SOTTO_HOST?',
  ]);
});

test('a value that may contain a password is never repeated in a fault', () => {
  const faults = faultsOf({
    SOTTO_DATABASE_URL: 'mysql://me:hunter2@db/x',
    SOTTO_PUBLIC_URL: 'https://me:hunter2@a.example/',
  });
  expect(faults).toHaveLength(2);
  expect(faults.join()).not.toContain('hunter2');
});

test('other programs’ settings are ignored, and an empty value counts as unset', () => {
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
  'https://example.org//evil.example/',
  'https://example.org/\\evil.example/',
  '/a',
])('the public address %s is refused', (given) => {
  expect(faultsOf({ SOTTO_PUBLIC_URL: given })).toHaveLength(1);
});

test('the public address follows the port', () => {
  expect(parseConfig({ SOTTO_PORT: '8080' }).publicUrl).toBe('http://localhost:8080/');
});

test('contradictory bounds are refused, and the default time stays within the bounds', () => {
  expect(faultsOf({ SOTTO_MIN_TTL: '600', SOTTO_MAX_TTL: '60' })).toEqual([
    'SOTTO_MIN_TTL (600) is more than SOTTO_MAX_TTL (60).',
  ]);
  expect(faultsOf({ SOTTO_MAX_TTL: '60', SOTTO_DEFAULT_TTL: '61' })).toEqual([
    'SOTTO_DEFAULT_TTL (61) is more than SOTTO_MAX_TTL (60).',
  ]);
  expect(parseConfig({ SOTTO_MAX_TTL: '3600' }).limits.defaultTtlSeconds).toBe(3600);
  expect(parseConfig({ SOTTO_MIN_TTL: '100000' }).limits.defaultTtlSeconds).toBe(100_000);
});

test('offered times to live are within the bounds, and the default is one of them', () => {
  expect(faultsOf({ SOTTO_OFFERED_TTLS: '30s,1h,1d,90d' })).toEqual([
    'One of SOTTO_OFFERED_TTLS (30) is less than SOTTO_MIN_TTL (60).',
    'One of SOTTO_OFFERED_TTLS (7776000) is more than SOTTO_MAX_TTL (2592000).',
  ]);
  expect(faultsOf({ SOTTO_OFFERED_TTLS: '1h,7d', SOTTO_DEFAULT_TTL: '1d' })).toEqual([
    'SOTTO_DEFAULT_TTL (1d, 86400 s) is not one of SOTTO_OFFERED_TTLS.',
  ]);
  for (const malformed of [',', '1h,soon', '0', '1y']) {
    expect(faultsOf({ SOTTO_OFFERED_TTLS: malformed })).toHaveLength(1);
  }
  const { policy, limits } = parseConfig({ SOTTO_OFFERED_TTLS: '7d, 1h,60m' });
  expect(policy.offeredTtlSeconds).toEqual([3600, 604_800]);
  expect(limits.defaultTtlSeconds).toBe(3600);
  expect(parseConfig({ SOTTO_OFFERED_TTLS: '2d,7d' }).limits.defaultTtlSeconds).toBe(172_800);
});

test('a malformed setting hides neither a contradiction between others nor an unreadable file', () => {
  const env = { SOTTO_PORT: 'http', SOTTO_MIN_TTL: '600', SOTTO_MAX_TTL: '60', SOTTO_FOO: '1' };
  expect(() => parseConfig(env, ['SOTTO_CONFIG_FILE names a file that cannot be read (ENOENT).'])).toThrow(
    expect.objectContaining({
      faults: [
        'SOTTO_CONFIG_FILE names a file that cannot be read (ENOENT).',
        'SOTTO_PORT must be a whole number from 0 to 65535, not "http".',
        'SOTTO_MIN_TTL (600) is more than SOTTO_MAX_TTL (60).',
        'SOTTO_FOO is not a setting of Sotto.',
      ],
    }),
  );
});

test('metrics have a separate port', () => {
  expect(faultsOf({ SOTTO_METRICS_PORT: '3000' })).toEqual([
    'SOTTO_METRICS_PORT and SOTTO_PORT are both 3000: the metrics need a different port.',
  ]);
  expect(faultsOf({ SOTTO_METRICS_PORT: '3000', SOTTO_METRICS_HOST: '::1' })).toEqual([]);
});

test.each([
  ['0.0.0.0', '127.0.0.1', true],
  ['0.0.0.0', 'localhost', true],
  ['0.0.0.0', '::1', false],
  ['::', '127.0.0.1', true],
  ['::', '::1', true],
  ['127.0.0.1', '::', true],
  ['127.0.0.1', '127.0.0.2', false],
])('on %s and %s, the same port is the same: %s', (host, metricsHost, same) => {
  const env = { SOTTO_METRICS_PORT: '3000', SOTTO_HOST: host, SOTTO_METRICS_HOST: metricsHost };
  expect(faultsOf(env)).toHaveLength(same ? 1 : 0);
});

test('SOTTO_ONE_VIEW overrides the other view settings', () => {
  const { limits, policy } = parseConfig({ SOTTO_ONE_VIEW: 'true', SOTTO_MAX_VIEWS: '7', SOTTO_UNLIMITED_VIEWS: '1' });
  expect([limits.maxViews, policy.unlimitedViews]).toEqual([1, false]);
});

test("the limit of a text counts its padded size, and its default is the format's maximum", () => {
  expect(parseConfig({}).limits.maxSealedBytes).toBe(MAX_SEALED_BYTES);
  expect(parseConfig({ SOTTO_MAX_TEXT_KB: '983' }).limits.maxSealedBytes).toBe(MAX_SEALED_BYTES);
  expect(parseConfig({ SOTTO_MAX_TEXT_KB: '10' }).limits.maxSealedBytes).toBe(32 + paddedLength(10_000) + 16);
  expect(faultsOf({ SOTTO_MAX_TEXT_KB: '3' })).toHaveLength(1);
});

test("a share's files cannot exceed a client's daily quota", () => {
  const quota = { SOTTO_CLIENT_QUOTA_MB: '100' };
  const { limits, storage } = parseConfig(quota);
  const stored = (bytes: number) => bodyLengths(bytes).encryptedBytes + MAX_SEALED_BYTES + MAX_NOTE_BYTES;
  expect(stored(limits.maxFilesBytes)).toBeLessThanOrEqual(storage.clientQuotaBytes);
  expect(stored(limits.maxFilesBytes + 1)).toBeGreaterThan(storage.clientQuotaBytes);
  expect(faultsOf({ ...quota, SOTTO_MAX_FILES_MB: '100' })).toEqual([
    'SOTTO_MAX_FILES_MB (100) is more than one client may store in a day: with SOTTO_CLIENT_QUOTA_MB (100), at most 98.',
  ]);
  expect(faultsOf({ ...quota, SOTTO_MAX_FILES_MB: '98' })).toEqual([]);
  expect(parseConfig({ SOTTO_CLIENT_QUOTA_MB: '1000000' }).limits.maxFilesBytes).toBe(10_000_000_000);
});

test("a share's files cannot exceed the quota of all shares", () => {
  const quota = { SOTTO_STORAGE_QUOTA_MB: '1000' };
  const { limits } = parseConfig({ ...quota, SOTTO_CLIENT_QUOTA_MB: '100000' });
  expect(limits.maxFilesBytes).toBe(parseConfig({ SOTTO_CLIENT_QUOTA_MB: '1000' }).limits.maxFilesBytes);
  expect(faultsOf({ ...quota, SOTTO_MAX_FILES_MB: '1000' })).toEqual([
    'SOTTO_MAX_FILES_MB (1000) is more than all shares together may use: with SOTTO_STORAGE_QUOTA_MB (1000), at most 989.',
  ]);
  expect(faultsOf({ ...quota, SOTTO_MAX_FILES_MB: '989' })).toEqual([]);
  expect(faultsOf({ ...quota, SOTTO_CLIENT_QUOTA_MB: '100', SOTTO_MAX_FILES_MB: '500' })).toEqual([
    'SOTTO_MAX_FILES_MB (500) is more than one client may store in a day: with SOTTO_CLIENT_QUOTA_MB (100), at most 98.',
  ]);
});

test('the upload limit per minute allows at least one part if files may have several', () => {
  expect(faultsOf({ SOTTO_UPLOAD_MB_PER_MINUTE: '4' })).toEqual([
    'SOTTO_UPLOAD_MB_PER_MINUTE (4) is less than one part of an upload, which has up to 4194432 bytes: at least 5, or 0.',
  ]);
  for (const rate of ['5', '0']) expect(faultsOf({ SOTTO_UPLOAD_MB_PER_MINUTE: rate })).toEqual([]);
  for (const files of ['0', '3']) {
    expect(faultsOf({ SOTTO_UPLOAD_MB_PER_MINUTE: '1', SOTTO_MAX_FILES_MB: files })).toEqual([]);
  }
  expect(faultsOf({ SOTTO_UPLOAD_MB_PER_MINUTE: '1', SOTTO_STORAGE_QUOTA_MB: '3' })).toEqual([]);
  expect(faultsOf({ SOTTO_UPLOAD_MB_PER_MINUTE: '1', SOTTO_MAX_FILES_MB: 'few' })).toHaveLength(1);
});

test('the configuration is deeply frozen', () => {
  const config = parseConfig({ SOTTO_TRUSTED_PROXIES: '10.0.0.1, 2001:db8::/32' });
  expect([config, config.limits, config.requestsPerMinute, config.trustedProxies].every(Object.isFrozen)).toBe(true);
  expect(config.trustedProxies).toEqual(['10.0.0.1', '2001:db8::/32']);
});

test('every setting is documented, with its default', () => {
  for (const { name, shownDefault, doc } of settingRows()) {
    expect(name).toMatch(/^SOTTO_[A-Z\d_]+$/);
    expect(doc).toMatch(/\.$/);
    expect(typeof shownDefault).toBe('string');
  }
});

test('pages are offered in all languages, and in English by default', () => {
  expect(parseConfig({}).languages).toEqual({ default: 'en', offered: [] });
  expect(parseConfig({ SOTTO_LANGUAGE: ' PT-br ' }).languages).toEqual({ default: 'pt-BR', offered: [] });
});

test('the default language is one of those that the operator offers', () => {
  const languages = (env: Record<string, string>) => parseConfig(env).languages;
  expect(languages({ SOTTO_LANGUAGES: 'de, en,DE' })).toEqual({ default: 'en', offered: ['de', 'en'] });
  expect(languages({ SOTTO_LANGUAGES: 'zh-hans ja' })).toEqual({ default: 'zh-Hans', offered: ['zh-Hans', 'ja'] });
  expect(languages({ SOTTO_LANGUAGES: 'en,ja', SOTTO_LANGUAGE: 'ja' }).default).toBe('ja');
  expect(faultsOf({ SOTTO_LANGUAGES: 'en,ja', SOTTO_LANGUAGE: 'de' })).toEqual([
    'SOTTO_LANGUAGE (de) is not one of SOTTO_LANGUAGES (en, ja).',
  ]);
});

test.each(['d', 'de_DE', 'de,en', 'de-'])('the language %s is refused', (tag) => {
  expect(faultsOf({ SOTTO_LANGUAGE: tag })).toEqual([
    `SOTTO_LANGUAGE must be the tag of a language, such as de or pt-BR, not "${tag}".`,
  ]);
});

test.each([',', 'en,de_DE', 'en;de'])('the languages %s are refused', (tags) => {
  expect(faultsOf({ SOTTO_LANGUAGES: tags })).toEqual([
    `SOTTO_LANGUAGES must be tags of languages separated by commas, such as en,de,pt-BR, not "${tags}".`,
  ]);
});

test('the pool of connections has a default, a range, and no meaning without PostgreSQL', () => {
  const postgres = { SOTTO_DATABASE_URL: 'postgres://db/x' };
  expect(parseConfig(postgres).postgresPool).toBe(20);
  expect(parseConfig({ ...postgres, SOTTO_POSTGRES_POOL: '50' }).postgresPool).toBe(50);
  expect(faultsOf({ ...postgres, SOTTO_POSTGRES_POOL: '3' })).toEqual([
    'SOTTO_POSTGRES_POOL must be a whole number from 4 to 1000, not "3".',
  ]);
  expect(faultsOf({ SOTTO_POSTGRES_POOL: '50' })).toEqual([
    'SOTTO_POSTGRES_POOL needs SOTTO_DATABASE_URL: without it, the database is SQLite.',
  ]);
});

test('only PostgreSQL has erasure keys that a folder can hold instead', () => {
  const postgres = { SOTTO_DATABASE_URL: 'postgres://db/x' };
  expect(parseConfig(postgres).keysDir).toBeUndefined();
  expect(parseConfig({ ...postgres, SOTTO_KEYS_DIR: '/mnt/keys' }).keysDir).toBe('/mnt/keys');
  expect(faultsOf({ SOTTO_KEYS_DIR: '/mnt/keys' })).toEqual([
    'SOTTO_KEYS_DIR needs SOTTO_DATABASE_URL: SQLite keeps its erasure keys in keys.slots, outside the database already.',
  ]);
});

test('a Unix socket has an absolute path, and needs an address for people', () => {
  const env = { SOTTO_LISTEN: 'unix:/run/sotto/sotto.sock', SOTTO_PUBLIC_URL: 'https://example.org/' };
  expect(parseConfig(env).socketPath).toBe('/run/sotto/sotto.sock');
  expect(faultsOf({ SOTTO_LISTEN: env.SOTTO_LISTEN })).toEqual([
    'SOTTO_LISTEN needs SOTTO_PUBLIC_URL, because a Unix socket has no address for people.',
  ]);
  for (const listen of ['/run/sotto.sock', 'unix:sotto.sock', 'unix:/run/', 'tcp:80', `unix:/${'x'.repeat(96)}`])
    expect(faultsOf({ ...env, SOTTO_LISTEN: listen }), listen).toEqual([
      `SOTTO_LISTEN must be unix: and an absolute path of at most 96 bytes, such as unix:/run/sotto/sotto.sock, not "${listen}".`,
    ]);
});
