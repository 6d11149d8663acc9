import { finished } from 'node:stream';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The bytes of a request body in pieces as large as have arrived. A packet may hold thousands of chunks of one byte, and
 * Node's own iterator wakes its reader for each of them, which costs twice as much as parsing them. This one reads once in
 * each turn of the event loop. Giving it up leaves the stream open. @throws the error of the stream, also when it was cut off
 */
export async function* piecesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  const state: { isOver: boolean; error?: Error | null | undefined } = { isOver: false };
  let wake: () => void = () => undefined;
  const onReadable = () => wake();
  const stop = finished(stream, { writable: false }, (error) => {
    state.isOver = true;
    state.error = error;
    wake();
  });
  try {
    // Without a listener, and before the first read, Node says nothing of each chunk.
    await nextTurn();
    stream.on('readable', onReadable);
    for (;;) {
      const piece = stream.read() as Buffer | null;
      if (piece !== null) yield piece;
      else if (state.error) throw state.error;
      else if (state.isOver) return;
      else await new Promise<void>((resolve) => (wake = resolve));
      await nextTurn();
    }
  } finally {
    stream.off('readable', onReadable);
    stop();
  }
}
