import { hash } from 'node:crypto';

/**
 * Through a string, into pooled memory: the buffers that `hash` makes are each an allocation with a finalizer, and four
 * times as dear.
 */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}
