import type { RequestState } from '#server/requests/wire.ts';
import type { RequestRow } from './request.ts';
import type { ShareRow } from './share.ts';

/** The state of a request at `share.now`, even if it is not stored yet. Only `open` accepts answers. */
export function requestStateOf(share: ShareRow, request: RequestRow): RequestState {
  if (share.endedAt !== null) return endedState(share);
  if (request.closedAt !== null) return 'closed';
  if (share.now >= share.expiresAt) return 'expired';
  return request.answers >= request.maxAnswers ? 'full' : 'open';
}

function endedState({ state }: ShareRow): RequestState {
  if (state === 'deleted' || state === 'destroyed') return state;
  return 'expired';
}
