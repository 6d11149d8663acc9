import type { InferOutput } from 'valibot';
import type { Deps } from '#server/deps.ts';
import { requireProof } from '#server/records/proof.ts';
import { markClosed } from '#server/records/request.ts';
import { lockShare } from '#server/records/share.ts';
import { readRequestStatus } from './read-request-status.ts';
import type { RequestOwnerBody, RequestStatusReply } from './wire.ts';

/**
 * Stops accepting answers. Existing answers stay. Can be repeated.
 * @throws AppError `malformed`, `not-found`
 */
export async function closeRequest(
  deps: Deps,
  id: Uint8Array,
  body: InferOutput<typeof RequestOwnerBody>,
): Promise<RequestStatusReply> {
  const { store } = deps;
  await requireProof(store.read, { id, holder: 'owner', proof: body.ownerProof, kind: 'request' });
  await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share?.endedAt === null) await markClosed(tx, id);
  });
  return readRequestStatus(deps, id, body);
}
