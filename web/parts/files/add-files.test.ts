import { expect, test } from 'vitest';
import type { IncomingFile } from './chosen-file.ts';
import { addFiles } from './add-files.ts';
import type { IncomingFiles } from './add-files.ts';

function file(path: string, size = 1): IncomingFile {
  return { path, file: new File(['x'.repeat(size)], path.split('/').at(-1) ?? '') };
}

const found = (...files: IncomingFile[]): IncomingFiles => ({ files, unreadable: 0, endless: false });
const namesOf = (added: ReturnType<typeof addFiles>) => added.files.map(({ name }) => name);

test('added files follow the earlier ones, with distinct names', () => {
  const first = addFiles([], found(file('a.txt'), file('folder/sub/a.txt')), undefined);
  expect(namesOf(first)).toEqual(['a.txt', 'folder/sub/a.txt']);
  const second = addFiles(first.files, found(file('a.txt'), file('b\u0000.txt')), undefined);
  expect(namesOf(second)).toEqual(['a.txt', 'folder/sub/a.txt', 'a (2).txt', 'b_.txt']);
  expect(second.remarks).toEqual([{ kind: 'renamed', name: 'b_.txt', others: 0 }]);
});

test('a changed name is reported as it will arrive', () => {
  const { remarks } = addFiles(
    [],
    found(file('/f/a.txt'), file('/f/x\\y'), file('/f/Icon\r'), file('/f/a.txt')),
    undefined,
  );
  expect(remarks).toEqual([{ kind: 'renamed', name: 'f/x_y', others: 1 }]);
  expect(addFiles([], found(file('half \ud83e.txt')), undefined).remarks).toHaveLength(1);
  expect(addFiles([], found(file('/f/.env'), file('ä\u202E.txt')), undefined).remarks).toEqual([]);
});

test('a file larger than a whole share is left out, and reported', () => {
  const added = addFiles([], found(file('small', 5), file('large', 11), file('huge', 12)), 10);
  expect(namesOf(added)).toEqual(['small']);
  expect(added.remarks).toEqual([{ kind: 'too-large', name: 'large', size: 11, others: 1, maxBytes: 10 }]);
});

test('files that are too large only together are added: the sender chooses which to remove', () => {
  expect(addFiles([], found(file('one', 6), file('two', 6)), 10).files).toHaveLength(2);
});

test('more than five thousand files are refused together', () => {
  const many = Array.from({ length: 4999 }, (_, i) => file(`f/${i}`));
  const { files } = addFiles([], found(...many), undefined);
  expect(files).toHaveLength(4999);
  expect(addFiles(files, found(file('one more')), undefined).files).toHaveLength(5000);
  const refused = addFiles(files, found(file('one more'), file('and another')), undefined);
  expect(refused.files).toBe(files);
  expect(refused.remarks).toEqual([{ kind: 'too-many' }]);
  expect(addFiles([], { files: [], unreadable: 0, endless: true }, undefined).remarks).toEqual([{ kind: 'too-many' }]);
});

test('finding no file, and unreadable files, are reported', () => {
  expect(addFiles([], found(), 10).remarks).toEqual([{ kind: 'nothing' }]);
  const added = addFiles([], { files: [file('a')], unreadable: 2, endless: false }, 10);
  expect(namesOf(added)).toEqual(['a']);
  expect(added.remarks).toEqual([{ kind: 'unreadable', count: 2 }]);
});
