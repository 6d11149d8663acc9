import { equalBytes } from '#crypto/bytes.ts';
import { Kdf, Purpose } from '#crypto/preamble.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { withNewKey } from '#server/erasure/lend-key.ts';
import { AppError } from '#server/errors.ts';
import { isSameChannel, keepChannel, refusedNotices } from '#server/notices/keep-channel.ts';
import type { Account } from '#server/quota/charge.ts';
import { chargePeople } from '#server/quota/charge-mails.ts';
import type { NamedPeople } from '#server/quota/charge-mails.ts';
import { chargeStored } from '#server/quota/stored-bytes.ts';
import type { ChargeStoredInput } from '#server/quota/stored-bytes.ts';
import { announceCreated } from '#server/records/announce.ts';
import { announceAnswer, isSameAnswer, requireRequestLink, takePlace } from '#server/records/answer-place.ts';
import type { AnswerPlace } from '#server/records/answer-place.ts';
import { insertAnswer, putSealedKey } from '#server/records/answer.ts';
import type { Member } from '#server/records/check-pass.ts';
import { goLive, insertShare } from '#server/records/insert-share.ts';
import type { NewShareRow } from '#server/records/insert-share.ts';
import { isSameMemberTerms, keepMemberTerms } from '#server/records/keep-member-terms.ts';
import { isSame, protect, readContent } from '#server/records/new-share.ts';
import type { ContentInput, DecodedShare } from '#server/records/new-share.ts';
import { NO_ROOM_RETRY_SECONDS, noRoom } from '#server/records/no-room.ts';
import { missingParts } from '#server/records/part-geometry.ts';
import { idOfProof, readSecret } from '#server/records/proof.ts';
import { expectQuotaKept, expectWithinQuota, findRoom } from '#server/records/room.ts';
import type { Room } from '#server/records/room.ts';
import { findShare } from '#server/records/share.ts';
import type { ShareRow } from '#server/records/share.ts';
import { stateOf } from '#server/records/state.ts';
import { gateRefusal, refusedGate } from '#server/records/refused-gate.ts';
import { findStoredShare } from '#server/records/stored-share.ts';
import { refusedAnswerTerm, refusedShareTerm } from '#server/records/terms.ts';
import type { ShareTerms } from '#server/records/terms.ts';
import type { CreateHead, CreateReply } from './wire.ts';

export interface CreateShareInput extends ContentInput {
  readonly head: CreateHead;
  /** The creator's account. Without one, no quota counts the share. */
  readonly account?: Account | undefined;
  /** Whether the creator has a valid token, which some terms may need. */
  readonly hasToken?: boolean | undefined;
  /** The creator, if a pass says who that is. */
  readonly member?: Member | undefined;
}

export interface CreateShareResult {
  /** False if the share already existed. */
  readonly created: boolean;
  readonly reply: CreateReply;
}

/** Without an account, as in tests and for answers, which name nobody. */
const NOBODY: Account = 'nobody';

/** The share to store and, for an answer, its place in the request. */
interface StoreInput {
  readonly share: NewShareRow;
  readonly key: Uint8Array;
  readonly place: AnswerPlace | undefined;
  readonly charged: ChargeStoredInput;
  readonly named: NamedPeople;
  readonly room: Room;
  readonly wanted: CreateShareInput;
  readonly memberTerms: DecodedShare['memberTerms'];
}

/**
 * Creates a share, from an upload if it has a file body, or finds that its creator created it before
 * (docs/life-cycle.md §9).
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `pass-required`, `conflict`,
 *   `upload-incomplete`, `insufficient-storage`, `quota-exceeded`; for an answer also `not-found`, `not-accepting` and
 *   `not-a-member`
 */
export async function createShare(deps: Deps, share: CreateShareInput): Promise<CreateShareResult> {
  const { store } = deps;
  if (!equalBytes(idOfProof(readSecret(share.head.createProof)), share.id)) throw new AppError('create-proof-mismatch');
  const content = readContent(share, Purpose.share);
  if (share.head.answer !== undefined) expectPlainAnswer(share.head, content);
  // A repeated create succeeds even if the request has ended since.
  const before = share.head.answer && (await findShare(store.read, share.id));
  if (before !== undefined && before.state !== 'pending') return repeated(deps, { existing: before, content, share });

  const place = await requireRequestLink(store.read, share.head.answer);
  const room = await findRoom(deps);
  const refusal = (await refusedTerms(deps, { share, content, place })) ?? refusedRoom(room, content);
  if (refusal !== undefined) {
    const existing = await findShare(store.read, share.id);
    if (existing === undefined || existing.state === 'pending') throw refusal;
    return repeated(deps, { existing, content, share });
  }

  const createdAt = await withNewKey(deps.random, (key) => {
    const prepared = {
      share: protect(content, key, deps.serverKey),
      key,
      place,
      room,
      charged: chargeOf(share, place),
      named: { creator: share.account ?? NOBODY, addresses: content.gates.addresses },
      wanted: share,
      memberTerms: content.memberTerms,
    };
    return content.bodyBytes === 0 ? store.write((tx) => makeShare(tx, deps, prepared)) : finishUpload(deps, prepared);
  });
  const { expiresAt } = share.head;
  if (createdAt !== undefined) return { created: true, reply: { state: 'live', createdAt, expiresAt } };
  const existing = await findShare(store.read, share.id);
  if (existing === undefined) throw new AppError('unavailable');
  return repeated(deps, { existing, content, share });
}

/**
 * The owner of the request has no password to open an answer with, it never locks, and nobody else may decide who reads
 * it or hears of it. The pass of the person who answers is in `answer`.
 */
function expectPlainAnswer({ gates, notify, pass }: CreateHead, { kdf, memberTerms }: DecodedShare): void {
  const isPlain = [gates, notify, pass, memberTerms].every((part) => part === undefined);
  if (kdf !== Kdf.none || !isPlain) throw new AppError('malformed');
}

function chargeOf({ account, sealed, note }: CreateShareInput, place: AnswerPlace | undefined): ChargeStoredInput {
  return { account, requestId: place?.requestId, bytes: sealed.length + note.length };
}

async function makeShare(tx: Transaction, deps: Deps, prepared: StoreInput): Promise<number | undefined> {
  const { share, key, place, charged, named, room } = prepared;
  const createdAt = await insertShare(tx, share, key);
  if (createdAt === undefined) return undefined;
  if (room.isTight) await expectQuotaKept(tx, deps.config);
  await chargeStored(tx, deps, charged);
  await chargePeople(tx, deps, named);
  if (place !== undefined) {
    await takePlace(tx, deps, place);
    await insertAnswer(tx, { id: share.id, requestId: place.requestId, sealedKey: place.sealedKey });
  }
  await tellOfCreation(tx, deps, prepared);
  return createdAt;
}

/** Keeps what concerns members and the channel of the notices, and tells the owner of a request of an answer. */
async function tellOfCreation(tx: Transaction, deps: Deps, prepared: StoreInput): Promise<void> {
  const { wanted, share, key, place, memberTerms } = prepared;
  const { id, head, account, member } = wanted;
  await keepMemberTerms(tx, { ...deps, member }, { id, key, preamble: share.preamble, memberTerms });
  await keepChannel(tx, deps, { id, key, notify: head.notify, account });
  await announceCreated(tx, id, 'share');
  if (place !== undefined) await announceAnswer(tx, place.requestId);
}

/**
 * Makes the share live once every part is stored at full length. Parts are never replaced or removed while the row is
 * pending and names this file body, and `goLive` checks both again.
 * @returns when it went live, or undefined if there is no such upload
 */
async function finishUpload(deps: Deps, prepared: StoreInput): Promise<number | undefined> {
  const { store, blobs, config } = deps;
  const { share, key, place, named, room } = prepared;
  const upload = await findShare(store.read, share.id);
  if (upload === undefined) throw new AppError('upload-incomplete');
  const { state, bodyName, bodyBytes, partChunks } = upload;
  if (state !== 'pending' || bodyName === null || partChunks === null) return undefined;
  if (bodyBytes !== share.bodyBytes || !(await isSameAnswer(store.read, share.id, place?.requestId))) {
    throw new AppError('conflict');
  }
  const missing = missingParts({ bodyBytes, partChunks }, await blobs.list(bodyName));
  if (missing > 0) throw new AppError('upload-incomplete', { missingParts: missing });
  return store.write(async (tx) => {
    const createdAt = await goLive(tx, { ...share, bodyName }, key);
    if (createdAt !== undefined && room.isTight) await expectWithinQuota(tx, config, NO_ROOM_RETRY_SECONDS);
    if (createdAt !== undefined) await chargePeople(tx, deps, named);
    // The place was taken when the upload started.
    if (createdAt !== undefined && place) await putSealedKey(tx, { id: share.id, sealedKey: place.sealedKey });
    if (createdAt !== undefined) await tellOfCreation(tx, deps, prepared);
    return createdAt;
  });
}

/** The uploaded file body is counted already. Only the sealed text is added when the share goes live. */
function refusedRoom({ onDisk, inQuota }: Room, { bodyBytes }: DecodedShare): AppError | undefined {
  const enough = onDisk && (inQuota || bodyBytes > 0);
  return enough ? undefined : noRoom(NO_ROOM_RETRY_SECONDS);
}

interface TermsCheckInput {
  readonly share: CreateShareInput;
  readonly content: DecodedShare;
  readonly place: AnswerPlace | undefined;
}

async function refusedTerms(deps: Deps, wanted: TermsCheckInput): Promise<AppError | undefined> {
  const { config, store } = deps;
  const { share, content, place } = wanted;
  const { expiresAt, maxViews } = share.head;
  const ttlSeconds = expiresAt - (await store.now());
  const terms: ShareTerms = { ttlSeconds, sealedBytes: share.sealed.length, maxViews, kdf: content.kdf };
  const limit =
    place === undefined
      ? refusedShareTerm(config, terms)
      : refusedAnswerTerm(config, { ...terms, answerTtl: place.answerTtl });
  if (limit !== undefined) return new AppError('terms-refused', { limit });
  if (place !== undefined) return undefined;
  const { account, hasToken = false, member, head } = share;
  const { gates, memberTerms } = content;
  const refused =
    refusedGate(config, { head, gates, memberTerms, hasToken, member }) ??
    refusedNotices(deps, { notify: head.notify, account, hasToken, member });
  return refused && gateRefusal(refused);
}

interface RepeatInput {
  readonly existing: ShareRow;
  readonly content: DecodedShare;
  readonly share: CreateShareInput;
}

/** Only the creator gets here: the id is derived from the create proof. */
async function repeated(deps: Deps, { existing, content, share }: RepeatInput): Promise<CreateShareResult> {
  const { store, serverKey } = deps;
  if (existing.state === 'pending' || existing.kind !== 'share') throw new AppError('conflict');
  const { createdAt, firstExpiresAt, expiresAt } = existing;
  // The creator compares the expiry with the one that was sealed.
  const reply = { state: stateOf(existing), createdAt, expiresAt: firstExpiresAt ?? expiresAt };
  await store.withKey(existing, async (key) => {
    const stored = await findStoredShare(store.read, existing);
    if (key && stored && !isSame(stored, protect(content, key, serverKey))) throw new AppError('conflict');
    if (key && !(await isSameAnswer(store.read, existing.id, share.head.answer?.request)))
      throw new AppError('conflict');
    const terms = key && { id: existing.id, key, preamble: content.preamble, memberTerms: content.memberTerms };
    if (terms && stored && !(await isSameMemberTerms(store.read, deps, terms))) throw new AppError('conflict');
    const channel = key && { id: existing.id, key, notify: share.head.notify };
    if (channel && !(await isSameChannel(store.read, deps, channel))) throw new AppError('conflict');
  });
  return { created: false, reply };
}
