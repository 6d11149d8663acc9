import { AppError } from '#server/errors.ts';
import { RETRY_AFTER_SECONDS, totals } from './limits.ts';
import { createPortions } from './portions.ts';

/** Node's response. It closes when everything was received, or when the connection is gone. */
export interface Outgoing {
  readonly destroyed: boolean;
  once(event: 'close', listen: () => void): unknown;
}

/**
 * Takes a place until the response closes. @param client as returned by `ClientAddress`. @throws AppError `unavailable`
 */
export type OpenStreams = (client: string, outgoing: Outgoing) => void;

/** A client that reads nothing keeps a chunk in memory, and its files open, until its pace is measured. */
export function createOpenStreams(total: number = totals.streams): OpenStreams {
  const streams = createPortions(total);
  return (client, outgoing) => {
    const leave = streams.take(client);
    if (leave === undefined) throw new AppError('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    outgoing.once('close', leave);
  };
}
