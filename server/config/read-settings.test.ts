import { expect, test } from 'vitest';
import { readSettings } from './read-settings.ts';

function read(env: Record<string, string>, files: Record<string, string> = {}) {
  return readSettings(env, (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
    return text;
  });
}

test('the environment is read unchanged, without other programs’ names', () => {
  expect(read({ SOTTO_PORT: '8080', SOTTO_FOO: '1', SOTTO_HOST: '', PATH: '/bin' })).toEqual({
    values: { SOTTO_PORT: '8080', SOTTO_FOO: '1' },
    sources: { SOTTO_PORT: 'environment', SOTTO_FOO: 'environment' },
    faults: [],
  });
});

test('a secret can come from a file, without its line break', () => {
  const files = { '/run/secrets/db': 'postgres://me:hunter2@db/sotto\n' };
  expect(read({ SOTTO_DATABASE_URL_FILE: '/run/secrets/db' }, files)).toEqual({
    values: { SOTTO_DATABASE_URL: 'postgres://me:hunter2@db/sotto' },
    sources: { SOTTO_DATABASE_URL: 'file' },
    faults: [],
  });
  expect(read({ SOTTO_DATABASE_URL_FILE: '/a' }, { '/a': ' spaces stay \r\n' }).values).toEqual({
    SOTTO_DATABASE_URL: ' spaces stay ',
  });
});

test('a setting that is not secret cannot come from such a file', () => {
  expect(read({ SOTTO_PORT_FILE: '/a' }, { '/a': '1' }).values).toEqual({ SOTTO_PORT_FILE: '/a' });
});

test('a secret that is repeated, unreadable or empty is a fault that names it and shows nothing', () => {
  const file = { SOTTO_DATABASE_URL_FILE: '/secret-place' };
  const twice = read({ ...file, SOTTO_DATABASE_URL: 'postgres://hunter2' }, { '/secret-place': 'postgres://hunter3' });
  expect(twice.faults).toEqual(['SOTTO_DATABASE_URL and SOTTO_DATABASE_URL_FILE are both set. Set only one of them.']);
  const missing = read(file);
  expect(missing.faults).toEqual(['SOTTO_DATABASE_URL_FILE names a file that cannot be read (ENOENT).']);
  for (const nothing of ['', '\n', '\r\n']) {
    const empty = read(file, { '/secret-place': nothing });
    expect(empty).toEqual({ values: {}, sources: {}, faults: ['SOTTO_DATABASE_URL_FILE names an empty file.'] });
  }
  expect([twice, missing].flatMap(({ faults }) => faults).join()).not.toMatch(/hunter|secret-place/);
});

test('a file can hold settings, and the environment overrides each of them', () => {
  const file =
    '# the listener\nSOTTO_PORT=8080\nexport SOTTO_HOST="0.0.0.0" # all\n\nSOTTO_DATABASE_URL=postgres://file\n';
  const env = { SOTTO_CONFIG_FILE: '/etc/sotto', SOTTO_PORT: '9090', SOTTO_DATABASE_URL_FILE: '/db' };
  expect(read(env, { '/etc/sotto': file, '/db': 'postgres://secret' })).toEqual({
    values: { SOTTO_PORT: '9090', SOTTO_HOST: '0.0.0.0', SOTTO_DATABASE_URL: 'postgres://secret' },
    sources: { SOTTO_PORT: 'environment', SOTTO_HOST: 'file', SOTTO_DATABASE_URL: 'file' },
    faults: [],
  });
});

test('every fault of the file is reported by name or line, without its content', () => {
  const file = 'SOTTO_PROT=1\nPATH=/bin\nhunter2\nSOTTO_PORT=1\nSOTTO_PORT=2\nSOTTO_CONFIG_FILE=/b\n';
  expect(read({ SOTTO_CONFIG_FILE: '/a' }, { '/a': file }).faults).toEqual([
    'Line 3 of the file that SOTTO_CONFIG_FILE names is not NAME=value, a comment or empty.',
    'Line 5 of the file that SOTTO_CONFIG_FILE names sets a name that an earlier line sets.',
    'SOTTO_PROT, in the file that SOTTO_CONFIG_FILE names, is not a setting of Sotto. Did you mean SOTTO_PORT?',
    'PATH, in the file that SOTTO_CONFIG_FILE names, is not a setting of Sotto.',
    'SOTTO_CONFIG_FILE, in the file that SOTTO_CONFIG_FILE names, is not allowed there: the file cannot name another file.',
  ]);
  expect(read({ SOTTO_CONFIG_FILE: '/a' }).faults).toEqual([
    'SOTTO_CONFIG_FILE names the file /a, which cannot be read (ENOENT).',
  ]);
});

test('a secret in a file is one line; several are refused, because one of them would be lost', () => {
  const given = (text: string) => read({ SOTTO_DATABASE_URL_FILE: '/a' }, { '/a': text });
  expect(given('postgres://h/d\r\n\n').values).toEqual({ SOTTO_DATABASE_URL: 'postgres://h/d' });
  for (const text of ['postgres://h/d\npostgres://h/e\n', 'postgres://h/d\rx'])
    expect(given(text)).toEqual({
      values: {},
      sources: {},
      faults: ['SOTTO_DATABASE_URL_FILE names a file with several lines. The secret must be its only line.'],
    });
});

test('a setting that is not UTF-8 is refused by name', () => {
  expect(read({ SOTTO_BRAND_NAME: 'Caf\uFFFD' }).faults).toEqual(['SOTTO_BRAND_NAME in the environment is not UTF-8.']);
});
