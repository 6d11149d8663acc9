import type { ShareKind, StoredState } from '#server/db/schema.ts';
import type { Deps } from '#server/deps.ts';
import { endRequest } from '#server/records/end-request.ts';
import { endNow } from '#server/records/end.ts';
import { findShare } from '#server/records/share.ts';

export interface TakeDownResult {
  readonly kind: ShareKind;
  /** Other than `deleted` if it had already ended. */
  readonly state: StoredState;
  /** False if it had already ended. */
  readonly endedNow: boolean;
  /** For a request: the number of answers that ended with it. */
  readonly answers: number;
}

/**
 * Ends a share or request as its owner would delete it: the key is erased and every lease is over when this returns.
 * The answers of a request end with it.
 * @returns undefined if the id is unknown
 */
export async function takeDown(
  deps: Pick<Deps, 'store' | 'blobs'>,
  id: Uint8Array,
): Promise<TakeDownResult | undefined> {
  const before = await findShare(deps.store.read, id);
  if (before === undefined) return undefined;
  const { kind } = before;
  if (kind === 'share') {
    const { share = before, endedNow } = await endNow(deps, id);
    return { kind, state: share.state, endedNow, answers: 0 };
  }
  const ended = await endRequest(deps, id);
  const { state } = (await findShare(deps.store.read, id)) ?? before;
  return { kind, state, ...ended };
}
