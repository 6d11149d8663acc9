import { createHmac } from 'node:crypto';
import { u32 } from '#crypto/bytes.ts';

/**
 * SPEC.md §15.1: what the server derives for a share with named people. Without the server key, which is not in the
 * database, nobody who has the database can test whether an address is named.
 */

/** HMAC-SHA-256 of the parts, one after the other. */
export const hmac = (key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer => {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** RFC 5869 §2.3, one block. */
export const expand = (prk: Uint8Array, label: string): Buffer => hmac(prk, label, Uint8Array.of(1));

/** gateKey. Gone with the share's erasure key. */
export function gateKeyOf(serverKey: Uint8Array, erasureKey: Uint8Array): Buffer {
  return hmac(serverKey, 'sotto v1 gate', erasureKey);
}

/** @param address of SPEC.md §13.3 */
export function recipientTag(gateKey: Uint8Array, address: string): Buffer {
  return hmac(expand(gateKey, 'recipient'), address);
}

export interface CodeInput {
  /** The person's number, from 1. */
  readonly n: number;
  readonly claimHash: Uint8Array;
  /** Unix seconds. */
  readonly askedAt: number;
}

const CODE_DIGITS = 8;

/** The code of one ask: eight digits, derived each time it is needed. */
export function codeOf(gateKey: Uint8Array, { n, claimHash, askedAt }: CodeInput): string {
  const seconds = Buffer.alloc(8);
  seconds.writeBigUInt64BE(BigInt(askedAt));
  const head = hmac(expand(gateKey, 'code'), u32(n), claimHash, seconds).readBigUInt64BE();
  return String(head % 10n ** BigInt(CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}
