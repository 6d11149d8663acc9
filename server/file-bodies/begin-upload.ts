import { base32nopad } from '@scure/base';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { reservation } from '#server/http/limits/limits.ts';
import type { Account } from '#server/quota/charge.ts';
import { chargeStored, uploadBytes } from '#server/quota/stored-bytes.ts';
import { isSameAnswer, requireRequestLink, takePlace } from '#server/records/answer-place.ts';
import { insertAnswer } from '#server/records/answer.ts';
import { hashOf, readSecret } from '#server/records/proof.ts';
import { findProofHashes, lockShare } from '#server/records/share.ts';
import type { Random } from '#server/random.ts';
import { expectPending } from '#server/records/upload-proof.ts';
import { putReservation } from '#server/records/reservation.ts';
import { decideReservation } from './reserve.ts';
import { insertUpload, recutUpload } from '#server/records/file-body.ts';
import type { NewUploadRow } from '#server/records/file-body.ts';
import type { BeginUploadBody, PendingUploadReply } from './wire.ts';

/** An upload from which nothing is heard for this long is given up. */
const UPLOAD_IDLE_SECONDS = 86_400;
/** An upload of which nothing has come is given up sooner. Its reservation is shorter still. */
const UNBEGUN_SECONDS = 1800;
/** However much is heard of it. */
const UPLOAD_LONGEST_SECONDS = 7 * 86_400;

/** A place that is not used is soon another's. */
const ANSWER_IDLE_SECONDS = 600;

const BODY_NAME_BYTES = 20;

export function idleSeconds(isAnswer: boolean): number {
  return isAnswer ? ANSWER_IDLE_SECONDS : UPLOAD_IDLE_SECONDS;
}

export interface BeginUploadInput extends BeginUploadBody {
  /** Of whoever uploads; absent: it counts to nobody. */
  readonly account?: Account | undefined;
  /** As limits count; absent: no portion limits what it reserves. */
  readonly client?: string | undefined;
}

export interface BeginUploadResult {
  /** False when it was there already. */
  readonly created: boolean;
  readonly answer: PendingUploadReply;
}

/**
 * Makes a share that is pending: nobody but its owner can tell it from none. Repeated, it goes on; cut into other parts,
 * it starts over.
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `conflict`, `ended`, `insufficient-storage`,
 *   `quota-exceeded`; of an answer also `not-found` and `not-accepting`
 */
export async function beginUpload(deps: Deps, id: Uint8Array, body: BeginUploadInput): Promise<BeginUploadResult> {
  const { store, blobs, config } = deps;
  const { bodyBytes, partChunks, account } = body;
  if (!equalBytes(idOf(readSecret(body.createProof)), id)) throw new AppError('create-proof-mismatch');
  const upload: NewUploadRow = {
    id,
    linkHash: hashOf(readSecret(body.linkProof)),
    ownerHash: hashOf(readSecret(body.ownerProof)),
    bodyName: newBodyName(deps.random),
    bodyBytes,
    partChunks,
    idleSeconds: Math.min(UNBEGUN_SECONDS, idleSeconds(body.answer !== undefined)),
    longestSeconds: UPLOAD_LONGEST_SECONDS,
  };
  const place = await requireRequestLink(store.read, body.answer);
  const freeBytes = await blobs.freeBytes();

  const begun = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    // What has begun goes on, whatever sizes are allowed since.
    if (share !== undefined) return undefined;
    if (isTooLarge(config, bodyBytes)) throw new AppError('terms-refused', { limit: 'maxFilesBytes' });
    const awaitedBytes = bodyBytes + config.limits.maxSealedBytes;
    const reserved = await decideReservation(tx, deps, { client: body.client, awaitedBytes, freeBytes });
    const uploadUntil = await insertUpload(tx, upload);
    if (uploadUntil === undefined) return undefined;
    await putReservation(tx, { ...reserved, id, forSeconds: reservation.beforeFirstPartSeconds });
    const bytes = uploadBytes(config, bodyBytes);
    await chargeStored(tx, deps, { account, requestId: place?.requestId, bytes });
    if (place === undefined) return uploadUntil;
    await takePlace(tx, place);
    await insertAnswer(tx, { id, requestId: place.requestId, sealedKey: null });
    return uploadUntil;
  });
  return begun === undefined ? goOn(deps, upload, place?.requestId) : { created: true, answer: { uploadUntil: begun } };
}

/** Random, so neither an id nor anything stored leads to it. 32 characters of `a-z2-7`, which every store accepts. */
function newBodyName(random: Random): string {
  return base32nopad.encode(random(BODY_NAME_BYTES)).toLowerCase();
}

function isTooLarge({ limits }: Deps['config'], bodyBytes: number): boolean {
  const { maxFilesBytes } = limits;
  return maxFilesBytes === 0 || bodyBytes > bodyLengths(maxFilesBytes).encryptedBytes;
}

/** Only the creator can come here: the id is bound to the create proof. */
async function goOn(
  { store, blobs }: Deps,
  upload: NewUploadRow,
  requestId: Uint8Array | undefined,
): Promise<BeginUploadResult> {
  const { id, linkHash, ownerHash, bodyBytes, partChunks, bodyName } = upload;
  const { uploadUntil, dropped } = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    const hashes = await findProofHashes(tx, id);
    if (share === undefined || hashes === undefined) throw new AppError('unavailable');
    const pending = await expectPending(tx, share);
    const same = equalBytes(hashes.linkHash, linkHash) && equalBytes(hashes.ownerHash, ownerHash);
    const sameAnswer = await isSameAnswer(tx, id, requestId);
    if (!same || !sameAnswer || pending.bodyBytes !== bodyBytes) throw new AppError('conflict');
    const cutAnew = pending.partChunks !== partChunks;
    if (cutAnew) await recutUpload(tx, { id, bodyName, partChunks });
    // Nothing has come by this: it waits no longer for it.
    return { uploadUntil: share.dueAt, dropped: cutAnew ? pending.bodyName : undefined };
  });
  if (dropped !== undefined) await blobs.deleteBody(dropped);
  return { created: false, answer: { uploadUntil } };
}
