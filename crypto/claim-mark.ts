/** SPEC.md §15.4: the characters by which a person sees that a mailed code belongs to this page. */
import { base58 } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8 } from './bytes.ts';
import type { Bytes } from './bytes.ts';

/** @param claimHash H(claim), 32 bytes, as the server stores it. @returns four characters of base58 */
export function claimMark(claimHash: Uint8Array): string {
  return base58.encode(sha256(concat(encodeUtf8('sotto v1 ask'), claimHash)).subarray(0, 8)).slice(0, 4);
}

/** H(claim), 32 bytes: the form in which a server stores a claim. */
export const claimHash = (claim: Uint8Array): Bytes => sha256(claim);
