/** SPEC.md §13.4: who opened a share for members, and when. A server seals it; only the owner opens it. */
import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, encodeUtf8, expectLength } from './bytes.ts';
import type { Bytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { isObject } from './json.ts';
import { ownerKeys } from './keys.ts';
import { MAX_RECEIPT_BYTES, MAX_WHO_LENGTH, SECRET_BYTES } from './limits.ts';
import { openBox, sealBoxWith } from './owner-box.ts';

export interface Receipt {
  /** Unix seconds, by the server's clock. */
  readonly at: number;
  /**
   * What `who` is: an address of §13.3 that the provider has verified, or the name that it gives the account, which may
   * look like an address. Checked by the server alone.
   */
  readonly type: 'address' | 'account';
  readonly who: string;
}

/** For vectors and tests only: the salt determines the key. @throws CryptoError `too-large`, `utf8`, `payload` */
export async function sealReceiptWith(
  { receiptKey, id, salt }: { receiptKey: Uint8Array; id: Uint8Array; salt: Uint8Array },
  receipt: Receipt,
): Promise<Bytes> {
  const value = { v: 1, ...receipt };
  expectReceipt(value);
  return sealBoxWith(salt, boxOf(receiptKey, id), value);
}

/** @throws CryptoError `length`, `too-large`, `ciphertext`, `padding`, `utf8`, `json`, `payload` */
export async function openReceipt(ownerKey: Uint8Array, id: Uint8Array, bytes: Uint8Array): Promise<Receipt> {
  const { v: _, ...receipt } = await openBox(boxOf(ownerKeys(ownerKey).receiptKey, id), bytes, expectReceipt);
  return receipt;
}

/** Expand(receiptKey, "sotto v1 receipt" ‖ salt): the server gets receiptKey, and nothing else of the owner. */
function boxOf(receiptKey: Uint8Array, id: Uint8Array) {
  expectLength(receiptKey, SECRET_BYTES);
  const keyOf = (salt: Uint8Array) =>
    expand(sha256, receiptKey, concat(encodeUtf8('sotto v1 receipt'), salt), SECRET_BYTES);
  return { keyOf, id, maxBytes: MAX_RECEIPT_BYTES };
}

function expectReceipt(value: unknown): asserts value is Receipt & { readonly v: 1 } {
  const right =
    isObject(value) &&
    value['v'] === 1 &&
    Object.keys(value).length === 4 &&
    (value['type'] === 'address' || value['type'] === 'account') &&
    Number.isSafeInteger(value['at']) &&
    Number(value['at']) >= 0 &&
    typeof value['who'] === 'string' &&
    value['who'] !== '' &&
    value['who'].length <= MAX_WHO_LENGTH;
  if (!right) throw new CryptoError('payload');
}
