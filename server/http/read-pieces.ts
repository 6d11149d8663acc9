import { finished } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Reads a request body in pieces as large as have arrived. One packet may hold thousands of one-byte chunks, and Node's
 * iterator wakes its reader for each, which costs twice as much as parsing them. This one reads once per turn of the
 * event loop. Returning the iterator leaves the stream open. @throws the error of the stream, also if it was aborted
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
    // Before a listener is added and before the first read, Node emits no event per chunk.
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

/**
 * A small body usually arrives with its head, and is complete in the next turn of the event loop: Node passes it on when
 * the handler of the head has returned. Reading it in one piece costs less than an iterator.
 * @returns undefined unless all of the body is here; nothing has been read then
 */
export async function takeArrived(
  incoming: IncomingMessage,
  length: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  await nextTurn();
  if (!incoming.complete || length === 0 || incoming.readableLength !== length) return undefined;
  return new Uint8Array(incoming.read() as Buffer);
}
