import { OPAQUE, saveBlob } from './save-blob.ts';
import { SaveError } from './way.ts';
import type { SaveWay } from './way.ts';

/** Twice as much is held while the browser writes it; a phone's tab survives that. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/** The last resort: the whole file in memory, so only one that fits. @param move called with the whole file before the browser gets it */
export function createMemoryWay(move: (blob: Blob) => Promise<Blob>): SaveWay {
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

/** As a blob of the browser's own, which Firefox keeps in a temporary file: any size, beyond the private disk's quota too. */
export const spilledWay: SaveWay = async ({ name }) => {
  // A private window keeps such a blob in memory. It has no private disk either, so this throws there.
  await navigator.storage.getDirectory();
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const blob = new Response(readable, { headers: { 'content-type': OPAQUE } }).blob();
  // `close` reports a failure. Without it nobody waits.
  blob.catch(() => undefined);
  return {
    write: (bytes) => writer.write(bytes),
    close: async () => {
      await writer.close();
      saveBlob(await blob, name);
    },
    discard: () => writer.abort().catch(() => undefined),
  };
};
