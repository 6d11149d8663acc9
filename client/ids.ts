import { decodeId } from '#crypto/ids.ts';

/** @throws RangeError: ids come from our own links and paths, which were checked when they were read. */
export function idBytes(id: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeId(id);
  if (bytes === undefined) throw new RangeError('not an id');
  return bytes;
}
