import type { InferOutput } from 'valibot';
import { toBase64url } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { revealedNote } from '#server/records/note.ts';
import { findGate } from '#server/records/gate.ts';
import { findNoticeState } from '#server/records/notice-channel.ts';
import { requireProof } from '#server/records/proof.ts';
import { findProven, findReceipts } from '#server/records/share-list.ts';
import type { ReceiptRow } from '#server/records/share-list.ts';
import { shownMembers } from '#server/records/shown-members.ts';
import { findPeopleList } from '#server/records/share-terms.ts';
import type { ShareRow } from '#server/records/share.ts';
import { ownerStatuses } from './owner-status.ts';
import type { OwnerBody, StatusBatchBody, StatusBatchReply, StatusReply } from '#server/owner/wire.ts';

/**
 * The status of a share, for its owner. Changes nothing.
 * @throws AppError `malformed`, `not-found`
 */
export async function readStatus(
  deps: Deps,
  id: Uint8Array,
  { ownerProof }: InferOutput<typeof OwnerBody>,
): Promise<StatusReply> {
  return statusWithNote(deps, await requireProof(deps.store.read, { id, holder: 'owner', proof: ownerProof }));
}

export async function statusWithNote(deps: Deps, share: ShareRow): Promise<StatusReply> {
  const { store } = deps;
  const [owned] = await ownerStatuses(store.read, [share]);
  if (owned === undefined) throw new Error('A share has no status.');
  const { status, hasReceipts } = owned;
  const gate = share.openHash === null && share.endedAt === null ? await findGate(store.read, share.id) : undefined;
  const note = await revealedNote(store, share);
  const list = share.viewsEach === null ? undefined : await findPeopleList(store.read, share.id);
  return {
    ...status,
    ...(status.people && list && { people: { ...status.people, list: toBase64url(list) } }),
    ...(await shownMembers(deps, share, gate)),
    ...(hasReceipts && { receipts: (await findReceipts(store.read, share.id)).map(shownReceipt) }),
    ...(await findNoticeState(store.read, share.id)),
    ...(note && { note: toBase64url(note) }),
  };
}

const shownReceipt = ({ openedAt, receipt }: ReceiptRow) => ({ openedAt, sealed: toBase64url(receipt) });

/**
 * Many statuses in the requested order, without notes; null for an unknown id and for a wrong proof.
 * @throws AppError `malformed`
 */
export async function readStatuses(
  { store }: Deps,
  { shares: requested }: InferOutput<typeof StatusBatchBody>,
): Promise<StatusBatchReply> {
  const open = await findProven(store.read, requested);
  const statuses = await ownerStatuses(
    store.read,
    open.filter((share) => share !== undefined),
  );
  let next = 0;
  return { statuses: open.map((share) => (share && statuses[next++]?.status) ?? null) };
}
