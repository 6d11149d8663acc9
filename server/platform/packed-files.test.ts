import { expect, test } from 'vitest';
import { packFiles, unpackFiles } from './packed-files.ts';

test('files come out of a pack as they went in: the empty one, names beyond ASCII, bytes that are no text', () => {
  const files = new Map([
    ['index.html', Buffer.from('<!doctype html>')],
    ['assets/ümläut …', Buffer.from([0, 255, 128])],
    ['.vite/empty', Buffer.alloc(0)],
  ]);
  const packed = new Uint8Array(packFiles(files)).buffer;
  expect([...unpackFiles(packed)]).toEqual([...files]);
  expect([...unpackFiles(new Uint8Array(packFiles(new Map())).buffer)]).toEqual([]);
});
