import { expect, test } from 'vitest';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { readWholeLink } from './whole-link.ts';

const id = new Uint8Array(16).fill(9);
const key = new Uint8Array(32).fill(7);
const name = encodeId(id);
const fragment = encodeFragment({ type: LinkType.share, key, id });
const link = `https://secrets.example/s/${name}#${fragment}`;
const whole = { ok: true, publicUrl: 'https://secrets.example/', kind: 'share', id: name, key, type: LinkType.share };

test.each([
  ['as it was made', link],
  ['without a scheme', link.slice('https://'.length)],
  ['in a sentence', `Here you are: ${link} (valid until tomorrow)`],
  ['through a redirector', `https://out.example/?to=${link}`],
  ['with its # escaped', link.replace('#', '%23')],
  ['broken over lines', `${link.slice(0, 60)}\r\n ${link.slice(60)}\n`],
])('a link is read %s', (_how, text) => {
  expect(readWholeLink(text)).toEqual(whole);
});

test('the address in it says whom to ask: also below a path, at a port, by plain http', () => {
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
  ['missing', `https://secrets.example/s/${name}`],
  ['cut', link.slice(0, -1)],
  ['wrong', `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`],
  ['wrong', link.replace(name, encodeId(new Uint8Array(16).fill(8)))],
])('%s: %s', (reason, text) => {
  expect(readWholeLink(text)).toEqual({ ok: false, reason });
});
