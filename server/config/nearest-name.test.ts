import { expect, test } from 'vitest';
import { nearestName, nearestVariable } from './nearest-name.ts';
import { settingNames, suggestSetting } from './settings.ts';
import { terminalNames } from './terminal-names.ts';

const options = ['once', 'views', 'expires', 'password', 'password-file', 'title', 'json'];

test.each([
  ['passwrod', 'password'],
  ['pasword', 'password'],
  ['pass', 'password'],
  ['veiws', 'views'],
  ['expire', 'expires'],
  ['jsno', 'json'],
  ['password-fil', 'password-file'],
  ['Title', 'title'],
])('%s is near %s', (given, meant) => {
  expect(nearestName(given, options)).toBe(meant);
});

test.each(['', 'x', 'ti', 'colour', 'yaml', 'no-such', 'https://secrets.example/s/x#key', 'a'.repeat(100_000)])(
  '%s is near nothing',
  (given) => {
    expect(nearestName(given, options)).toBeUndefined();
  },
);

test.each([
  ['SOTTO_PROT', 'SOTTO_PORT'],
  ['SOTTO_DATADIR', 'SOTTO_DATA_DIR'],
  ['SOTTO_SEVER', 'SOTTO_SERVER'],
  ['SOTTO_DATABASE_URL_FIEL', 'SOTTO_DATABASE_URL_FILE'],
  ['SOTTO_CONFIG', 'SOTTO_CONFIG_FILE'],
])('the setting %s is near %s', (given, meant) => {
  expect(suggestSetting(given)).toBe(` Did you mean ${meant}?`);
});

test('the prefix that all settings share does not make them alike', () => {
  expect(suggestSetting('SOTTO_FOO')).toBe('');
});

test('no setting of the service is taken for a misspelt variable of the terminal', () => {
  for (const name of settingNames()) expect([name, nearestVariable(name, terminalNames)]).toEqual([name, undefined]);
});
