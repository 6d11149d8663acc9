import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectFileNames } from '#crypto/file-names.ts';
import { distinctFitNames, fitName } from './fit-names.ts';

test('folders are kept, and characters that readers refuse are replaced', () => {
  expect(fitName('folder/sub/a.txt')).toBe('folder/sub/a.txt');
  expect(fitName('a\\b\u0000c\u0085.txt')).toBe('a_b_c_.txt');
  expect(fitName('/a//./../b')).toBe('a/_/_/b');
  expect(fitName('')).toBe('_');
  expect(fitName('half \ud83e.txt')).toBe('half \ufffd.txt');
});

test('a repeated name gets a number before its extension', () => {
  expect(distinctFitNames(['a.txt', 'a.txt', 'a (2).txt'], ['a.txt'])).toEqual([
    'a (2).txt',
    'a (3).txt',
    'a (2) (2).txt',
  ]);
  expect(distinctFitNames(['.env', '.env', 'd.e/f', 'd.e/f'], [])).toEqual(['.env', '.env (2)', 'd.e/f', 'd.e/f (2)']);
  expect(distinctFitNames(['a.tar.gz', 'a.tar.gz'], [])).toEqual(['a.tar.gz', 'a (2).tar.gz']);
});

test('readers accept every name that this makes', () => {
  const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '', 'a', '\\', '\ud800', 'a (2)'));
  const path = fc.array(part, { maxLength: 3 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
      const names = distinctFitNames(paths, []);
      expect(names).toHaveLength(paths.length);
      expect(() => expectFileNames(names)).not.toThrow();
      expect(names.every((name) => name.isWellFormed())).toBe(true);
    }),
  );
});

test('five thousand files with the same name are numbered quickly', () => {
  const names = distinctFitNames(
    Array.from({ length: 5000 }, () => 'image.png'),
    [],
  );
  expect(names.at(-1)).toBe('image (5000).png');
});
