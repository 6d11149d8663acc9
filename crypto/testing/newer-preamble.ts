import { sha256 } from '@noble/hashes/sha2.js';
import { concat, toBase64url } from '#crypto/bytes.ts';
import { decodeId } from '#crypto/ids.ts';
import { linkKeys } from '#crypto/keys.ts';
import { readFragment } from '#crypto/link.ts';

/** @returns preamble ‖ tag in base64url, as a version that does not exist yet could make it for this link */
export function newerPreamble(link: string): string {
  const id = decodeId(new URL(link).pathname.split('/').at(-1) ?? '');
  if (id === undefined) throw new Error('The link has no id.');
  const reading = readFragment(link, id);
  if (!reading.ok) throw new Error('The link has no key.');
  const preamble = concat(Uint8Array.of(200), new Uint8Array(99), id);
  return toBase64url(concat(preamble, linkKeys(id, reading.key).preambleTag(sha256(preamble))));
}
