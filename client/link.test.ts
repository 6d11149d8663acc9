import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType, readFragment } from '#crypto/link.ts';
import { readLink } from './link.ts';

const publicUrl = 'https://sotto.example/a/b/';
const idBytes = Uint8Array.from({ length: 16 }, (_, i) => i * 7 + 1);
const key = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const id = encodeId(idBytes);
const fragment = encodeFragment({ type: LinkType.share, key, id: idBytes });
const link = `${publicUrl}s/${id}#${fragment}`;

test.each([
  ['unchanged', link],
  ['with words around it', `Here you go:\n  ${link}.  See you`],
  ['broken by line breaks and invisible characters', link.replace('/s/', '/s\n/\u200b').replace('#', '\u00ad#')],
  ['with an escaped number sign', link.replace('#', '%23')],
  ['fully escaped', encodeURIComponent(link)],
  ['with two number signs', link.replace('#', '##')],
  ['with a tracking parameter at its end', `${link}&fbclid=abc`],
  ['behind a redirector', `https://out.example/?to=${encodeURIComponent(link)}`],
  ['without its scheme', link.slice('https://'.length)],
  ['with a host in capitals', link.replace('sotto.example', 'SOTTO.example')],
])('reads a link %s', (_name, text) => {
  const reading = readLink(text, { publicUrl });
  expect(reading).toMatchObject({ kind: 'share', id });
  if (!('fragment' in reading)) return;
  expect(readFragment(reading.fragment, idBytes)).toEqual({ ok: true, type: LinkType.share, key });
});

test('distinguishes the kinds of links', () => {
  const kindOf = (letter: string) => readLink(link.replace('/s/', `/${letter}/`), { publicUrl }).kind;
  expect([kindOf('s'), kindOf('m'), kindOf('r'), kindOf('x')]).toEqual(['share', 'manage', 'request', 'none']);
});

test('a link without its key is still a link', () => {
  for (const text of [`${publicUrl}s/${id}`, `${publicUrl}s/${id}#`]) {
    expect(readLink(text, { publicUrl })).toEqual({ kind: 'share', id, fragment: '' });
  }
});

test('returns the origin of a link to another service', () => {
  const originOf = (text: string) => readLink(text, { publicUrl });
  expect(originOf(`https://evil.example/a/b/s/${id}#${fragment}`)).toEqual({
    kind: 'foreign',
    origin: 'https://evil.example',
  });
  expect(originOf(link.replace('https:', 'http:'))).toEqual({ kind: 'foreign', origin: 'http://sotto.example' });
  expect(originOf(link.replace('/a/b/', '/a/'))).toEqual({ kind: 'foreign', origin: 'https://sotto.example' });
  expect(originOf(link.replace('example/', 'example@evil.example/'))).toEqual({
    kind: 'foreign',
    origin: 'https://evil.example',
  });
});

test.each([
  '',
  ' ',
  'hello',
  fragment,
  `#${fragment}`,
  'https://',
  'https://sotto.example/a/b/',
  `${publicUrl}s/abc#${fragment}`,
])('finds no link in %j', (text) => {
  expect(readLink(text, { publicUrl })).toEqual({ kind: 'none' });
});
