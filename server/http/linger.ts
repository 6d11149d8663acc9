import type { IncomingMessage } from 'node:http';
import { isStream } from './answer.ts';
import type { Answer } from './answer.ts';
import { totals } from './limits/limits.ts';
import { createPortions } from './limits/portions.ts';

/** Half of what a request may take as a whole. */
const LINGER_MS = 30_000;
/** Twice the largest body that is taken anywhere. */
const LINGER_BYTES = 8 * 2 ** 20;

export interface Early {
  /** Made before the whole request has arrived. */
  readonly answer: Answer;
  readonly incoming: IncomingMessage;
  /** As `ClientAddress` names it. */
  readonly client: string;
}

export type Linger = (early: Early) => Answer;

/**
 * A refusal that follows from the head goes out while the body still comes in. The answer ends only when that has been
 * taken and thrown away, within bounds: a connection that is closed under a sender often takes the answer with it (RFC
 * 9112, §9.6), and a proxy makes a 502 of it. A client that has too many of these at once gets the answer, and the
 * connection is closed: behind a proxy, the portions of connections do not limit it.
 */
export function createLinger(total: number = totals.lingering): Linger {
  const places = createPortions(total);
  return ({ answer, incoming, client }) => {
    const { headers, body } = answer;
    if (incoming.complete || body === null || isStream(body)) return answer;
    const leave = incoming.destroyed ? undefined : places.take(client);
    if (leave === undefined) return { ...answer, headers: { ...headers, connection: 'close' } };
    incoming.once('close', leave);
    // Files of the pages are shared by all replies: a copy for each would add up.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const { length } = bytes;
    async function* untilAllHasCome() {
      yield bytes;
      await takeTheRest(incoming);
    }
    return {
      ...answer,
      headers: { ...headers, 'content-length': String(length) },
      body: { length, bytes: untilAllHasCome() },
    };
  };
}

async function takeTheRest(incoming: IncomingMessage): Promise<void> {
  const { promise: isOver, resolve } = Promise.withResolvers<undefined>();
  const end = () => resolve(undefined);
  let taken = 0;
  const throwAway = () => {
    for (let piece = read(incoming); piece !== null; piece = read(incoming)) taken += piece.length;
    if (taken > LINGER_BYTES) end();
  };
  const limit = setTimeout(end, LINGER_MS);
  incoming.on('readable', throwAway).once('end', end).once('close', end);
  await isOver;
  clearTimeout(limit);
  incoming.off('readable', throwAway);
  if (!incoming.complete) incoming.socket.destroySoon();
}

const read = (incoming: IncomingMessage) => incoming.read() as Buffer | null;
