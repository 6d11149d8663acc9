/** Properties of SPEC.md §12. */
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { equalBytes } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { padme } from './padding.ts';
import { bodyLengths, chunkLengths } from './body-lengths.ts';
import { CHUNK_BYTES } from './limits.ts';
import { decryptChunk, encryptChunk, makeBody } from './stream.ts';

const h = new Uint8Array(32).fill(1);
const bodySecret = new Uint8Array(32).fill(2);
const refusal = (code: 'ciphertext' | 'chunk' | 'length') => new CryptoError(code);

const total = fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 80 * CHUNK_BYTES }));

test('all chunks but the last have full length, and together they are the padded file body', () => {
  fc.assert(
    fc.property(total, (totalBytes) => {
      const { paddedBytes, chunks, encryptedBytes } = bodyLengths(totalBytes);
      expect(paddedBytes).toBe(padme(Math.max(1024, totalBytes)));
      const each = Array.from({ length: chunks }, (_, index) => chunkLengths(totalBytes, index));
      const sum = (of: (lengths: (typeof each)[number]) => number) => each.reduce((n, lengths) => n + of(lengths), 0);
      expect(sum((c) => c.contentBytes)).toBe(totalBytes);
      expect(sum((c) => c.plaintextBytes)).toBe(paddedBytes);
      expect(sum((c) => c.encryptedBytes)).toBe(encryptedBytes);
      expect(each.map((c) => c.last)).toEqual(each.map((_, index) => index === chunks - 1));
      for (const { plaintextBytes, last } of each) {
        if (last) expect(plaintextBytes).toBeGreaterThan(0);
        else expect(plaintextBytes).toBe(CHUNK_BYTES);
      }
    }),
  );
});

test.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('a file body of %s bytes is refused', (totalBytes) => {
  expect(() => bodyLengths(totalBytes)).toThrow(refusal('length'));
});

test.each([-1, 0.5, 3, NaN])('a file body of three chunks has no chunk %s', async (index) => {
  const body = makeBody(h, bodySecret, 1_300_000);
  expect(() => chunkLengths(1_300_000, index)).toThrow(refusal('chunk'));
  await expect(encryptChunk(body, index, new Uint8Array())).rejects.toThrow(refusal('chunk'));
  await expect(decryptChunk(body, index, new Uint8Array())).rejects.toThrow(refusal('chunk'));
});

test('the key of a file body is imported once', async () => {
  const importKey = vi.spyOn(crypto.subtle, 'importKey');
  onTestFinished(() => importKey.mockRestore());
  const body = makeBody(h, bodySecret, 2 * CHUNK_BYTES);
  for (const index of [0, 1]) {
    const encrypted = await encryptChunk(body, index, new Uint8Array(CHUNK_BYTES));
    expect(await decryptChunk(body, index, encrypted)).toHaveLength(CHUNK_BYTES);
  }
  expect(importKey).toHaveBeenCalledOnce();
});

test('chunks decrypt independently and in any order', async () => {
  const totalBytes = 2 * CHUNK_BYTES + 12_345;
  const body = makeBody(h, bodySecret, totalBytes);
  const content = Array.from({ length: 3 }, (_, index) =>
    new Uint8Array(chunkLengths(totalBytes, index).contentBytes).fill(index + 1),
  );
  const chunks = await Promise.all(content.map((bytes, index) => encryptChunk(body, index, bytes)));
  for (const index of [2, 0, 1]) {
    const opened = await decryptChunk(body, index, chunks[index] ?? new Uint8Array());
    expect(equalBytes(opened, content[index] ?? new Uint8Array())).toBe(true);
  }
  // The first two have the same length and differ only in the nonce.
  await expect(decryptChunk(body, 0, chunks[1] ?? h)).rejects.toThrow(refusal('ciphertext'));
});

test('a chunk is bound to its envelope and its secret', async () => {
  const content = new Uint8Array(10);
  const chunk = await encryptChunk(makeBody(h, bodySecret, 10), 0, content);
  await expect(decryptChunk(makeBody(bodySecret, bodySecret, 10), 0, chunk)).rejects.toThrow(refusal('ciphertext'));
  await expect(decryptChunk(makeBody(h, h, 10), 0, chunk)).rejects.toThrow(refusal('ciphertext'));
});

test('content that does not have the chunk’s length is refused', async () => {
  const body = makeBody(h, bodySecret, 10);
  await expect(encryptChunk(body, 0, new Uint8Array(11))).rejects.toThrow(refusal('length'));
  await expect(encryptChunk(body, 0, new Uint8Array(9))).rejects.toThrow(refusal('length'));
});

test('small file bodies round-trip', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 3000 }), async (files) => {
      const body = makeBody(h, bodySecret, files.length);
      const opened = await decryptChunk(body, 0, await encryptChunk(body, 0, files));
      expect(equalBytes(opened, files)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
