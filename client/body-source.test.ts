import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatenated, SourceError } from './body-source.ts';
import type { SourceFile } from './body-source.ts';
import { noise } from './testing/shared-files.ts';

/** Files cut from random bytes, and the ranges read from each. */
function filesOf(sizes: readonly number[]) {
  const content = noise(sizes.reduce((total, size) => total + size, 0));
  const reads: { file: number; start: number; end: number }[] = [];
  let end = 0;
  const files = sizes.map((size, file): SourceFile => {
    const piece = content.subarray(end, (end += size));
    return {
      size,
      read: async (start, until) => {
        reads.push({ file, start, end: until });
        return piece.slice(start, until);
      },
    };
  });
  return { files, content, reads };
}

test('any range is read once from each file that contains part of it, and from no empty file', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), async (sizes, a, b) => {
      const { files, content, reads } = filesOf(sizes);
      const [start = 0, end = 0] = [a % (content.length + 1), b % (content.length + 1)].toSorted((x, y) => x - y);
      const bytes = await concatenated(files).read(start, end);
      expect(bytes).toEqual(content.slice(start, end));
      expect(reads.every((read) => read.start < read.end)).toBe(true);
      expect(new Set(reads.map(({ file }) => file)).size).toBe(reads.length);
      expect(reads.reduce((sum, read) => sum + read.end - read.start, 0)).toBe(end - start);
    }),
  ));

test('a file that returns fewer or more bytes, or cannot be read, causes a SourceError', async () => {
  const gone = new Error('gone');
  const files: SourceFile[] = [
    { size: 3, read: async () => new Uint8Array(2) },
    { size: 3, read: async () => new Uint8Array(4) },
    { size: 3, read: () => Promise.reject(gone) },
  ];
  for (const file of files) await expect(concatenated([file]).read(0, 3)).rejects.toBeInstanceOf(SourceError);
  await expect(concatenated(files.slice(2)).read(0, 3)).rejects.toMatchObject({ cause: gone });
});
