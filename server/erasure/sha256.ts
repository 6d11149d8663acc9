import { hash } from 'node:crypto';

/**
 * Goes through a string into pooled memory. A buffer from `hash` is a separate allocation with a finalizer, and four
 * times as expensive.
 */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}
