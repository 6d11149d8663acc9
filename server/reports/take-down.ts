import type { Deps } from '#server/deps.ts';
import type { ShareKind, StoredState } from '#server/db/schema.ts';
import { endRequest } from '#server/records/end-request.ts';
import { endNow } from '#server/records/end.ts';
import { findShare } from '#server/records/share.ts';

export interface TakenDown {
  readonly kind: ShareKind;
  /** Other than `deleted` when it had ended before. */
  readonly state: StoredState;
  /** False when it had ended before. */
  readonly endedNow: boolean;
  /** Of a request: how many answers ended with it. */
  readonly answers: number;
}

/**
 * As its owner would delete it: the key is erased and every lease over before this answers. A request goes with its answers.
 * @returns undefined when there is none
 */
export async function takeDown(deps: Pick<Deps, 'store' | 'blobs'>, id: Uint8Array): Promise<TakenDown | undefined> {
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
