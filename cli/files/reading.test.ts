import { expect, test } from 'vitest';
import { readFields } from '#cli/commands/ask.ts';
import { readDurationOption } from '#cli/terminal/duration.ts';
import { readViews } from '#cli/commands/send.ts';
import { expectSafeAddress, readServerAddress } from '#cli/service/service.ts';
import { readVariables } from '#cli/commands/run-variables.ts';
import { sizeInWords } from '#cli/terminal/wording.ts';

test.each([
  ['90s', 90],
  ['30m', 1800],
  ['2h', 7200],
  ['7d', 604_800],
])('%s is %i seconds', (given, seconds) => {
  expect(readDurationOption('--expires', given)).toBe(seconds);
});

test.each(['', '2', 'h', '-2h', '0h', '2 h', '1.5h', '2w', '2H'])('"%s" is not a duration', (given) => {
  expect(() => readDurationOption('--stays', given)).toThrow('--stays takes');
});

test('views are a number from 1 to 100, or unlimited', () => {
  expect([
    readViews({}),
    readViews({ once: true }),
    readViews({ views: '100' }),
    readViews({ views: 'unlimited' }),
  ]).toEqual([1, 1, 100, 0]);
  for (const views of ['0', '101', 'two', '1e1', '']) expect(() => readViews({ views })).toThrow('--views');
  expect(() => readViews({ once: true, views: '1' })).toThrow('both');
});

test('a field is a name, which may contain colons, and a type', () => {
  expect(readFields(['a:b:line', 'key:file'])).toEqual([
    { name: 'a:b', type: 'line' },
    { name: 'key', type: 'file' },
  ]);
  for (const given of [['user'], [':line'], ['user:word'], ['a:line', 'a:text']])
    expect(() => readFields(given)).toThrow();
});

test('a server address has no query, fragment or user, and uses https unless it is this machine', () => {
  expect(readServerAddress('https://a.example/secrets')).toBe('https://a.example/secrets/');
  for (const given of [
    'a.example',
    'ftp://a.example',
    'https://u:p@a.example',
    'https://a.example/?x',
    'https://a.example/#x',
  ]) {
    expect(() => readServerAddress(given)).toThrow('address');
  }
  for (const given of [
    'https://a.example/',
    'http://localhost:3000/',
    'http://127.0.0.2/',
    'http://[::1]/',
    'http://a.localhost/',
  ]) {
    expect(() => expectSafeAddress(given, {})).not.toThrow();
  }
  for (const given of ['http://a.example/', 'http://localhost.example/', 'http://10.0.0.1/', 'http://127.example/']) {
    expect(() => expectSafeAddress(given, {})).toThrow('without encryption');
    expect(() => expectSafeAddress(given, { insecure: true })).not.toThrow();
  }
});

test('variables are parsed like a .env file', () => {
  const text = '# comment\nA=1\nexport B="two words"\nC=\'$A\'\nD="a\nb"\n';
  expect(readVariables({ text })).toEqual({ A: '1', B: 'two words', C: '$A', D: 'a\nb' });
  expect(readVariables({ text }, ['B'])).toEqual({ B: 'two words' });
  expect(() => readVariables({ text: 'no lines of that kind' })).toThrow('Line 1 of the secret is not NAME=value');
  expect(() => readVariables({ text: '# nothing else' })).toThrow('no NAME=value lines');
  expect(() => readVariables({ text }, ['A', 'MISSING'])).toThrow('does not contain');
});

test.each([
  'PATH',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'NODE_OPTIONS',
  'BASH_ENV',
  'PYTHONPATH',
  'GIT_SSH_COMMAND',
  'path',
])('%s is refused unless it was named', (name) => {
  expect(() => readVariables({ text: `${name}=x` })).toThrow(name);
  expect(readVariables({ text: `${name}=x` }, [name])).toEqual({ [name]: 'x' });
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [6_000_000, '6.0 MB'],
  [2_500_000_000, '2.5 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words);
});
