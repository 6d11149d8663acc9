import { decodeId } from '#crypto/ids.ts';

/**
 * @throws RangeError for an invalid id: callers pass ids from links and paths that were checked when they were read.
 */
export function idBytes(id: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeId(id);
  if (bytes === undefined) throw new RangeError('not an id');
  return bytes;
}
