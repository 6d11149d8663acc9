import { OPAQUE, saveBlob } from './save-blob.ts';
import { SaveError } from './way.ts';
import type { Way } from './way.ts';

/** Twice as much is held while the browser writes it; a phone's tab survives that. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/** The last resort: the whole file in memory, so only one that fits. @param move called with the whole file before the browser gets it */
export function createMemoryWay(move: (blob: Blob) => Promise<Blob>): Way {
  return async ({ name, sizeBytes }) => {
    if (sizeBytes > MEMORY_LIMIT_BYTES) throw new SaveError('too-large');
    let parts: Uint8Array<ArrayBuffer>[] = [];
    return {
      write: async (bytes) => void parts.push(bytes),
      close: async () => {
        const blob = new Blob(parts, { type: OPAQUE });
        parts = [];
        saveBlob(await move(blob), name);
      },
      discard: async () => void (parts = []),
    };
  };
}

export const memoryWay = createMemoryWay(async (blob) => blob);
