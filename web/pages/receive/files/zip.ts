import { makeZip, predictLength } from 'client-zip';
import { concat } from '#crypto/bytes.ts';

export interface ZipEntry {
  /** Safe and unique; `/` separates folders. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** Small pieces are joined: a file has at least three, and passing on each costs as much as a thousand bytes. */
const LEAST_BYTES = 262_144;

type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>;

const withSize = ({ name, sizeBytes }: ZipEntry) => ({ name, size: sizeBytes });

/** The exact length of the zip: nothing is compressed. */
export function zipBytes(entries: readonly ZipEntry[]): number {
  return Number(predictLength(entries.map(withSize)));
}

/** @param fileBody the files, joined. Read on demand, at most one chunk ahead of the zip. */
export async function* zipOf(entries: readonly ZipEntry[], fileBody: Chunks): Chunks {
  const cutter = cut(fileBody);
  const lastModified = new Date();
  const files = entries.map((entry) => ({ ...withSize(entry), input: cutter(entry.sizeBytes), lastModified }));
  // Never cancelled: the signal that ends the file body ends this, too.
  const reader = makeZip(files).getReader();
  let small: Uint8Array[] = [];
  let smallBytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    small.push(part.value);
    smallBytes += part.value.length;
    if (smallBytes < LEAST_BYTES) continue;
    yield concat(...small);
    small = [];
    smallBytes = 0;
  }
  if (smallBytes > 0) yield concat(...small);
}

/**
 * @returns a function that yields the next `bytes` of the file body; read each result to its end before the next call
 */
function cut(fileBody: Chunks): (bytes: number) => Chunks {
  const chunks = fileBody[Symbol.asyncIterator]();
  let rest = new Uint8Array();
  return async function* (bytes) {
    for (let missing = bytes; missing > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) throw new Error('The file body is shorter than its files.');
        rest = next.value;
      }
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  };
}
