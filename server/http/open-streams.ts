import { AppError } from '#server/errors.ts';

/** A reader who takes nothing of an answer holds a chunk in memory, and its files open, for as long as it likes. */
const MAX_OPEN = 256;
const MAX_OF_ONE_CLIENT = 64;
const RETRY_AFTER_SECONDS = 2;

/** Node's answer: it closes when all has been taken, or when the connection is gone. */
export interface Outgoing {
  readonly destroyed: boolean;
  once(event: 'close', listen: () => void): unknown;
}

/** Takes a place until the answer is over. @param client as `ClientAddress` names it @throws AppError `unavailable` */
export type OpenStreams = (client: string, outgoing: Outgoing) => void;

export function createOpenStreams(): OpenStreams {
  const ofClients = new Map<string, number>();
  let all = 0;
  return (client, outgoing) => {
    const ofClient = ofClients.get(client) ?? 0;
    if (all >= MAX_OPEN || ofClient >= MAX_OF_ONE_CLIENT) {
      throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    all++;
    ofClients.set(client, ofClient + 1);
    outgoing.once('close', () => {
      all--;
      const left = (ofClients.get(client) ?? 1) - 1;
      if (left === 0) ofClients.delete(client);
      else ofClients.set(client, left);
    });
  };
}
