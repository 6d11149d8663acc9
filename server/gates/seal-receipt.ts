import { bodyLengths } from '#crypto/body-lengths.ts';
import { encrypt } from '#server/erasure/aead.ts';
import { hmac } from './gate-secrets.ts';

interface ReceiptKeys {
  /** The owner's, 32 bytes. */
  readonly receiptKey: Uint8Array;
  readonly id: Uint8Array;
  /** 32 random bytes, new for each receipt. */
  readonly salt: Uint8Array;
}

interface Receipt {
  /** Unix seconds. */
  readonly at: number;
  /** The verified address, or the account's name: the provider's `sub`. */
  readonly who: string;
  readonly type: 'address' | 'account';
}

const LENGTH_BYTES = 4;

/** SPEC.md §13.4, for the owner only. `crypto/receipt.ts` opens it. */
export function sealReceipt({ receiptKey, id, salt }: ReceiptKeys, { at, type, who }: Receipt): Uint8Array {
  const key = hmac(receiptKey, 'sotto v1 receipt', salt, Uint8Array.of(1));
  // RFC 8785: members in order. A lone surrogate has no UTF-8.
  const json = Buffer.from(JSON.stringify({ at, type, v: 1, who: who.toWellFormed() }));
  // §8: the block of a text is as long as the padded files of that many bytes.
  const block = Buffer.alloc(bodyLengths(LENGTH_BYTES + json.length).paddedBytes);
  block.writeUInt32BE(json.length);
  json.copy(block, LENGTH_BYTES);
  return Buffer.concat([salt, encrypt(key, id, block)]);
}
