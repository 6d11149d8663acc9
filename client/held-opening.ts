import { bodyLengths } from '#crypto/body-lengths.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import type { BodyHolder } from './download.ts';
import { ApiError, serviceFailureOf } from './errors.ts';
import type { ServiceFailure } from './errors.ts';
import type { OpenedShare } from './open.ts';
import type { Backoff } from './retry.ts';

/** The dependencies of an opening on a page, until its content has been acknowledged. */
export interface HeldOpening {
  readonly backoff: Backoff;
  readonly left: () => boolean;
}

/** The latest time up to which a server renews a lease, docs/life-cycle.md §5. @returns Unix seconds */
export function heldAtMostUntil({ openedAt }: OpenedShare, { totalBytes }: BodyHolder['body']): number {
  return openedAt + 3600 + Math.ceil(bodyLengths(totalBytes).encryptedBytes / 131_072);
}

export interface KeptOpening extends HeldOpening {
  /** As `keepLease` of client/download.ts, which a page may load late. */
  readonly keepLease: (signal: AbortSignal) => Promise<void>;
  /** Resolves with true when the person has every wanted file, and with false when the server sends no more. */
  readonly taken: Promise<boolean>;
}

/** Keeps the lease while there are files to fetch. @returns false when the server ended the opening first */
export async function keptUntilTaken(opening: KeptOpening): Promise<boolean> {
  const over = new AbortController();
  const lapsed = renewed(opening, over.signal).then(() => false);
  const taken = await Promise.race([opening.taken, lapsed]);
  over.abort();
  return taken;
}

/** Resolves when the opening is over, when the page was left, or when the signal is aborted. */
async function renewed({ backoff, left, keepLease }: KeptOpening, signal: AbortSignal): Promise<void> {
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

export interface Acknowledging extends HeldOpening {
  readonly acknowledge: () => Promise<AcknowledgeReply>;
  readonly onFailure: (failure: ServiceFailure) => void;
}

/**
 * Reports that the content has arrived, and retries until the server confirms it.
 * @returns `lapsed` when the opening had ended before; undefined when the page was left first
 */
export async function acknowledgedOrLapsed(opening: Acknowledging): Promise<AcknowledgeReply | 'lapsed' | undefined> {
  for (let tries = 0; !opening.left(); tries++) {
    try {
      return await opening.acknowledge();
    } catch (error) {
      const failure = serviceFailureOf(error);
      if (failure === undefined) return 'lapsed';
      opening.onFailure(failure);
      await opening.backoff.pause(tries, failure);
    }
  }
  return undefined;
}
