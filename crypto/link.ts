/** SPEC.md §4: the key in a link's fragment. */
import { sha256 } from '@noble/hashes/sha2.js';
import { base58 } from '@scure/base';
import { concat, encodeUtf8, equalBytes, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { ID_BYTES, SECRET_BYTES } from './limits.ts';

export const LinkType = { share: 1, sharePassword: 2, request: 3, manage: 4 } as const;
export type LinkType = (typeof LinkType)[keyof typeof LinkType];

const CHECK_BYTES = 4;
/** 37 bytes with a first byte of 1 to 28 are between 58⁴⁹ and 58⁵⁰. */
export const FRAGMENT_LENGTH = 50;

const types: readonly number[] = Object.values(LinkType);

function isLinkType(type: number): type is LinkType {
  return types.includes(type);
}

/** First 4 bytes of H("sotto v1 link" ‖ id ‖ type ‖ key). */
function check(id: Uint8Array, typeAndKey: Uint8Array): Bytes {
  return sha256(concat(encodeUtf8('sotto v1 link'), id, typeAndKey)).slice(0, CHECK_BYTES);
}

/** base58(type ‖ key ‖ check): 50 characters. */
export function encodeFragment({ type, key, id }: { type: LinkType; key: Uint8Array; id: Uint8Array }): string {
  if (!isLinkType(type)) throw new CryptoError('link-type');
  expectLength(key, SECRET_BYTES);
  expectLength(id, ID_BYTES);
  const typeAndKey = concat(Uint8Array.of(type), key);
  return base58.encode(concat(typeAndKey, check(id, typeAndKey)));
}

export type FragmentReading =
  | { readonly ok: true; readonly type: LinkType; readonly key: Bytes }
  /** missing: no key. cut: the key is truncated. wrong: mistyped, or another link's. Determined without a request. */
  | { readonly ok: false; readonly reason: 'missing' | 'cut' | 'wrong' };

/**
 * The inverse of `encodeFragment`. Tolerates the damage of SPEC.md §4.2 that mail programs, chats and trackers do to
 * links. The check decides whether the key is right.
 * @param text a fragment with or without `#`, or a whole pasted link
 */
export function readFragment(text: string, id: Uint8Array): FragmentReading {
  expectLength(id, ID_BYTES);
  const rest = afterHash(cleanLink(text));
  const run = /^[1-9A-HJ-NP-Za-km-z]*/.exec(rest)?.[0] ?? '';
  if (run.length >= FRAGMENT_LENGTH) return readExact(run.slice(0, FRAGMENT_LENGTH), id);
  if (run === '') return { ok: false, reason: /[0-9A-Za-z]/.test(rest) ? 'wrong' : 'missing' };
  // A letter or digit outside base58 means a mistyped key. Anything else, or the end of the text, means a truncated
  // one.
  return { ok: false, reason: /^[0-9A-Za-z]/.test(rest.slice(run.length)) ? 'wrong' : 'cut' };
}

/** The first two steps of SPEC.md §4.2, for finding a whole link in pasted text. */
export function cleanLink(text: string): string {
  return decodeEscapes(text).replace(/[\t\n\v\f\r \u00A0\u200B-\u200D\u00AD\uFEFF]/g, '');
}

/** Step 1 of SPEC.md §4.2. */
export function decodeEscapes(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodeRun);
}

function afterHash(clean: string): string {
  const hash = /#+/.exec(clean);
  return hash ? clean.slice(hash.index + hash[0].length) : clean;
}

/** Decodes once. A run that is not UTF-8 stays unchanged. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

function readExact(characters: string, id: Uint8Array): FragmentReading {
  const bytes = new Uint8Array(base58.decode(characters));
  const typeAndKey = bytes.subarray(0, 1 + SECRET_BYTES);
  const type = bytes[0] ?? 0;
  const right = bytes.length === 1 + SECRET_BYTES + CHECK_BYTES && isLinkType(type);
  if (!right || !equalBytes(bytes.subarray(1 + SECRET_BYTES), check(id, typeAndKey)))
    return { ok: false, reason: 'wrong' };
  return { ok: true, type, key: bytes.slice(1, 1 + SECRET_BYTES) };
}
