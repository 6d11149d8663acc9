import type { IncomingMessage, ServerResponse } from 'node:http';

/** A slow phone's minute is over before; what says that it is larger than anything we take is not waited for. */
const LINGER_MS = 30_000;
const LINGER_BYTES = 8 * 2 ** 20;
const LOOK_MS = 1_000;

/**
 * A refusal that follows from the head goes out while the body still comes in. The rest is taken and thrown away, within
 * bounds, and only then may the connection end: one that is closed under a sender often takes the answer with it (RFC
 * 9112, §9.6), and a proxy makes a 502 of it.
 */
export function linger(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once('finish', () => {
    if (!incoming.complete) takeTheRest(incoming);
  });
}

function takeTheRest(incoming: IncomingMessage): void {
  const { socket } = incoming;
  const [before, since] = [socket.bytesRead, performance.now()];
  const throwAway = () => {
    while (incoming.read() !== null);
  };
  incoming.on('readable', throwAway);
  const look = setInterval(() => {
    const isOver = socket.bytesRead - before > LINGER_BYTES || performance.now() - since > LINGER_MS;
    if (isOver) socket.destroySoon();
    if (isOver || incoming.complete || socket.destroyed) clearInterval(look);
  }, LOOK_MS);
  look.unref();
}
