/** SPEC.md §3: ids. */
import { sha256 } from '@noble/hashes/sha2.js';
import { base58 } from '@scure/base';
import { concat, encodeUtf8, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { ID_BYTES, SECRET_BYTES } from './limits.ts';

export { ID_BYTES };

const MIN_ID_LENGTH = 16; // sixteen zero bytes
const MAX_ID_LENGTH = 22; // ⌈128 / log₂ 58⌉

/** id = first 16 bytes of H("sotto v1 id" ‖ createProof): only the creator of the proof can claim the id. */
export function idOf(createProof: Uint8Array): Bytes {
  return sha256(idInput(createProof)).slice(0, ID_BYTES);
}

/** What `idOf` hashes, for a server with a faster hash. */
export function idInput(createProof: Uint8Array): Bytes {
  expectLength(createProof, SECRET_BYTES);
  return concat(encodeUtf8('sotto v1 id'), createProof);
}

/** @param id 16 bytes. @returns 16 to 22 characters of base58, as in the path of a link */
export function encodeId(id: Uint8Array): string {
  expectLength(id, ID_BYTES);
  return base58.encode(id);
}

/** Strict: each id has exactly one text. Checks the length first, because base58 decoding takes quadratic time. */
export function decodeId(text: string): Bytes | undefined {
  if (text.length < MIN_ID_LENGTH || text.length > MAX_ID_LENGTH) return undefined;
  try {
    const id = new Uint8Array(base58.decode(text));
    return id.length === ID_BYTES ? id : undefined;
  } catch {
    return undefined;
  }
}
