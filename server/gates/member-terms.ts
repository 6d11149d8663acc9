import { SECRET_BYTES } from '#crypto/limits.ts';
import { decrypt, encrypt } from '#server/erasure/aead.ts';
import { sha256 } from '#server/erasure/sha256.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import { expand, gateKeyOf } from './gate-secrets.ts';

/**
 * What a share or request has to do with members, while it lives:
 *
 *   sealed = AES-256-GCM(Expand(gateKey, "member terms"), nonce 0, aad id ‖ h, JSON)      SPEC.md §15.1; h of §7
 *
 * One message per key: E is new for each share. The database with its erasure keys shows none of it without the server
 * key, and nothing shows it once E is erased.
 */
export interface MemberTerms {
  /** Those that may open; absent: every member, or no such gate. */
  readonly groups?: readonly string[] | undefined;
  /** The creator's verified address, told to people with the link. */
  readonly from?: string | undefined;
  /** SPEC.md §13.4, base64url. Present if and only if a share is for members. */
  readonly receiptKey?: string | undefined;
  /** Where the creator, a member, wants mail about openings and answers. */
  readonly mail?: { readonly address: string; readonly locale: string } | undefined;
}

/** The length of a row does not tell an address or a group from another. */
const PADDED_BYTES = 512;

export interface MemberTermsKeys {
  readonly serverKey: ServerKey;
  /** The share's erasure key. */
  readonly key: Uint8Array;
  readonly id: Uint8Array;
  /** preamble ‖ tag, as stored. */
  readonly preamble: Uint8Array;
}

const keyOf = ({ serverKey, key }: MemberTermsKeys): Buffer => expand(gateKeyOf(serverKey, key), 'member terms');

const aadOf = ({ id, preamble }: MemberTermsKeys): Buffer =>
  Buffer.concat([id, sha256(preamble.subarray(0, -SECRET_BYTES))]);

export function sealMemberTerms(keys: MemberTermsKeys, terms: MemberTerms): Uint8Array {
  const json = Buffer.from(JSON.stringify(terms));
  const block = Buffer.alloc(Math.ceil(json.length / PADDED_BYTES) * PADDED_BYTES, ' ');
  json.copy(block);
  return encrypt(keyOf(keys), aadOf(keys), block);
}

/** @returns undefined if the bytes were changed, or the server key is another one: then nobody is let in */
export function openMemberTerms(keys: MemberTermsKeys, sealed: Uint8Array): MemberTerms | undefined {
  try {
    return JSON.parse(decrypt(keyOf(keys), aadOf(keys), sealed).toString()) as MemberTerms;
  } catch {
    return undefined;
  }
}
