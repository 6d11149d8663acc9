import { makeZip, predictLength } from 'client-zip';

export interface ZipEntry {
  /** Safe, and unique among the others; folders as `/`. */
  readonly name: string;
  readonly sizeBytes: number;
}

type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>;

const withSize = ({ name, sizeBytes }: ZipEntry) => ({ name, size: sizeBytes });

/** To the byte: nothing is compressed. */
export function zipBytes(entries: readonly ZipEntry[]): number {
  return Number(predictLength(entries.map(withSize)));
}

/** @param body the files, one after another. It is read as the zip is, and never ahead by more than a chunk. */
export async function* zipOf(entries: readonly ZipEntry[], body: Chunks): Chunks {
  const cutter = cut(body);
  const files = entries.map((entry) => ({
    ...withSize(entry),
    input: cutter(entry.sizeBytes),
    lastModified: new Date(),
  }));
  const reader = makeZip(files, { buffersAreUTF8: true }).getReader() as ReadableStreamDefaultReader<
    Uint8Array<ArrayBuffer>
  >;
  // Never cancelled: the signal that ends the reading of the body ends this too.
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** @returns takes the next so many bytes; each taking is to be read to its end before the next one is begun. */
function cut(body: Chunks): (bytes: number) => Chunks {
  const chunks = body[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  return async function* (bytes) {
    for (let missing = bytes; missing > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) throw new Error('The body is shorter than its files.');
        rest = next.value;
      }
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  };
}
