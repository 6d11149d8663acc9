import { OPAQUE, saveBlob } from './save-blob.ts';
import { SaveError } from './sink.ts';
import type { OpenSink } from './sink.ts';

/** The browser needs twice this while it writes. The tab of a phone survives that. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * The last resort: collects the whole file in memory, up to MEMORY_LIMIT_BYTES.
 * @param move called with the whole file before the browser saves it
 */
export function createMemorySink(move: (blob: Blob) => Promise<Blob>): OpenSink {
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
      discard: async () => {
        parts = [];
        return 'nothing';
      },
    };
  };
}

export const openMemorySink = createMemorySink(async (blob) => blob);

/** A blob that Firefox itself keeps in a temporary file: any size, even beyond the quota of the private disk. */
export const openSpilledSink: OpenSink = async ({ name }) => {
  // A private window would keep the blob in memory. It has no private disk, so this throws there.
  await navigator.storage.getDirectory();
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const blob = new Response(readable, { headers: { 'content-type': OPAQUE } }).blob();
  // `close` reports a failure; without `close`, nothing awaits the blob.
  blob.catch(() => undefined);
  return {
    write: (bytes) => writer.write(bytes),
    close: async () => {
      await writer.close();
      saveBlob(await blob, name);
    },
    discard: async () => {
      await writer.abort().catch(() => undefined);
      return 'nothing';
    },
  };
};
