import { afterEach, beforeEach, expect, test } from 'vitest';
import { catchSaved } from '#web/pages/receive/files/testing/catch-saved.ts';
import { createMemorySink, MEMORY_LIMIT_BYTES, openMemorySink, openSpilledSink } from './blob-sinks.ts';
import { moveToDatabase } from './move-to-database.ts';
import { openPickerSink } from './picker-sink.ts';
import { openPrivateDiskSink, removeLeftovers } from './private-disk-sink.ts';
import type { OpenSink } from './sink.ts';

const wanted = { name: 'page.html', sizeBytes: 6 };
const parts = () => [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])];

let catching = catchSaved();
beforeEach(() => (catching = catchSaved()));
afterEach(() => {
  catching.stop();
  Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
});

async function write(open: OpenSink) {
  const sink = await open(wanted);
  if (sink === undefined) throw new Error('turned down');
  for (const part of parts()) await sink.write(part);
  return sink;
}

async function savingFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle('saving', { create: true });
}

type Entries = AsyncIterable<[string, FileSystemHandle]>;

async function filesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, handle] of folder as unknown as Entries) {
    if (handle instanceof FileSystemDirectoryHandle) names.push(...(await filesIn(handle)));
    else names.push(name);
  }
  return names;
}

test.each([
  ['the private disk', openPrivateDiskSink],
  ['memory', openMemorySink],
  ['a temporary file of the browser', openSpilledSink],
  ['memory and a database', createMemorySink(moveToDatabase)],
])('through %s a file is saved whole, as bytes that are never shown', async (_name, open) => {
  const sink = await write(open);
  expect(await catching.saved()).toEqual([]);
  await sink.close();
  expect(await catching.saved()).toEqual([
    { name: 'page.html', type: 'application/octet-stream', bytes: new Uint8Array([1, 2, 3, 4, 5, 6]) },
  ]);
});

test('a discarded file leaves nothing on the private disk', async () => {
  const before = (await filesIn(await savingFolder())).length;
  const sink = await write(openPrivateDiskSink);
  expect(await sink.discard()).toBe('nothing');
  expect((await filesIn(await savingFolder())).length).toBe(before);
  expect(await catching.saved()).toEqual([]);
});

test('nothing stays in the database, and a browser that refuses one returns the same blob', async () => {
  const blob = new Blob([new Uint8Array([1, 2, 3])], { type: 'application/octet-stream' });
  const stored = await moveToDatabase(blob);
  expect([stored.type, new Uint8Array(await stored.arrayBuffer())]).toEqual([blob.type, new Uint8Array([1, 2, 3])]);
  const left = async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('saving'));
  await expect.poll(left).toEqual([]);
  const known = Object.getOwnPropertyDescriptors(IDBFactory.prototype);
  const refuse = () => {
    throw new DOMException('', 'SecurityError');
  };
  Object.assign(IDBFactory.prototype, { open: refuse, deleteDatabase: refuse });
  expect(await moveToDatabase(blob)).toBe(blob);
  Object.defineProperties(IDBFactory.prototype, { open: known.open, deleteDatabase: known.deleteDatabase });
});

test('a file too large for the private disk is left to the next sink', async () => {
  await expect(openPrivateDiskSink({ ...wanted, sizeBytes: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
    'Not enough room',
  );
});

test('files of an earlier visit are removed; files that another tab is saving stay', async () => {
  await write(openPrivateDiskSink);
  const folder = await savingFolder();
  const left = await folder.getDirectoryHandle('an earlier visit', { create: true });
  await left.getFileHandle('left', { create: true });
  await removeLeftovers();
  const names = await filesIn(folder);
  expect(names).not.toContain('left');
  expect(names.length).toBeGreaterThan(0);
});

test('memory takes no file above its limit', async () => {
  await expect(openMemorySink({ ...wanted, sizeBytes: MEMORY_LIMIT_BYTES + 1 })).rejects.toMatchObject({
    reason: 'too-large',
  });
});

function setPicker(pick: (name: string) => Promise<FileSystemFileHandle>): void {
  Object.assign(globalThis, {
    showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => pick(suggestedName),
  });
}

test('with the file picker, the file appears under its name only when complete', async () => {
  const root = await navigator.storage.getDirectory();
  const chosen = await root.getFileHandle('chosen', { create: true });
  const asked: string[] = [];
  setPicker(async (name) => {
    asked.push(name);
    return chosen;
  });
  const sink = await write(openPickerSink);
  expect([asked, (await chosen.getFile()).size]).toEqual([['page.html'], 0]);
  await sink.close();
  expect(new Uint8Array(await (await chosen.getFile()).arrayBuffer())).toEqual(new Uint8Array([1, 2, 3, 4, 5, 6]));
  await root.removeEntry('chosen');
});

test('with the file picker, a save that is broken off leaves no file', async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('picked', { create: true });
  setPicker((name) => folder.getFileHandle(name, { create: true }));
  const sink = await write(openPickerSink);
  expect(await filesIn(folder)).toContain('page.html');
  expect(await sink.discard()).toBe('nothing');
  expect(await filesIn(folder)).toEqual([]);
  await root.removeEntry('picked', { recursive: true });
});

test('with the file picker, a file that cannot be removed is reported, and an older one with content stays', async () => {
  const root = await navigator.storage.getDirectory();
  const chosen = await root.getFileHandle('chosen', { create: true });
  Object.assign(chosen, { remove: () => Promise.reject(new DOMException('', 'NoModificationAllowedError')) });
  setPicker(async () => chosen);
  expect(await (await write(openPickerSink)).discard()).toBe('empty-file');
  const older = await chosen.createWritable();
  await older.write('older');
  await older.close();
  expect(await (await write(openPickerSink)).discard()).toBe('nothing');
  expect(await (await chosen.getFile()).text()).toBe('older');
  await root.removeEntry('chosen');
});

test('closing the picker cancels; a picker that the browser refuses leaves it to the next sink', async () => {
  setPicker(() => Promise.reject(new DOMException('', 'AbortError')));
  expect(await openPickerSink(wanted)).toBeUndefined();
  setPicker(() => Promise.reject(new DOMException('', 'SecurityError')));
  await expect(openPickerSink(wanted)).rejects.toMatchObject({ name: 'SecurityError' });
});
