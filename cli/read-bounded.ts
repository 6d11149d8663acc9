import { closeSync, createReadStream, openSync, readSync } from 'node:fs';

/** More than any password, setting or field has. A device like /dev/zero has no end. */
const MAX_BYTES = 1_048_576;
export const TOO_LARGE = 'has more than 1 MiB.';

/** A file or a pipe to its end. @returns undefined where it goes on beyond 1 MiB @throws the system's error */
export async function readBounded(path: string): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_BYTES) return undefined;
  }
  return Buffer.concat(parts);
}

/** The same, for a start, which waits for its settings. */
export function readBoundedSync(path: string): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const all = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < all.length; length += read) {
      read = readSync(file, all, length, all.length - length, null);
    }
    return length > MAX_BYTES ? undefined : all.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
