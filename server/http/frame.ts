/**
 * A binary message with a head: u32 (big-endian) length of the head ‖ head (JSON, UTF-8) ‖ tail (bytes).
 * It carries ciphertext without the overhead of base64. Server and client share it.
 */
export const LENGTH_BYTES = 4;
/** A create with 20 of the longest addresses, their list, a notice's longest URL and the longest pass has 27 KB. */
export const MAX_HEAD_BYTES = 28_672;
/** Everything before the tail. */
export const MAX_START_BYTES = LENGTH_BYTES + MAX_HEAD_BYTES;

export const FRAME_MEDIA_TYPE = 'application/octet-stream';

export interface Frame {
  /** Parsed JSON, not yet validated. */
  readonly head: unknown;
  readonly tail: Uint8Array<ArrayBuffer>;
}

/** The inverse of `decodeFrame`. @param head becomes JSON */
export function encodeFrame(head: unknown, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const frame = new Uint8Array(LENGTH_BYTES + json.length + tail.length);
  new DataView(frame.buffer).setUint32(0, json.length);
  frame.set(json, LENGTH_BYTES);
  frame.set(tail, LENGTH_BYTES + json.length);
  return frame;
}

/** @returns undefined if the bytes are not a frame: too short, a head that is too long, not UTF-8, or not JSON */
export function decodeFrame(bytes: Uint8Array<ArrayBuffer>): Frame | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const tailStart = LENGTH_BYTES + headBytes;
  if (headBytes > MAX_HEAD_BYTES || tailStart > bytes.length) return undefined;
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, tailStart));
    return { head: JSON.parse(json) as unknown, tail: bytes.subarray(tailStart) };
  } catch {
    return undefined;
  }
}
