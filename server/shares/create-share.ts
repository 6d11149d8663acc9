import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import { Kdf, Purpose } from '#crypto/preamble.ts';
import { missingParts } from '#server/bodies/geometry.ts';
import { hasPromisedRoom, hasRoom } from '#server/bodies/room.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { KEY_BYTES } from '#server/erasure/slot-file.ts';
import { AppError } from '#server/errors.ts';
import { isSameAnswer, passAnswerGate, takePlace } from '#server/requests/answer-place.ts';
import type { AnswerPlace } from '#server/requests/answer-place.ts';
import { insertAnswer, putSealedKey } from '#server/requests/answer-storage.ts';
import { findContent } from './content-storage.ts';
import { readSecret } from './gate.ts';
import { isSame, protect, readContent } from './new-share.ts';
import type { BareShare, ToCreate } from './new-share.ts';
import { goLive, insertShare } from './new-share-storage.ts';
import type { NewShare } from './new-share-storage.ts';
import { stateOf } from './share-state.ts';
import { findProofHashes, findShare } from './storage.ts';
import type { ShareRow } from './storage.ts';
import type { CreateAnswer, CreateHead } from './wire.ts';

/** Sealing takes time, and clocks are read in whole seconds: the bounds give way by this much. */
export const TERMS_SLACK_SECONDS = 60;

export interface ShareToCreate extends ToCreate {
  readonly head: CreateHead;
}

export interface Created {
  /** False when it was there already. */
  readonly created: boolean;
  readonly answer: CreateAnswer;
}

/** What is to be stored, and the request that it answers, if it answers one. */
interface Prepared {
  readonly share: NewShare;
  readonly key: Uint8Array;
  readonly place: AnswerPlace | undefined;
}

/**
 * Makes a share, from an upload where it has a body, or finds that its creator made it before (docs/life-cycle.md §9).
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `conflict`, `upload-incomplete`,
 *   `insufficient-storage`; of an answer also `not-found` and `not-accepting`
 */
export async function createShare(deps: Deps, share: ShareToCreate): Promise<Created> {
  const { store } = deps;
  if (!equalBytes(idOf(readSecret(share.head.createProof)), share.id)) throw new AppError('create-proof-mismatch');
  const content = readContent(share, Purpose.share);
  // Whoever asked has no password to open it with, and an answer never locks.
  if (share.head.answer !== undefined && content.kdf !== Kdf.none) throw new AppError('malformed');
  // What it answers may be over by now; that it was created is not.
  const before = share.head.answer && (await findShare(store.read, share.id));
  if (before !== undefined && before.state !== 'pending') return repeated(deps, { existing: before, content, share });

  const place = await passAnswerGate(store.read, share.head.answer);
  const refusal = refusedTerm(deps, share, { now: await store.now(), place }) ?? (await refusedRoom(deps, content));
  if (refusal !== undefined) {
    const existing = await findShare(store.read, share.id);
    if (existing === undefined || existing.state === 'pending') throw refusal;
    return repeated(deps, { existing, content, share });
  }

  const key = deps.random(KEY_BYTES);
  const prepared = { share: protect(content, key), key, place };
  const createdAt = await (content.bodyBytes === 0
    ? store.write((tx) => makeShare(tx, prepared))
    : finishUpload(deps, prepared));
  const { expiresAt } = share.head;
  if (createdAt !== undefined) return { created: true, answer: { state: 'live', createdAt, expiresAt } };
  const existing = await findShare(store.read, share.id);
  if (existing === undefined) throw new AppError('unavailable');
  return repeated(deps, { existing, content, share });
}

async function makeShare(tx: Transaction, { share, key, place }: Prepared): Promise<number | undefined> {
  const createdAt = await insertShare(tx, share, key);
  if (createdAt === undefined || place === undefined) return createdAt;
  await takePlace(tx, place);
  await insertAnswer(tx, { id: share.id, requestId: place.requestId, sealedKey: place.sealedKey });
  return createdAt;
}

/**
 * Looks whether every part is there, each with its length, and only then goes live. Parts are never replaced or taken away
 * while the row is pending and names this body, which the statement checks again.
 * @returns since when it is live, or undefined when there is no such upload (any more)
 */
async function finishUpload({ store, blobs }: Deps, { share, key, place }: Prepared): Promise<number | undefined> {
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
    // The place was taken when the upload began.
    if (createdAt !== undefined && place) await putSealedKey(tx, { id: share.id, sealedKey: place.sealedKey });
    return createdAt;
  });
}

interface Moment {
  readonly now: number;
  readonly place: AnswerPlace | undefined;
}

async function refusedRoom(deps: Deps, { bodyBytes }: BareShare): Promise<AppError | undefined> {
  const enough = bodyBytes === 0 ? hasRoom(deps) : hasPromisedRoom(deps);
  return (await enough) ? undefined : new AppError('insufficient-storage');
}

/** @returns an error with the name, in `/api/config` or in the request, of the limit that the terms do not keep. */
function refusedTerm({ config }: Deps, { head, sealed }: ShareToCreate, { now, place }: Moment): AppError | undefined {
  const { minTtlSeconds, maxTtlSeconds, maxViews, maxSealedBytes } = config.limits;
  const ttlSeconds = head.expiresAt - now;
  const refused = (limit: string) => new AppError('terms-refused', { limit });
  if (sealed.length > maxSealedBytes) return refused('maxSealedBytes');
  if (place !== undefined) {
    // Sealed once and sent until it arrives, it may come late: then it has that much less time.
    const kept = head.maxViews === 0 && ttlSeconds > 0 && ttlSeconds <= place.answerTtl + TERMS_SLACK_SECONDS;
    return kept ? undefined : refused('answerTtl');
  }
  if (ttlSeconds < Math.max(1, minTtlSeconds - TERMS_SLACK_SECONDS)) return refused('minTtlSeconds');
  if (ttlSeconds > maxTtlSeconds + TERMS_SLACK_SECONDS) return refused('maxTtlSeconds');
  return head.maxViews > maxViews ? refused('maxViews') : undefined;
}

interface Repeat {
  readonly existing: ShareRow;
  readonly content: BareShare;
  readonly share: ShareToCreate;
}

/** Only the creator can come here: the id is bound to the create proof. */
async function repeated({ store }: Deps, { existing, content, share }: Repeat): Promise<Created> {
  if (existing.state === 'pending' || existing.kind !== 'share') throw new AppError('conflict');
  const { createdAt, expiresAt } = existing;
  const answer = { state: stateOf(existing), createdAt, expiresAt };
  const key = existing.endedAt === null ? await store.getKey(existing) : undefined;
  const stored = await findContent(store.read, existing.id);
  const hashes = await findProofHashes(store.read, existing.id);
  if (key && stored && hashes && !isSame({ ...existing, ...hashes, ...stored }, protect(content, key))) {
    throw new AppError('conflict');
  }
  if (key && !(await isSameAnswer(store.read, existing.id, share.head.answer?.request))) throw new AppError('conflict');
  return { created: false, answer };
}
