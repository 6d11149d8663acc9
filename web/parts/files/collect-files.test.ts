import { expect, test } from 'vitest';
import { MAX_FILES } from '#crypto/limits.ts';
import { collectFiles } from './collect-files.ts';

/** A folder as browsers present it: its entries arrive in batches. */
function folder(fullPath: string, entries: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  const createReader = () => {
    const left = [...entries];
    return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 100)) };
  };
  return { isDirectory: true, isFile: false, fullPath, createReader } as unknown as FileSystemDirectoryEntry;
}

function file(fullPath: string, { unreadable = false } = {}): FileSystemEntry {
  const name = fullPath.split('/').at(-1) ?? '';
  const give = (done: (file: File) => void, failed: (error: Error) => void) =>
    unreadable ? failed(new DOMException('', 'NotReadableError')) : done(new File(['x'], name));
  return { isDirectory: false, isFile: true, fullPath, file: give } as unknown as FileSystemEntry;
}

const pathsOf = ({ files }: Awaited<ReturnType<typeof collectFiles>>) => files.map(({ path }) => path);

test('folders are read completely, in the order of names', async () => {
  const sub = folder('/f/sub', [file('/f/sub/10.txt'), file('/f/sub/9.txt')]);
  const many = Array.from({ length: 250 }, (_, i) => file(`/f/${i}.txt`));
  const found = await collectFiles([folder('/f', [sub, ...many])]);
  expect(pathsOf(found)).toHaveLength(252);
  expect(pathsOf(found).slice(0, 3)).toEqual(['/f/0.txt', '/f/1.txt', '/f/2.txt']);
  expect(pathsOf(found).slice(-2)).toEqual(['/f/sub/9.txt', '/f/sub/10.txt']);
});

test('chosen files keep the order in which they were chosen, and their folders', async () => {
  const inFolder = Object.assign(new File(['x'], 'a.txt'), { webkitRelativePath: 'chosen/a.txt' });
  const found = await collectFiles([new File(['x'], 'b.txt'), inFolder]);
  expect(pathsOf(found)).toEqual(['b.txt', 'chosen/a.txt']);
});

test('unreadable files are counted, and the rest is added', async () => {
  const found = await collectFiles([folder('/f', [file('/f/a', { unreadable: true }), file('/f/b')])]);
  expect(pathsOf(found)).toEqual(['/f/b']);
  expect(found.unreadable).toBe(1);
  expect(await collectFiles([folder('/empty', [])])).toEqual({ files: [], unreadable: 0, endless: false });
});

test('the search in an endless folder stops', async () => {
  const loop: { entries: FileSystemEntry[] } = { entries: [] };
  const endless = folder('/loop', loop.entries);
  loop.entries.push(endless, endless);
  expect(await collectFiles([endless])).toMatchObject({ files: [], endless: true });
  const large = folder(
    '/large',
    Array.from({ length: MAX_FILES + 2 }, (_, i) => file(`/large/${i}`)),
  );
  expect(await collectFiles([large])).toMatchObject({ endless: true });
});
