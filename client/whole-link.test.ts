import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { linkParts, mangledLinks } from './testing/mangled-links.ts';
import { readWholeLink } from './whole-link.ts';

const id = new Uint8Array(16).fill(9);
const key = new Uint8Array(32).fill(7);
const name = encodeId(id);
const fragment = encodeFragment({ type: LinkType.share, key, id });
const link = `https://secrets.example/s/${name}#${fragment}`;
const whole = { ok: true, publicUrl: 'https://secrets.example/', kind: 'share', id: name, key, type: LinkType.share };

test.each(mangledLinks.map(({ how, mangle }) => [how, mangle(linkParts(link))]))(
  'a link is read with %s',
  (_how, text) => {
    expect(readWholeLink(text)).toEqual(whole);
  },
);

test.each([
  ['the default port of https', link.replace('.example/', '.example:443/')],
  ['another port', link.replace('.example/', '.example:8443/')],
  [
    'a path, and lines that are broken',
    `> ${link.replace('.example/', '.example/deep/er/').replace(/.{40}/g, '$&\n> ')}`,
  ],
  ['a non-ASCII name', link.replace('secrets', 'geheimnisse-für')],
  ['the letter of another page', link.replace('/s/', '/m/')],
])('an address with %s is read', (_how, text) => {
  expect(readWholeLink(text)).toMatchObject({ ok: true, id: name, key, kind: 'share' });
});

test('the public URL comes from the link, also with a path, a port or plain http', () => {
  const below = link.replace('https://secrets.example/', 'http://localhost:3000/deep/er/');
  expect(readWholeLink(below)).toEqual({ ...whole, publicUrl: 'http://localhost:3000/deep/er/' });
  const posing = link.replace('https://', 'https://user:password@');
  expect(readWholeLink(posing)).toEqual(whole);
});

test.each([
  ['none', 'no link at all'],
  ['none', ''],
  ['none', `https://secrets.example/x/${name}#${fragment}`],
  ['none', `https://secrets.example/s/short#${fragment}`],
  ['none', `https://secrets.example/#${fragment}`],
  ['none', `ftp://secrets.example/s/${name}#${fragment}`],
  ['key', fragment],
  ['key', `Key: "${fragment}"`],
  ['id', ` ${name}\n`],
  ['server', `/s/${name}#${fragment}`],
  ['server', `${name}#${fragment}`],
  ['missing', `https://secrets.example/s/${name}`],
  ['cut', link.slice(0, -1)],
  ['wrong', `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`],
  ['wrong', link.replace(name, encodeId(new Uint8Array(16).fill(8)))],
])('%s: %s', (reason, text) => {
  expect(readWholeLink(text)).toEqual({ ok: false, reason });
});

test('a truncated key is never read as a whole one, however it was pasted', () => {
  for (let length = 1; length < fragment.length; length += 8) {
    const cut = link.slice(0, length - fragment.length);
    for (const { how, mangle } of mangledLinks) {
      const parts = { ...linkParts(link), link: cut, key: fragment.slice(0, length) };
      expect(readWholeLink(mangle(parts)).ok, `${length} characters, ${how}`).toBe(false);
    }
  }
});

test('any text is read without an exception', () => {
  const unit = fc.constantFrom(
    '/s/',
    '/r/',
    name,
    fragment,
    '#',
    '%23',
    'https://',
    'a.example',
    '\n',
    '> ',
    '=',
    '-',
    '[',
    '&#35;',
    '\ud800',
  );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit })), (text) => void readWholeLink(text)),
  );
});

test('a hostile text takes time proportional to its length', () => {
  const units = [
    '\n',
    ' ',
    '> ',
    '/s/',
    `/s/${name}`,
    `/s/${name}#`,
    `${name}#`,
    fragment,
    '%23',
    '%25',
    'https://',
    'hxxp:/',
    '&#35',
    '[.',
    '=\n',
    'a.',
    '1',
  ];
  const seconds = (text: string) => {
    const began = process.cpuUsage();
    for (let times = 0; times < 4; times++) readWholeLink(text);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1e6;
  };
  for (const unit of units) {
    const of = (length: number) => unit.repeat(Math.ceil(length / unit.length));
    seconds(of(1000));
    const short = seconds(of(4000));
    // Quadratic work would take 256 times as long.
    expect(seconds(of(64_000)), JSON.stringify(unit)).toBeLessThan(64 * short + 0.5);
  }
});
