import { MAX_REQUEST_BATCH } from '#server/requests/wire.ts';
import type { BatchCount } from '#server/requests/wire.ts';
import type { CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { Entry } from './list-reply.ts';
import { ownerBody } from './owner.ts';
import type { Owner } from './owner.ts';
import type { RequestsApi } from './requests-api.ts';

export type RequestCount = Entry<BatchCount>;

/** Asks in batches; the answers are in the order of `owners`, null where the server knows no such request, 'odd' where its count makes no sense. */
export async function readCounts(
  requests: RequestsApi,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<RequestCount[]> {
  const counts: RequestCount[] = [];
  for (let start = 0; start < owners.length; start += MAX_REQUEST_BATCH) {
    const batch = owners.slice(start, start + MAX_REQUEST_BATCH);
    const asked = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const answer = await requests.requestStatuses({ requests: asked }, options);
    if (answer.length !== batch.length) throw new ProtocolError('statuses of another number');
    counts.push(...answer);
  }
  return counts;
}
