import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyLengths, chunkLengths, ENCRYPTED_CHUNK_BYTES } from '#crypto/body-lengths.ts';
import { chunkCount, missingParts, partBytes, partCount, rangesOf } from '#server/records/part-geometry.ts';

const geometries = fc.record({
  bodyBytes: fc.integer({ min: 1, max: 40 * ENCRYPTED_CHUNK_BYTES }),
  partChunks: fc.integer({ min: 1, max: 8 }),
});

test('a file body has the chunks that a sender makes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 34 }), (totalBytes) => {
      const { chunks, encryptedBytes } = bodyLengths(totalBytes);
      expect(chunkCount({ bodyBytes: encryptedBytes })).toBe(chunks);
      const last = chunkLengths(totalBytes, chunks - 1).encryptedBytes;
      expect(partBytes({ bodyBytes: encryptedBytes, partChunks: 1 }, chunks - 1)).toBe(last);
    }),
  );
});

test('the parts together are the file body', () => {
  fc.assert(
    fc.property(geometries, (geometry) => {
      const lengths = Array.from({ length: partCount(geometry) }, (_, part) => partBytes(geometry, part) ?? 0);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(geometry.bodyBytes);
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(partBytes(geometry, lengths.length)).toBeUndefined();
      const stored = new Map(lengths.entries());
      expect(missingParts(geometry, stored)).toBe(0);
      stored.delete(0);
      stored.set(lengths.length - 1, 0);
      expect(missingParts(geometry, stored)).toBe(Math.min(2, lengths.length));
    }),
  );
});

test('a range of chunks is found in the parts that store it', () => {
  fc.assert(
    fc.property(geometries, fc.nat(50), fc.integer({ min: 1, max: 16 }), (geometry, from, chunks) => {
      const ranges = rangesOf(geometry, { from, chunks });
      if (from + chunks > chunkCount(geometry)) {
        expect(ranges).toBeUndefined();
        return;
      }
      const whole = geometry.partChunks * ENCRYPTED_CHUNK_BYTES;
      let at = from * ENCRYPTED_CHUNK_BYTES;
      for (const { part, start, end } of ranges ?? []) {
        expect(part * whole + start).toBe(at);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(partBytes(geometry, part) ?? 0);
        at += end - start;
      }
      expect(at).toBe(Math.min(geometry.bodyBytes, (from + chunks) * ENCRYPTED_CHUNK_BYTES));
    }),
  );
});
