import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MAX_PICTURE_BYTES, readPicture } from './read-picture.ts';
import { readPictures } from './read-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const all = ['svg', 'png', 'webp'] as const;
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)]);
const webp = Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1');

test.each([
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
  ['\ufeff<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg>', 'svg'],
  ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd" [ <!ENTITY ns "x"> ]>\n<svg>', 'svg'],
  [png, 'png'],
  [webp, 'webp'],
] as const)('a picture is recognized by its first bytes, not its name (%#)', (content, kind) => {
  expect(readPicture(file('logo.txt', content), all)).toEqual({ kind, bytes: Buffer.from(content) });
});

test.each(['<html><svg>', 'GIF89a', '', '<svgx>', 'text with <svg> in it'])('%j is not a picture', (content) => {
  expect(() => readPicture(file('logo.svg', content), all)).toThrow(
    'is a file of another kind, judging by its first bytes',
  );
});

test('a WebP is refused as a favicon', () => {
  expect(readPictures({ favicon: file('icon.png', webp) }).faults).toEqual([
    `SOTTO_BRAND_FAVICON must be a file that contains SVG or PNG, and "${join(folder, 'icon.png')}" is a WebP, judging by its first bytes.`,
  ]);
});

test('a picture may be at most 256 KB', () => {
  const largest = Buffer.concat([png, Buffer.alloc(MAX_PICTURE_BYTES - png.length)]);
  expect(readPicture(file('largest.png', largest), all).bytes).toHaveLength(MAX_PICTURE_BYTES);
  const larger = file('larger.png', Buffer.concat([largest, Buffer.alloc(1)]));
  expect(() => readPicture(larger, all)).toThrow('a file of at most 256 KB');
});

test('faults of both files are reported at once', () => {
  const { faults, logo, favicon } = readPictures({ logo: join(folder, 'nowhere.svg'), favicon: folder });
  expect([logo, favicon]).toEqual([undefined, undefined]);
  expect(faults).toEqual([
    `SOTTO_BRAND_LOGO must be the path of a readable file: "${join(folder, 'nowhere.svg')}" does not exist.`,
    `SOTTO_BRAND_FAVICON must be the path of a readable file: "${folder}" is a folder.`,
  ]);
});
