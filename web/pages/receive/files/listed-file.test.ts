import { expect, test } from 'vitest';
import { listFiles, systemOf } from './listed-file.ts';

const entries = (...names: readonly string[]) => names.map((name) => ({ name, size: 1, type: '' }));

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 'mac'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 'mac'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36', 'any'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'other'],
] as const)('%s saves by the rules of %s', (userAgent, system) => {
  expect(systemOf(userAgent)).toBe(system);
});

test('a safe name is kept, and a changed one is shown', () => {
  const names = ['.env', 'a:b', 'con', 'x\u202Etxt.exe'];
  expect(listFiles(entries(...names), 'other').map(({ safePath, savedAs }) => [safePath, savedAs])).toEqual([
    ['.env', undefined],
    ['a:b', undefined],
    ['con', undefined],
    ['xtxt.exe', 'xtxt.exe'],
  ]);
  expect(listFiles(entries(...names), 'windows').map(({ savedAs }) => savedAs)).toEqual([
    undefined,
    'a_b',
    '_con',
    'xtxt.exe',
  ]);
});
