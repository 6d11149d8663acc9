import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '#crypto/bytes.ts';
import { readZip } from './testing/read-zip.ts';
import { zipBytes, zipOf } from './zip.ts';

async function* inPieces(bytes: Uint8Array<ArrayBuffer>, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length);
}

async function drained(parts: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const part of parts) bytes += part.length;
  return bytes;
}

async function zipped(files: { name: string; bytes: Uint8Array }[], pieceBytes: number) {
  const entries = files.map(({ name, bytes }) => ({ name, sizeBytes: bytes.length }));
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(entries, inPieces(concat(...files.map(({ bytes }) => bytes)), pieceBytes))) {
    parts.push(part);
  }
  return { zip: concat(...parts), predicted: zipBytes(entries) };
}

test('the zip contains every file byte for byte, however the file body is split, and its length is known in advance', async () => {
  const file = fc.uint8Array({ maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      async (all, cut) => {
        const files = all.map((bytes, i) => ({ name: `folder/${i} ü😀.txt`, bytes }));
        const { zip, predicted } = await zipped(files, cut);
        expect(zip.length).toBe(predicted);
        expect(readZip(zip)).toEqual(
          files.map(({ name, bytes }) => ({ name, utf8: true, bytes: new Uint8Array(bytes) })),
        );
      },
    ),
  );
});

test('many small files are passed on in few pieces', async () => {
  const entries = Array.from({ length: 2000 }, (_, i) => ({ name: `${i}`, sizeBytes: 1 }));
  let pieces = 0;
  for await (const part of zipOf(entries, inPieces(new Uint8Array(2000), 2000))) pieces += Math.min(1, part.length);
  expect(pieces).toBeLessThan(5);
});

test('a zip beyond 4 GB has a length, and so does a file in it', () => {
  const entries = [
    { name: 'large', sizeBytes: 5_000_000_000 },
    { name: 'behind', sizeBytes: 3 },
  ];
  expect(zipBytes(entries)).toBeGreaterThan(5_000_000_003);
});

test('a file body that ends too early fails the zip', async () => {
  const zip = zipOf([{ name: 'a', sizeBytes: 10 }], inPieces(new Uint8Array(9), 4));
  await expect(drained(zip)).rejects.toThrow('shorter');
});

test('an error of the file body becomes an error of the zip', async () => {
  const refused = new Error('refused');
  async function* fileBody() {
    yield new Uint8Array(4);
    throw refused;
  }
  await expect(drained(zipOf([{ name: 'a', sizeBytes: 10 }], fileBody()))).rejects.toBe(refused);
});
