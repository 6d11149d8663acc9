import { bodyLengths } from '#crypto/body-lengths.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import { ApiError, serviceFailureOf } from './errors.ts';
import type { ServiceFailure } from './errors.ts';
import type { OpenedShare } from './open.ts';
import type { Backoff } from './retry.ts';

/** How far the acknowledgement to the server has come. */
export type Receipt =
  /** Files are still to be fetched: the lease is renewed, at most until `until` (Unix seconds). */
  | { readonly at: 'held'; readonly until: number }
  | { readonly at: 'sending' }
  | { readonly at: 'waiting'; readonly failure: ServiceFailure }
  | { readonly at: 'heard'; readonly reply: AcknowledgeReply }
  /** The opening ended before it was acknowledged; the server does not say how. */
  | { readonly at: 'lapsed' };

/** The first receipt of an opening. `until` is how long a server renews a lease at most, docs/life-cycle.md §5. */
export function firstReceipt({ openedAt, body }: OpenedShare): Receipt {
  if (body === undefined) return { at: 'sending' };
  return { at: 'held', until: openedAt + 3600 + Math.ceil(bodyLengths(body.totalBytes).encryptedBytes / 131_072) };
}

/** The dependencies of an opening on a page, until its content has been acknowledged. */
export interface HeldOpening {
  readonly backoff: Backoff;
  readonly left: () => boolean;
  /** As `keepLease` of client/download.ts, which a page may load late. Absent without files. */
  readonly keepLease?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** Resolves with true when the person has every wanted file, and with false when the server sends no more. */
  readonly taken: Promise<boolean>;
  readonly acknowledge: () => Promise<AcknowledgeReply>;
  readonly settle: (receipt: Receipt) => void;
}

/**
 * Keeps the lease while there are files to fetch. Then reports that the content has arrived, and retries until the
 * server confirms it.
 * @returns the last receipt; undefined when the page was left first: the claim still fetches the same bytes
 */
export async function acknowledged(opening: HeldOpening): Promise<Receipt | undefined> {
  const { backoff, left, keepLease, settle } = opening;
  if (keepLease) {
    if (!(await keptUntilTaken(opening, keepLease))) return { at: 'lapsed' };
    settle({ at: 'sending' });
  }
  for (let tries = 0; !left(); tries++) {
    try {
      return { at: 'heard', reply: await opening.acknowledge() };
    } catch (error) {
      const failure = serviceFailureOf(error);
      if (failure === undefined) return { at: 'lapsed' };
      settle({ at: 'waiting', failure });
      await backoff.pause(tries, failure);
    }
  }
  return undefined;
}

type KeepLease = NonNullable<HeldOpening['keepLease']>;

/** @returns false when the server ended the opening first */
async function keptUntilTaken(opening: HeldOpening, keepLease: KeepLease): Promise<boolean> {
  const over = new AbortController();
  const lapsed = renewed(opening, keepLease, over.signal).then(() => false);
  const taken = await Promise.race([opening.taken, lapsed]);
  over.abort();
  return taken;
}

/** Resolves when the opening is over, when the page was left, or when the signal is aborted. */
async function renewed({ backoff, left }: HeldOpening, keepLease: KeepLease, signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted && !left(); tries++) {
    try {
      await keepLease(signal);
      return;
    } catch (error) {
      if (error instanceof ApiError) return;
      // A lazy module may have failed to load. The lease from the opening still runs.
      await backoff.pause(tries);
    }
  }
}
