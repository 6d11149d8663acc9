import { expect, test } from 'vitest';
import { fromHex, toHex } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { openReceipt } from '#crypto/receipt.ts';
import address from '#crypto/vectors/own/receipt/address.json' with { type: 'json' };
import identifier from '#crypto/vectors/own/receipt/identifier.json' with { type: 'json' };
import likeAnAddress from '#crypto/vectors/own/receipt/identifier-like-an-address.json' with { type: 'json' };
import longest from '#crypto/vectors/own/receipt/longest.json' with { type: 'json' };
import { sealReceipt } from './seal-receipt.ts';

test.each([address, identifier, likeAnAddress, longest])('a receipt has the bytes of the vector: $about', (vector) => {
  const { receiptKey } = ownerKeys(fromHex(vector.ownerKey));
  const salt = fromHex(vector.receipt).subarray(0, 32);
  const type = vector === address ? 'address' : 'account';
  const sealed = sealReceipt({ receiptKey, id: fromHex(vector.id), salt }, { at: vector.at, type, who: vector.who });
  expect(toHex(new Uint8Array(sealed))).toBe(vector.receipt);
});

test('its owner reads a receipt, also of an account with a broken name', async () => {
  const [ownerKey, id, salt] = [new Uint8Array(32).fill(7), new Uint8Array(16), new Uint8Array(32)];
  const { receiptKey } = ownerKeys(ownerKey);
  const sealed = sealReceipt({ receiptKey, id, salt }, { at: 1_795_000_000, type: 'account', who: 'ana\uD800' });
  expect(await openReceipt(ownerKey, id, sealed)).toEqual({ at: 1_795_000_000, type: 'account', who: 'ana\uFFFD' });
});
