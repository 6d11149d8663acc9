import type { BodyHolder } from '#client/download.ts';
import { ApiError } from '#client/errors.ts';
import type { OpenedShare } from '#client/open.ts';
import { bodyLengths } from '#crypto/body-lengths.ts';
import type { Receiving } from './state.ts';

/** What keeping an opening alive needs to know of who reads. */
export interface LeaseHolding extends Pick<Receiving, 'backoff' | 'left' | 'taken'> {
  readonly effects: Pick<Receiving['effects'], 'keepLease'>;
}

/** As far as a server renews, docs/life-cycle.md §5. @returns Unix seconds */
export function heldAtMostUntil({ openedAt }: OpenedShare, { totalBytes }: BodyHolder['body']): number {
  return openedAt + 3600 + Math.ceil(bodyLengths(totalBytes).encryptedBytes / 131_072);
}

/** Keeps the opening alive while files are still to be fetched. @returns false when the server has ended it first */
export async function keptUntilTaken(receiving: LeaseHolding, holder: BodyHolder): Promise<boolean> {
  const over = new AbortController();
  const lapsed = renewed(receiving, holder, over.signal).then(() => false);
  const taken = await Promise.race([receiving.taken, lapsed]);
  over.abort();
  return taken;
}

/** Resolves when the opening is over, or the signal says that it is not needed any more. */
async function renewed(
  { effects, backoff, left }: LeaseHolding,
  holder: BodyHolder,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 0; !signal.aborted && !left(); tries++) {
    try {
      await effects.keepLease(holder, { signal });
      return;
    } catch (error) {
      if (error instanceof ApiError) return;
      // What renews could not be loaded, say; the lease that the opening gave still runs.
      await backoff.pause(tries);
    }
  }
}
