import { equalBytes } from '#crypto/bytes.ts';
import { Kdf, Purpose } from '#crypto/preamble.ts';
import type { Deps } from '#server/deps.ts';
import { withNewKey } from '#server/erasure/lend-key.ts';
import { AppError } from '#server/errors.ts';
import { isSameChannel, keepChannel, refusedNotices } from '#server/notices/keep-channel.ts';
import type { Account } from '#server/quota/charge.ts';
import { chargeStored } from '#server/quota/stored-bytes.ts';
import { announceCreated } from '#server/records/announce.ts';
import type { Member } from '#server/records/check-pass.ts';
import { insertShare } from '#server/records/insert-share.ts';
import { isSameMemberTerms, keepMemberTerms } from '#server/records/keep-member-terms.ts';
import { isSame, protect, readContent } from '#server/records/new-share.ts';
import type { DecodedShare } from '#server/records/new-share.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from '#server/records/no-room.ts';
import { idOfProof, readSecret } from '#server/records/proof.ts';
import { gateRefusal, refusedGate } from '#server/records/refused-gate.ts';
import { requestStateOf } from '#server/records/request-state.ts';
import { findRequest, insertRequest } from '#server/records/request.ts';
import { expectQuotaKept, findRoom } from '#server/records/room.ts';
import { findShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { findStoredShare } from '#server/records/stored-share.ts';
import { refusedRequestTerm } from '#server/records/terms.ts';
import type { CreateRequestHead, CreateRequestReply } from './wire.ts';

export interface CreateRequestInput {
  readonly id: Uint8Array;
  readonly head: CreateRequestHead;
  /** Empty without a note. */
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
  /** The owner's account. Without one, no quota counts the request. */
  readonly account?: Account | undefined;
  /** Whether the owner has a valid token. */
  readonly hasToken?: boolean;
  /** The owner, if a pass says who that is. */
  readonly member?: Member | undefined;
}

interface CreateRequestResult {
  /** False if the request already existed. */
  readonly created: boolean;
  readonly reply: CreateRequestReply;
}

/**
 * Creates a request, or finds that its creator created it before. It is stored as a share that anyone with the link, or
 * any member with the link, may read any number of times.
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `pass-required`, `conflict`,
 *   `insufficient-storage`, `quota-exceeded`
 */
export async function createRequest(deps: Deps, request: CreateRequestInput): Promise<CreateRequestResult> {
  const { store } = deps;
  const { id, head } = request;
  if (!equalBytes(idOfProof(readSecret(head.createProof)), id)) throw new AppError('create-proof-mismatch');
  const content = readContent(asShare(request), Purpose.request);
  if (content.kdf !== Kdf.none) throw new AppError('malformed');
  const before = await findShare(store.read, id);
  if (before !== undefined) return repeated(deps, { existing: before, content, request });

  const { maxAnswers, answerTtl, keep, expiresAt } = head;
  const terms = { ttlSeconds: expiresAt - (await store.now()), sealedBytes: request.sealed.length, answerTtl };
  const { account, hasToken = false, member } = request;
  const limit = refusedRequestTerm(deps.config, terms);
  if (limit !== undefined) throw new AppError('terms-refused', { limit });
  const { gates, memberTerms } = content;
  const refused =
    refusedGate(deps.config, { head, gates, memberTerms, hasToken, member }) ??
    refusedNotices(deps, { notify: head.notify, account, hasToken, member });
  if (refused !== undefined) throw gateRefusal(refused);
  const room = await findRoom(deps);
  if (!room.onDisk || !room.inQuota) throw noRoom(NO_ROOM_RETRY_SECONDS);
  const createdAt = await withNewKey(deps.random, (key) => {
    const share = protect(content, key);
    return store.write(async (tx) => {
      const made = await insertShare(tx, share, key);
      if (made === undefined) return undefined;
      if (room.isTight) await expectQuotaKept(tx, deps.config);
      await chargeStored(tx, deps, { account, bytes: share.sizeBytes + request.note.length });
      await insertRequest(tx, { id, maxAnswers, answerTtl, keep, isForMembers: gates.members !== undefined });
      await keepMemberTerms(tx, { ...deps, member }, { id, key, preamble: share.preamble, memberTerms });
      await keepChannel(tx, deps, { id, key, notify: head.notify, account });
      await announceCreated(tx, id, 'request');
      return made;
    });
  });
  if (createdAt !== undefined) return { created: true, reply: { state: 'open', createdAt, expiresAt } };
  const existing = await findShare(store.read, id);
  if (existing === undefined) throw new AppError('unavailable');
  return repeated(deps, { existing, content, request });
}

function asShare({ id, head, note, sealed }: CreateRequestInput) {
  return { id, note, sealed, head: { ...head, maxViews: 0, attemptLimit: 1, onLimit: 'lock' as const } };
}

interface RepeatInput {
  readonly existing: ShareRow;
  readonly content: DecodedShare;
  readonly request: CreateRequestInput;
}

/** Only the creator gets here: the id is derived from the create proof. */
async function repeated(deps: Deps, { existing, content, request }: RepeatInput): Promise<CreateRequestResult> {
  const { store } = deps;
  const stored = await findRequest(store.read, existing.id);
  if (existing.kind !== 'request' || stored === undefined) throw new AppError('conflict');
  const { createdAt, expiresAt } = existing;
  const reply = { state: requestStateOf(existing, stored), createdAt, expiresAt };
  await store.withKey(existing, async (key) => {
    const kept = await findStoredShare(store.read, existing);
    if (key === undefined || kept === undefined) return;
    const { maxAnswers, answerTtl, keep } = request.head;
    const same = stored.maxAnswers === maxAnswers && stored.answerTtl === answerTtl && stored.keep === keep;
    if (!same || !isSame(kept, protect(content, key))) throw new AppError('conflict');
    const wanted = { id: existing.id, key, preamble: content.preamble, memberTerms: content.memberTerms };
    if (!(await isSameMemberTerms(store.read, deps, wanted))) throw new AppError('conflict');
    const channel = { id: existing.id, key, notify: request.head.notify };
    if (!(await isSameChannel(store.read, deps, channel))) throw new AppError('conflict');
  });
  return { created: false, reply };
}
