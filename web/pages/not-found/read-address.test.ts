import { describe, expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { readAddress } from './read-address.ts';

const idBytes = new Uint8Array(16).fill(9);
const id = encodeId(idBytes);
const key = encodeFragment({ type: LinkType.share, key: new Uint8Array(32).fill(7), id: idBytes });
const publicUrl = 'https://sotto.example/a/b/';
const link = `${publicUrl}s/${id}#${key}`;
const read = (path: string) => readAddress(`https://sotto.example${path}`, publicUrl);

describe('a link whose key stayed behind the # leads to its page', () => {
  test.each([
    `/a/b/s/${id}/#${key}`,
    `/a/b/S/${id}#${key}`,
    `/a/b/S/${id}/?utm_source=mail#${key}`,
    `/A/B/s/${id}#${key}`,
    `/a/b//s/${id}#${key}`,
    `/s/${id}#${key}`,
    `/a/b/s/${id}.#${key}`,
    `/a/b/s%2F${id}#${key}`,
    `/a/b/m/${id}/#${key}`,
    `/a/b/s/%E2%80%8F${id}#${key}`,
  ])('%s', (path) => {
    expect(read(path)).toEqual({ at: 'repaired', href: link });
  });
});

describe('a key that was not behind a # was sent to the server', () => {
  test.each([
    `/a/b/s/${id}%23${key}`,
    `/a/b/s/${id}/%23${key}`,
    `/a/b/S/${id}%2523${key}`,
    `/a/b/s/${id}%EF%BC%83${key}`,
    `/a/b/s/${id}/${key}`,
    `/a/b/s/${id}%20Key:%20${key}`,
    `/a/b/s/${id}%23${key}?fbclid=x`,
    `/a/b/s/${id}%23${key}#top`,
  ])('%s', (path) => {
    expect(read(path)).toEqual({ at: 'sent', href: link, valid: true });
  });

  test('part of a key that was not behind a # was sent, too', () => {
    const page = `${publicUrl}s/${id}`;
    expect(read(`/a/b/s/${id}%23${key.slice(0, 30)}`)).toEqual({ at: 'sent', href: page, valid: false });
  });
});

test('a link that lost its key goes to its page, which asks for the key', () => {
  expect(read(`/a/b/s/${id}/`)).toEqual({ at: 'repaired', href: `${publicUrl}s/${id}` });
  expect(read(`/a/b/R/${id}/#${key.slice(1)}`)).toEqual({
    at: 'repaired',
    href: `${publicUrl}r/${id}#${key.slice(1)}`,
  });
});

test('an address that starts like a link counts as damaged, and no other does', () => {
  for (const path of [`/a/b/s/${id.slice(3)}#${key}`, '/a/b/s/', '/a/b/S%2Fx', '/s/x/y'])
    expect(read(path)).toEqual({ at: 'damaged', kind: 'share' });
  expect(read('/a/b/r/x')).toEqual({ at: 'damaged', kind: 'request' });
  expect(read('/a/b/m/x')).toEqual({ at: 'damaged', kind: 'manage' });
  for (const path of ['/a/b/nothing', '/', '/a/b/shares/', '/a/b/sx']) expect(read(path)).toEqual({ at: 'nowhere' });
});

test('an address that leads to another service is not followed', () => {
  expect(read(`/a/b/https://evil.example/s/${id}#${key}`)).toEqual({ at: 'damaged', kind: 'share' });
});
