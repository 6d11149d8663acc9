/** SPEC.md §14: the link key of a request is the hash of what it asks. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8 } from './bytes.ts';
import type { Bytes } from './bytes.ts';

/**
 * H("sotto v1 request link" ‖ descriptor). A reader recomputes it from what was opened and compares it with the link's:
 * nobody can put another question or public key behind a link.
 * @param descriptorJsonBytes the payload's canonical JSON, without length and padding
 */
export function requestLinkKey(descriptorJsonBytes: Uint8Array): Bytes {
  return sha256(concat(encodeUtf8('sotto v1 request link'), descriptorJsonBytes));
}
