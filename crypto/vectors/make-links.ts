/** Vectors for SPEC.md §3 and §4. */
import { sha256 } from '@noble/hashes/sha2.js';
import { base58 } from '@scure/base';
import { concat, encodeUtf8, fromHex, toHex } from '#crypto/bytes.ts';
import { encodeId } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { fixed, flipBit, ID, LINK_KEY, OTHER_ID, OWNER_KEY, withByte } from './fixed.ts';
import type { Case, FragmentVector, IdVector } from './vector.ts';

const text = encodeId(ID);
const fragment = encodeFragment({ type: LinkType.share, key: LINK_KEY, id: ID });

function id(name: string, about: string, vector: Omit<IdVector, 'kind' | 'about'>): Case {
  return [`id/${name}`, { kind: 'id', about, ...vector }];
}

function idCases(): Case[] {
  const refused = (name: string, about: string, refusedText: string) =>
    id(name, about, { expect: 'refused', text: refusedText });
  const written = (name: string, about: string, hex: string) =>
    id(name, about, { expect: 'success', text: encodeId(fromHex(hex)), id: hex });
  return [
    id('of-create-proof', 'The id is the hash of the create proof, cut to 16 bytes.', {
      ...{ expect: 'success', text, id: toHex(ID), createProof: toHex(ownerKeys(OWNER_KEY).createProof) },
    }),
    written('zeros', 'Sixteen zero bytes are sixteen ones.', '00'.repeat(16)),
    written('leading-zeros', 'Each leading zero byte is a leading 1.', '0000'.padEnd(32, 'a7')),
    written('highest', 'The greatest id has 22 characters.', 'ff'.repeat(16)),
    refused('empty', 'Nothing is no id.', ''),
    refused('short', '15 bytes are no id.', base58.encode(ID.subarray(0, 15))),
    refused('long', '17 bytes are no id.', base58.encode(concat(ID, Uint8Array.of(0)))),
    refused('leading-one-more', 'A 1 in front is a seventeenth byte.', `1${text}`),
    refused('above-highest', '22 characters that are 2¹²⁸.', 'YcVfxkQb6JRzqk5kF2tNLw'),
    refused('not-base58', 'The alphabet has no 0.', `0${text.slice(1)}`),
    refused('space', 'Reading an id is strict.', `${text} `),
    refused('percent', 'Reading an id is strict.', `%${text}`),
  ];
}

/** A fragment with a fault that `encodeFragment` would refuse. */
function rawFragment(type: number, key: Uint8Array, checkLabel = 'sotto v1 link'): string {
  const typeAndKey = concat(Uint8Array.of(type), key);
  const check = sha256(concat(encodeUtf8(checkLabel), ID, typeAndKey)).subarray(0, 4);
  return base58.encode(concat(typeAndKey, check));
}

function read(name: string, about: string, given: string, type: number = LinkType.share): Case {
  const vector = { expect: 'success', id: toHex(ID), text: given, type, key: toHex(LINK_KEY) } as const;
  return [`fragment/${name}`, { kind: 'fragment', about, ...vector }];
}

function refuse(expect: FragmentVector['expect'], name: string, about: string, given: string): Case {
  return [`fragment/${name}`, { kind: 'fragment', about, expect, id: toHex(ID), text: given }];
}

function readCases(): Case[] {
  const half = [fragment.slice(0, 20), fragment.slice(20)] as const;
  const percent = (s: string) => [...encodeUtf8(s)].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('');
  return [
    read('share', 'Type 1.', fragment),
    ...Object.entries({ 'share-password': 2, request: 3, manage: 4 } as const).map(([name, type]) =>
      read(name, `Type ${type}.`, encodeFragment({ type, key: LINK_KEY, id: ID }), type),
    ),
    read('whole-link', 'What stands before the first # is not looked at.', `https://x.example/s/${text}#${fragment}`),
    read('hashes', 'The first run of # is skipped.', `##${fragment}`),
    read('hash-escaped', 'A mail program escaped the #.', `https://x.example/s/${text}%23${fragment}`),
    read('hash-spaced', 'Spaces go before the run of # is looked for.', ` # # ${fragment}`),
    read('all-escaped', 'Every character escaped, in lower case.', percent(fragment)),
    read('escapes-for-nothing', 'A run that is not UTF-8 stays, here behind the key.', `${fragment}%FF%20`),
    read('zero-width-escaped', 'An escaped U+200B is decoded, then removed.', half.join('%E2%80%8B')),
    read('line-broken', 'A line break in the middle.', half.join('\r\n')),
    read('quoted-print', 'Tab, vertical tab and form feed.', half.join('\t\v\f')),
    read('no-break-space', 'U+00A0.', half.join('\u00A0')),
    read('zero-width', 'U+200B, U+200C, U+200D.', half.join('\u200B\u200C\u200D')),
    read('soft-hyphen', 'U+00AD.', half.join('\u00AD')),
    read('byte-order-mark', 'U+FEFF.', `\uFEFF${half.join('\uFEFF')}`),
    read('tracked', 'A tracker appended itself.', `#${fragment}&fbclid=IwAR0`),
    read('punctuated', 'The end of a sentence.', `#${fragment}).`),
    read('text-behind', 'What follows 50 characters is not looked at, even base58.', `${fragment}andmore`),
  ];
}

function refuseCases(): Case[] {
  const lower = fragment.slice(0, 9) + swapCase(fragment.slice(9));
  return [
    refuse('missing', 'empty', 'Nothing.', ''),
    refuse('missing', 'hash-alone', 'A # and no more.', `https://x.example/s/${text}#`),
    refuse('missing', 'punctuation-alone', 'No letter and no digit.', '#).'),
    refuse('wrong', 'letter-after-punctuation', 'No key first, and letters further on.', '#). See you'),
    refuse('wrong', 'digit-far-behind', 'No key first, and a digit at the end.', '#…!?(„“)—9'),
    refuse('cut', 'one-short', '49 characters.', fragment.slice(0, -1)),
    refuse('cut', 'cut-and-tracked', 'The key ends at &.', `#${fragment.slice(0, 30)}&fbclid=IwAR0`),
    refuse(
      'cut',
      'cut-by-hyphen',
      'A hyphen is nothing that is removed.',
      `${fragment.slice(0, 10)}-${fragment.slice(10)}`,
    ),
    refuse('wrong', 'first-character-lost', '49 characters and one of what follows.', `${fragment.slice(1)}a`),
    refuse('wrong', 'not-base58', 'The alphabet has no l.', `${fragment.slice(0, 5)}l${fragment.slice(6)}`),
    refuse('wrong', 'case-changed', 'The case of letters matters.', lower),
    refuse('wrong', 'percent-before', 'A % that escapes nothing stays.', `%${fragment}`),
    refuse('wrong', 'escaped-twice', 'Escapes are decoded once.', `%2523${fragment}`),
    refuse('wrong', 'swapped-characters', 'Two neighbours changed places.', swapped(fragment)),
  ];
}

function refuseBytes(): Case[] {
  return [
    refuse(
      'wrong',
      'key-bit',
      'A bit of the key.',
      mend((bytes) => flipBit(bytes, 1)),
    ),
    refuse(
      'wrong',
      'type-changed',
      'The check covers the type.',
      mend((bytes) => withByte(bytes, 0, LinkType.sharePassword)),
    ),
    refuse(
      'wrong',
      'check-bit',
      'A bit of the check.',
      mend((bytes) => flipBit(bytes, -1)),
    ),
    refuse(
      'wrong',
      'check-of-other-label',
      'The check has a label of its own.',
      rawFragment(1, LINK_KEY, 'sotto v2 link'),
    ),
    refuse('wrong', 'type-5', 'A type of a later version, with a right check.', rawFragment(5, LINK_KEY)),
    refuse('wrong', 'type-28', 'The greatest type of 50 characters.', rawFragment(28, LINK_KEY)),
    refuse('wrong', 'ones', 'Fifty zeros are not 37 bytes.', '1'.repeat(50)),
    refuse('wrong', 'highest', 'The greatest 50 characters.', 'z'.repeat(50)),
    refuse(
      'wrong',
      'other-share',
      "Another share's fragment.",
      encodeFragment({ type: 1, key: LINK_KEY, id: OTHER_ID }),
    ),
    refuse(
      'wrong',
      'other-key',
      "Another key under this one's check.",
      mend((b) => concat(b.subarray(0, 1), fixed('other'), b.subarray(33))),
    ),
  ];
}

function mend(change: (bytes: Uint8Array) => Uint8Array): string {
  return base58.encode(change(base58.decode(fragment)));
}

function swapCase(letters: string): string {
  // Keeps a letter whose other case is not base58: l, I and O are not.
  return letters.replace(/[A-Za-z]/g, (c) => {
    const other = c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase();
    return 'lIO'.includes(other) ? c : other;
  });
}

function swapped(characters: string): string {
  const at = Array.from(characters).findIndex((c, i) => i > 3 && c !== characters[i + 1]);
  return characters.slice(0, at) + characters.charAt(at + 1) + characters.charAt(at) + characters.slice(at + 2);
}

export function makeLinks(): Case[] {
  return [...idCases(), ...readCases(), ...refuseCases(), ...refuseBytes()];
}
