import { expect, test } from 'vitest';
import type { FoundFile } from './chosen-file.ts';
import { takeFiles } from './take-files.ts';
import type { Found } from './take-files.ts';

function file(path: string, size = 1): FoundFile {
  return { path, file: new File(['x'.repeat(size)], path.split('/').at(-1) ?? '') };
}

const found = (...files: FoundFile[]): Found => ({ files, unreadable: 0, endless: false });
const namesOf = (taken: ReturnType<typeof takeFiles>) => taken.files.map(({ name }) => name);

test('what is added stands after what was there, under names of its own', () => {
  const first = takeFiles([], found(file('a.txt'), file('folder/sub/a.txt')), undefined);
  expect(namesOf(first)).toEqual(['a.txt', 'folder/sub/a.txt']);
  const second = takeFiles(first.files, found(file('a.txt'), file('b\u0000.txt')), undefined);
  expect(namesOf(second)).toEqual(['a.txt', 'folder/sub/a.txt', 'a (2).txt', 'b_.txt']);
  expect(second.remarks).toEqual([{ kind: 'renamed', name: 'b_.txt', others: 0 }]);
});

test('a name that has to be changed is said, with the name that will arrive', () => {
  const { remarks } = takeFiles(
    [],
    found(file('/f/a.txt'), file('/f/x\\y'), file('/f/Icon\r'), file('/f/a.txt')),
    undefined,
  );
  expect(remarks).toEqual([{ kind: 'renamed', name: 'f/x_y', others: 1 }]);
  expect(takeFiles([], found(file('half \ud83e.txt')), undefined).remarks).toHaveLength(1);
  expect(takeFiles([], found(file('/f/.env'), file('ä\u202E.txt')), undefined).remarks).toEqual([]);
});

test('what alone is larger than a share may be is left out, and said', () => {
  const taken = takeFiles([], found(file('small', 5), file('large', 11), file('huge', 12)), 10);
  expect(namesOf(taken)).toEqual(['small']);
  expect(taken.remarks).toEqual([{ kind: 'too-large', name: 'large', size: 11, others: 1, maxBytes: 10 }]);
});

test('files that are too large only together come along: which of them to remove is the sender’s choice', () => {
  expect(takeFiles([], found(file('one', 6), file('two', 6)), 10).files).toHaveLength(2);
});

test('of more than five thousand, none is taken', () => {
  const many = Array.from({ length: 4999 }, (_, i) => file(`f/${i}`));
  const { files } = takeFiles([], found(...many), undefined);
  expect(files).toHaveLength(4999);
  expect(takeFiles(files, found(file('one more')), undefined).files).toHaveLength(5000);
  const refused = takeFiles(files, found(file('one more'), file('and another')), undefined);
  expect(refused.files).toBe(files);
  expect(refused.remarks).toEqual([{ kind: 'too-many' }]);
  expect(takeFiles([], { files: [], unreadable: 0, endless: true }, undefined).remarks).toEqual([{ kind: 'too-many' }]);
});

test('nothing found, and what could not be read, is said', () => {
  expect(takeFiles([], found(), 10).remarks).toEqual([{ kind: 'nothing' }]);
  const taken = takeFiles([], { files: [file('a')], unreadable: 2, endless: false }, 10);
  expect(namesOf(taken)).toEqual(['a']);
  expect(taken.remarks).toEqual([{ kind: 'unreadable', count: 2 }]);
});
