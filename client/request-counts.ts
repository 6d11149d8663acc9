import { MAX_REQUEST_BATCH } from '#server/requests/wire.ts';
import type { BatchCount } from '#server/requests/wire.ts';
import type { CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import type { ReplyEntry } from './list-reply.ts';
import { ownerBody } from './owner.ts';
import type { Owner } from './owner.ts';
import type { RequestsApi } from './requests-api.ts';

/**
 * Reads many counts in batches, in the order of `owners`.
 * @returns null for a request that the server does not know, 'odd' for an invalid count
 */
export async function readCounts(
  requests: RequestsApi,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<ReplyEntry<BatchCount>[]> {
  const counts: ReplyEntry<BatchCount>[] = [];
  for (let start = 0; start < owners.length; start += MAX_REQUEST_BATCH) {
    const batch = owners.slice(start, start + MAX_REQUEST_BATCH);
    const asked = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const reply = await requests.requestStatuses({ requests: asked }, options);
    if (reply.length !== batch.length) throw new ProtocolError('unexpected number of counts');
    counts.push(...reply);
  }
  return counts;
}
