import { closeSync, openSync, readSync } from 'node:fs';

/** More than any settings file or secret of the service has. A device like /dev/zero has no end. */
const MAX_BYTES = 1_048_576;
export const TOO_LARGE = 'has more than 1 MiB.';

/** @returns undefined where the file goes on beyond 1 MiB @throws the system's error */
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
