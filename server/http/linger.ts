import type { IncomingMessage } from 'node:http';
import type { Cut } from '#server/metrics/metrics.ts';
import { isStream } from './reply.ts';
import type { Reply } from './reply.ts';
import { totals } from './limits/limits.ts';
import { createPortions } from './limits/portions.ts';
import { piecesOf } from './read-pieces.ts';

/** Half of what a request may take as a whole. */
const LINGER_MS = 30_000;
/** Twice the largest body that is taken anywhere. */
const LINGER_BYTES = 8 * 2 ** 20;

export interface Early {
  /** Made before the whole request has arrived. */
  readonly reply: Reply;
  readonly incoming: IncomingMessage;
  /** As `ClientAddress` names it. */
  readonly client: string;
}

export type Linger = (early: Early) => Reply;

interface LingerOptions {
  readonly cut: Cut;
  readonly total?: number;
}

/**
 * A refusal that follows from the head goes out while the body still comes in. The reply ends only when that has been
 * taken and thrown away, within bounds: a connection that is closed under a sender often takes the reply with it (RFC
 * 9112, §9.6), and a proxy makes a 502 of it. A client that has too many of these at once gets the reply, and the
 * connection is closed: behind a proxy, the portions of connections do not limit it.
 */
export function createLinger({ cut, total = totals.lingering }: LingerOptions): Linger {
  const places = createPortions(total);
  return ({ reply, incoming, client }) => {
    const { headers, body } = reply;
    if (incoming.complete || body === null || isStream(body)) return reply;
    const leave = incoming.destroyed ? undefined : places.take(client);
    if (leave === undefined) {
      cut('refused-body');
      return { ...reply, headers: { ...headers, connection: 'close' } };
    }
    incoming.once('close', leave);
    // Files of the pages are shared by all replies: a copy for each would add up.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const { length } = bytes;
    async function* untilAllHasCome() {
      yield bytes;
      if (!(await takeTheRest(incoming))) cut('refused-body');
    }
    return {
      ...reply,
      headers: { ...headers, 'content-length': String(length) },
      body: { length, bytes: untilAllHasCome() },
    };
  };
}

/** @returns false when a bound ended it */
async function takeTheRest(incoming: IncomingMessage): Promise<boolean> {
  const { promise: isTooLate, resolve } = Promise.withResolvers<boolean>();
  const limit = setTimeout(() => resolve(false), LINGER_MS);
  const isWithinBounds = await Promise.race([isTooLate, throwAway(incoming)]);
  clearTimeout(limit);
  if (!incoming.complete) incoming.socket.destroySoon();
  return isWithinBounds;
}

/** @returns false when there is more than is taken */
async function throwAway(incoming: IncomingMessage): Promise<boolean> {
  let taken = 0;
  try {
    for await (const { length } of piecesOf(incoming)) {
      taken += length;
      if (taken > LINGER_BYTES) return false;
    }
  } catch {
    // The client has gone.
  }
  return true;
}
