import type { WebFiles } from './assets.ts';

/**
 * Several files in one: u32 (big-endian) length of the index ‖ index ‖ the files. The index is JSON: `[name, bytes]`
 * per file, in order.
 */
type Index = readonly (readonly [name: string, bytes: number])[];

const LENGTH_BYTES = 4;

export function packFiles(files: WebFiles): Buffer {
  const index: Index = [...files].map(([name, bytes]) => [name, bytes.length]);
  const encoded = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(encoded.length);
  return Buffer.concat([length, encoded, ...files.values()]);
}

/** Each file is a view of `packed`, not a copy. */
export function unpackFiles(packed: ArrayBuffer): WebFiles {
  const indexBytes = Buffer.from(packed).readUInt32BE();
  let offset = LENGTH_BYTES + indexBytes;
  const index = JSON.parse(Buffer.from(packed, LENGTH_BYTES, indexBytes).toString()) as Index;
  return new Map(
    index.map(([name, bytes]) => {
      const file = Buffer.from(packed, offset, bytes);
      offset += bytes;
      return [name, file];
    }),
  );
}
