import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { readOwnKey, readPastedKey } from './read-key.ts';

const idBytes = new Uint8Array(16).fill(3);
const id = encodeId(idBytes);
const key = new Uint8Array(32).fill(4);
const publicUrl = 'https://sotto.example/a/b/';
const share = encodeFragment({ type: LinkType.share, key, id: idBytes });
const manage = encodeFragment({ type: LinkType.manage, key, id: idBytes });
const lock = { id, publicUrl, types: [LinkType.share, LinkType.sharePassword] };

test('a sound key is read', () => {
  expect(readOwnKey(`#${share}`, lock)).toEqual({ ok: true, type: LinkType.share, key });
});

test('an address that is no id fits no key', () => {
  expect(readOwnKey(`#${share}`, { ...lock, id: id.slice(2) })).toEqual({ ok: false, fault: { kind: 'address' } });
});

test('a key of another page leads there', () => {
  const expected = { ok: false, fault: { kind: 'other', href: `${publicUrl}m/${id}#${manage}` } };
  expect(readOwnKey(`#${manage}`, lock)).toEqual(expected);
  expect(readPastedKey(`${publicUrl}m/${id}#${manage}`, lock)).toEqual(expected);
});

test('a link to another share leads there', () => {
  const otherId = encodeId(new Uint8Array(16).fill(5));
  expect(readPastedKey(`${publicUrl}s/${otherId}#${share}`, lock)).toEqual({
    ok: false,
    fault: { kind: 'other', href: `${publicUrl}s/${otherId}#${share}` },
  });
});

test('a link to a request leads to where it is answered', () => {
  const request = encodeFragment({ type: LinkType.request, key, id: idBytes });
  const expected = { ok: false, fault: { kind: 'other', href: `${publicUrl}r/${id}#${request}` } };
  expect(readOwnKey(`#${request}`, lock)).toEqual(expected);
  expect(readPastedKey(`${publicUrl}r/${id}#${request}`, lock)).toEqual(expected);
});

test('a link whose key is missing, in the box of its own page, still lacks its key', () => {
  expect(readPastedKey(`${publicUrl}s/${id}`, lock)).toEqual({ ok: false, fault: { kind: 'missing' } });
});

test('a key that was cut at any length is never taken for another', () => {
  for (let length = 1; length < share.length; length++) {
    expect(readPastedKey(share.slice(0, length), lock)).toEqual({ ok: false, fault: { kind: 'cut' } });
  }
});

test('nothing at all is missing', () => {
  expect(readPastedKey('  ', lock)).toEqual({ ok: false, fault: { kind: 'missing' } });
});
