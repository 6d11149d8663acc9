import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CryptoError } from './errors.ts';
import { ownerKeys } from './keys.ts';
import { MAX_RECEIPT_BYTES } from './limits.ts';
import { openReceipt, sealReceiptWith } from './receipt.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const receipt = fc.record({
  at: fc.nat(),
  type: fc.constantFrom('address', 'account'),
  who: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(({ length }) => length <= 320),
});

test('whatever a server seals, the owner reads', async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), bytes(16), bytes(32), receipt, async (ownerKey, id, salt, given) => {
      const { receiptKey } = ownerKeys(ownerKey);
      const sealed = await sealReceiptWith({ receiptKey, id, salt }, given);
      expect(sealed.length).toBeLessThanOrEqual(MAX_RECEIPT_BYTES);
      expect(await openReceipt(ownerKey, id, sealed)).toEqual(given);
    }),
    { numRuns: 50 },
  );
});

test('every receipt that names an address has the same length', async () => {
  const [receiptKey, id, salt] = [new Uint8Array(32), new Uint8Array(16), new Uint8Array(32)];
  const lengths = ['a@b.example', 'a'.repeat(320)].map(async (who) =>
    sealReceiptWith({ receiptKey, id, salt }, { at: 1_795_000_000, type: 'address', who }),
  );
  expect((await Promise.all(lengths)).map(({ length }) => length)).toEqual([1072, 1072]);
});

test('neither another owner nor the holder of receiptKey as owner key reads it', async () => {
  const [ownerKey, id, salt] = [new Uint8Array(32).fill(1), new Uint8Array(16), new Uint8Array(32)];
  const { receiptKey } = ownerKeys(ownerKey);
  const sealed = await sealReceiptWith({ receiptKey, id, salt }, { at: 1, type: 'address', who: 'ana@example.org' });
  for (const key of [receiptKey, new Uint8Array(32)])
    await expect(openReceipt(key, id, sealed)).rejects.toEqual(new CryptoError('ciphertext'));
});
