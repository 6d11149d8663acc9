/** SPEC.md §14.2 and §14.3: the link key of a request is the hash of its descriptor, which every reader checks. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8, equalBytes } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { openSealed, verifyPreamble } from './envelope.ts';
import { CryptoError } from './errors.ts';
import { encodeJson } from './json.ts';
import { contentKeys } from './keys.ts';
import { LinkType } from './link.ts';
import type { RequestPayload } from './payload.ts';

/**
 * H("sotto v1 request link" ‖ descriptor). A reader recomputes it from the opened descriptor and compares it with the
 * link's, so nobody can put another question or public key behind a link.
 * @param descriptorJsonBytes the payload's canonical JSON, without length and padding
 */
export function requestLinkKey(descriptorJsonBytes: Uint8Array): Bytes {
  return sha256(concat(encodeUtf8('sotto v1 request link'), descriptorJsonBytes));
}

export interface SealedRequest {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** K, 32 bytes. */
  readonly linkKey: Uint8Array;
  /** preamble ‖ tag, 83 bytes. */
  readonly preamble: Uint8Array;
  readonly sealed: Uint8Array;
}

/**
 * Opens the request of exactly this link. Verifies the preamble again, so that one call performs all of §14.3.
 * @throws CryptoError as `verifyPreamble` and `openSealed`; `request-link` if the link was made from another descriptor
 */
export async function openRequest({ id, linkKey, preamble, sealed }: SealedRequest): Promise<RequestPayload> {
  const verified = verifyPreamble({ id, linkKey, type: LinkType.request, tagged: preamble });
  const descriptor = await openSealed({ ...verified, keys: contentKeys(verified.h, linkKey), sealed });
  // Decoding has verified that the JSON is canonical (§9), so encoding reproduces the sealed bytes.
  if (!equalBytes(requestLinkKey(encodeUtf8(encodeJson(descriptor))), linkKey)) throw new CryptoError('request-link');
  return descriptor;
}
