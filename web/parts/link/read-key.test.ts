import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { linkParts, mangledLinks } from '#client/testing/mangled-links.ts';
import { readAddressKey, readOwnKey, readPastedKey } from './read-key.ts';

const idBytes = new Uint8Array(16).fill(3);
const id = encodeId(idBytes);
const key = new Uint8Array(32).fill(4);
const publicUrl = 'https://sotto.example/a/b/';
const share = encodeFragment({ type: LinkType.share, key, id: idBytes });
const manage = encodeFragment({ type: LinkType.manage, key, id: idBytes });
const lock = { id, publicUrl, types: [LinkType.share, LinkType.sharePassword] };

test('a valid key is read', () => {
  expect(readOwnKey(`#${share}`, lock)).toEqual({ ok: true, type: LinkType.share, key });
});

test('no key fits an address without a valid id', () => {
  expect(readOwnKey(`#${share}`, { ...lock, id: id.slice(2) })).toEqual({ ok: false, fault: { kind: 'address' } });
});

test('a key of another page leads there', async () => {
  const expected = { ok: false, fault: { kind: 'other', href: `${publicUrl}m/${id}#${manage}` } };
  expect(readOwnKey(`#${manage}`, lock)).toEqual(expected);
  expect(await readPastedKey(`${publicUrl}m/${id}#${manage}`, lock)).toEqual(expected);
});

test('a link to another share leads there', async () => {
  const otherBytes = new Uint8Array(16).fill(5);
  const otherId = encodeId(otherBytes);
  const otherShare = encodeFragment({ type: LinkType.share, key, id: otherBytes });
  expect(await readPastedKey(`${publicUrl}s/${otherId}#${otherShare}`, lock)).toEqual({
    ok: false,
    fault: { kind: 'other', href: `${publicUrl}s/${otherId}#${otherShare}` },
  });
  const mixedUp = encodeFragment({ type: LinkType.share, key, id: new Uint8Array(16).fill(6) });
  expect(await readPastedKey(`${publicUrl}s/${otherId}#${mixedUp}`, lock)).toEqual({
    ok: false,
    fault: { kind: 'wrong' },
  });
});

test('a link to a request leads to its answering page', async () => {
  const request = encodeFragment({ type: LinkType.request, key, id: idBytes });
  const expected = { ok: false, fault: { kind: 'other', href: `${publicUrl}r/${id}#${request}` } };
  expect(readOwnKey(`#${request}`, lock)).toEqual(expected);
  expect(await readPastedKey(`${publicUrl}r/${id}#${request}`, lock)).toEqual(expected);
});

test('a link without its key, pasted into the box of its own page, still lacks the key', async () => {
  expect(await readPastedKey(`${publicUrl}s/${id}`, lock)).toEqual({ ok: false, fault: { kind: 'missing' } });
});

test('a key that was cut at any length is never taken for another', async () => {
  for (let length = 1; length < share.length; length++) {
    expect(await readPastedKey(share.slice(0, length), lock)).toEqual({ ok: false, fault: { kind: 'cut' } });
  }
});

test('an empty text is a missing key', async () => {
  expect(await readPastedKey('  ', lock)).toEqual({ ok: false, fault: { kind: 'missing' } });
});

const link = `${publicUrl}s/${id}#${share}`;
const sound = { ok: true, type: LinkType.share, key };

test.each(mangledLinks.map(({ how, mangle }) => [how, mangle(linkParts(link))]))(
  'the box of a page reads a link with %s, even without its line breaks',
  async (_how, text) => {
    expect(await readPastedKey(text, lock)).toEqual(sound);
    // A single-line field drops them when a text is pasted.
    expect(await readPastedKey(text.replace(/[\r\n]/g, ''), lock)).toEqual(sound);
  },
);

test.each([
  `"${share}"`,
  `Key: ${share}`,
  `> ${share.slice(0, 20)}\n> ${share.slice(20)}`,
  `\u202B${share}\u202C`,
  `${id}#${share}`,
  `/S/${id}/#${share}`,
])('the box reads %j, and so does the page’s address', async (text) => {
  expect(await readPastedKey(text, lock)).toEqual(sound);
  expect(await readAddressKey(`#${text}`, lock)).toEqual(sound);
});

test('an id without a key is a missing key', async () => {
  expect(await readPastedKey(id, lock)).toEqual({ ok: false, fault: { kind: 'missing' } });
});

test('a link to another service names that service, and http does not make it another one', async () => {
  expect(await readPastedKey(link.replace('https:', 'HTTP:'), lock)).toEqual(sound);
  for (const address of ['https://evil.example/a/b/', 'https://sotto.example/a/', 'https://sotto.example:444/a/b/']) {
    expect(await readPastedKey(link.replace(publicUrl, address), lock)).toEqual({
      ok: false,
      fault: { kind: 'foreign', origin: new URL(address).origin },
    });
  }
});
