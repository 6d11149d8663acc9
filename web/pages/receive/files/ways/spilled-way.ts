import { OPAQUE, saveBlob } from './save-blob.ts';
import type { Way } from './way.ts';

/** As a blob of the browser's own, which Firefox keeps in a temporary file: any size, beyond the private disk's quota too. */
export const spilledWay: Way = async ({ name }) => {
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
