export interface ReadEntry {
  readonly name: string;
  readonly utf8: boolean;
  readonly bytes: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;

/** Reads a zip through its central directory, as unpackers do. APPNOTE.TXT 4.3; only stored entries below 4 GB. */
export function readZip(zip: Uint8Array<ArrayBuffer>): ReadEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - END_BYTES;
  if (view.getUint32(end, true) !== END_SIGNATURE) throw new Error('No end of the central directory.');
  const entries: ReadEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const [nameBytes, extraBytes] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const size = view.getUint32(at + 24, true);
    const local = view.getUint32(at + 42, true);
    const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    entries.push({
      name: new TextDecoder().decode(zip.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)),
      utf8: (view.getUint16(at + 8, true) & 0x800) !== 0,
      bytes: zip.subarray(start, start + size),
    });
    at += ENTRY_BYTES + nameBytes + extraBytes;
  }
  return entries;
}
