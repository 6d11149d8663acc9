import { OPAQUE, saveBlob } from './save-blob.ts';
import { SaveError } from './way.ts';
import type { Way } from './way.ts';

/** Twice as much is held while the browser writes it; a phone's tab survives that. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/** The last resort: the whole file in memory, so only one that fits. */
export const memoryWay: Way = async ({ name, sizeBytes }) => {
  if (sizeBytes > MEMORY_LIMIT_BYTES) throw new SaveError('too-large');
  let parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: async (bytes) => void parts.push(bytes),
    close: async () => {
      const blob = new Blob(parts, { type: OPAQUE });
      parts = [];
      saveBlob(blob, name, (url) => setTimeout(() => URL.revokeObjectURL(url), 60_000));
    },
    discard: async () => void (parts = []),
  };
};
