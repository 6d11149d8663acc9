import type { IncomingMessage } from 'node:http';
import type { Cut } from '#server/metrics/metrics.ts';
import { isStream } from './answer.ts';
import type { Answer } from './answer.ts';
import { piecesOf } from './read-pieces.ts';

/** Half of what a request may take as a whole. */
const LINGER_MS = 30_000;
/** Twice the largest body that is taken anywhere. */
const LINGER_BYTES = 8 * 2 ** 20;

/**
 * A refusal that follows from the head goes out while the body still comes in. The answer ends only when that has been
 * taken and thrown away, within bounds: a connection that is closed under a sender often takes the answer with it (RFC
 * 9112, §9.6), and a proxy makes a 502 of it.
 */
export function lingering(answer: Answer, incoming: IncomingMessage, cut: Cut): Answer {
  const { headers, body } = answer;
  if (incoming.complete || body === null || isStream(body)) return answer;
  const bytes = new Uint8Array(Buffer.from(body));
  const { length } = bytes;
  async function* untilAllHasCome() {
    yield bytes;
    if (!(await takeTheRest(incoming))) cut('refused-body');
  }
  return {
    ...answer,
    headers: { ...headers, 'content-length': String(length) },
    body: { length, bytes: untilAllHasCome() },
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
