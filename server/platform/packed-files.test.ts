import { expect, test } from 'vitest';
import { packFiles, unpackFiles } from './packed-files.ts';

test('packed files are unpacked unchanged, including an empty file, non-ASCII names and binary content', () => {
  const files = new Map([
    ['index.html', Buffer.from('<!doctype html>')],
    ['assets/ümläut …', Buffer.from([0, 255, 128])],
    ['.vite/empty', Buffer.alloc(0)],
  ]);
  const packed = new Uint8Array(packFiles(files)).buffer;
  expect([...unpackFiles(packed)]).toEqual([...files]);
  expect([...unpackFiles(new Uint8Array(packFiles(new Map())).buffer)]).toEqual([]);
});
