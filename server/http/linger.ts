import type { IncomingMessage } from 'node:http';
import type { Cut } from './metrics.ts';
import { isStream } from './reply.ts';
import type { Reply } from './reply.ts';
import { totals } from './limits/limits.ts';
import { createPortions } from './limits/portions.ts';
import { piecesOf } from './read-pieces.ts';

/** Half of a whole request's time limit. */
const LINGER_MS = 30_000;
/** Twice the largest body that any endpoint accepts. */
const LINGER_BYTES = 8 * 2 ** 20;

export interface Early {
  /** Ready before the whole request has arrived. */
  readonly reply: Reply;
  readonly incoming: IncomingMessage;
  /** As returned by `ClientAddress`. */
  readonly client: string;
}

export type Linger = (early: Early) => Reply;

interface LingerOptions {
  readonly cut: Cut;
  readonly total?: number;
}

/**
 * Sends a refusal while the request's body is still arriving, but ends it only after the rest of the body was read and
 * discarded, within bounds. If the connection closed while the client is still sending, the client would often lose
 * the reply (RFC 9112 §9.6), and a proxy would report a 502. A client with too many such requests gets the reply, and
 * its connection is closed: behind a proxy, the limits on connections do not stop it.
 */
export function createLinger({ cut, total = totals.lingering }: LingerOptions): Linger {
  const places = createPortions(total);
  return ({ reply, incoming, client }) => {
    const { headers, body } = reply;
    if (incoming.complete || body === null || isStream(body)) return reply;
    const release = incoming.destroyed ? undefined : places.take(client);
    if (release === undefined) {
      cut('refused-body');
      return { ...reply, headers: { ...headers, connection: 'close' } };
    }
    incoming.once('close', release);
    // All replies share the bytes of a page's file. Copying them for each reply would add up.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const { length } = bytes;
    async function* untilBodyIsRead() {
      yield bytes;
      if (!(await discardBody(incoming))) cut('refused-body');
    }
    return {
      ...reply,
      headers: { ...headers, 'content-length': String(length) },
      body: { length, bytes: untilBodyIsRead() },
    };
  };
}

/** @returns false if a time or size limit stopped it */
async function discardBody(incoming: IncomingMessage): Promise<boolean> {
  const { promise: timedOut, resolve } = Promise.withResolvers<boolean>();
  const limit = setTimeout(() => resolve(false), LINGER_MS);
  const isWithinBounds = await Promise.race([timedOut, discard(incoming)]);
  clearTimeout(limit);
  if (!incoming.complete) incoming.socket.destroySoon();
  return isWithinBounds;
}

/** @returns false if the body is too long */
async function discard(incoming: IncomingMessage): Promise<boolean> {
  let discarded = 0;
  try {
    for await (const { length } of piecesOf(incoming)) {
      discarded += length;
      if (discarded > LINGER_BYTES) return false;
    }
  } catch {
    // The client disconnected.
  }
  return true;
}
