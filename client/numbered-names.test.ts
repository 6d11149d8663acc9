import { expect, test } from 'vitest';
import { distinctNames, nameParts, numberedPath } from './numbered-names.ts';

test.each([
  ['a.txt', 'a (2).txt'],
  ['a.tar.gz', 'a (2).tar.gz'],
  ['A.TAR.XZ', 'A (2).TAR.XZ'],
  ['backup.tar', 'backup (2).tar'],
  ['a.min.js', 'a.min (2).js'],
  ['.tar.gz', '.tar (2).gz'],
  ['.env', '.env (2)'],
  ['.env.local', '.env (2).local'],
  ['Makefile', 'Makefile (2)'],
  ['d.e/f', 'd.e/f (2)'],
  ['photos/2024/a.jpg', 'photos/2024/a (2).jpg'],
  [`v1. ${'x'.repeat(60)}`, `v1. ${'x'.repeat(60)} (2)`],
])('the number goes before the extension: %s becomes %s', (name, numbered) => {
  expect(numberedPath(name, 2)).toBe(numbered);
});

test('stem and extension together are the name', () => {
  for (const name of ['a', '.a', 'a.', 'a.b', 'a.tar.gz', '..', '.tar.gz', 'x.tar.tar.gz']) {
    const { stem, extension } = nameParts(name);
    expect(stem + extension).toBe(name);
    expect(stem).not.toBe('');
  }
});

test('equal names are numbered in order, and skip names that are taken', () => {
  expect(distinctNames(['c.yml', 'c.yml', 'c (2).yml', 'c.yml'])).toEqual([
    'c.yml',
    'c (2).yml',
    'c (2) (2).yml',
    'c (3).yml',
  ]);
  expect(distinctNames(['c.yml'], ['c.yml', 'c (2).yml'])).toEqual(['c (3).yml']);
});
