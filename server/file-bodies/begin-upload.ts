import { base32nopad } from '@scure/base';
import { bodyLengths } from '#crypto/body-lengths.ts';
import { equalBytes } from '#crypto/bytes.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { reservation } from '#server/http/limits/limits.ts';
import type { Account } from '#server/quota/charge.ts';
import { chargeStored, uploadBytes } from '#server/quota/stored-bytes.ts';
import type { Random } from '#server/random.ts';
import { isSameAnswer, requireRequestLink, takePlace } from '#server/records/answer-place.ts';
import { insertAnswer } from '#server/records/answer.ts';
import { insertUpload, restartUpload } from '#server/records/file-body.ts';
import type { NewUploadRow } from '#server/records/file-body.ts';
import { hashOf, idOfProof, readSecret } from '#server/records/proof.ts';
import { putReservation } from '#server/records/reservation.ts';
import { findProofHashes, lockShare } from '#server/records/share.ts';
import { expectPending } from '#server/records/upload-proof.ts';
import { decideReservation } from './reserve.ts';
import type { BeginUploadBody, PendingUploadReply } from './wire.ts';

/** An upload that sends nothing for this long is given up. */
const UPLOAD_IDLE_SECONDS = 86_400;
/** An upload that has sent nothing at all is given up sooner. Its reservation lapses even sooner. */
const EMPTY_IDLE_SECONDS = 1800;
/** An upload is given up after this time, however active it is. */
const UPLOAD_LONGEST_SECONDS = 7 * 86_400;

/** Short, so that somebody else soon gets an unused place. */
const ANSWER_IDLE_SECONDS = 600;

const BODY_NAME_BYTES = 20;

export function idleSeconds(isAnswer: boolean): number {
  return isAnswer ? ANSWER_IDLE_SECONDS : UPLOAD_IDLE_SECONDS;
}

interface BeginUploadInput extends BeginUploadBody {
  /** The uploading client's account. Without one, no quota counts the upload. */
  readonly account?: Account | undefined;
  /** The client as limits count it. Without one, no portion limits what the upload reserves. */
  readonly client?: string | undefined;
}

interface BeginUploadResult {
  /** False if the upload already existed. */
  readonly created: boolean;
  readonly reply: PendingUploadReply;
}

/**
 * Creates a pending share, which only its owner can tell from an unknown id. A repeated call continues the upload, or
 * starts it over if the parts have another size.
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `conflict`, `ended`, `insufficient-storage`,
 *   `quota-exceeded`; for an answer also `not-found`, `not-accepting`, `pass-required` and `not-a-member`
 */
export async function beginUpload(deps: Deps, id: Uint8Array, body: BeginUploadInput): Promise<BeginUploadResult> {
  const { store, blobs, config } = deps;
  const { bodyBytes, partChunks, account } = body;
  if (!equalBytes(idOfProof(readSecret(body.createProof)), id)) throw new AppError('create-proof-mismatch');
  const upload: NewUploadRow = {
    id,
    linkHash: hashOf(readSecret(body.linkProof)),
    ownerHash: hashOf(readSecret(body.ownerProof)),
    bodyName: newBodyName(deps.random),
    bodyBytes,
    partChunks,
    idleSeconds: Math.min(EMPTY_IDLE_SECONDS, idleSeconds(body.answer !== undefined)),
    longestSeconds: UPLOAD_LONGEST_SECONDS,
  };
  const place = await requireRequestLink(store.read, body.answer);
  const freeBytes = await blobs.freeBytes();

  const started = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    // An upload that has started continues, whatever size is allowed by now.
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
    await takePlace(tx, deps, place);
    await insertAnswer(tx, { id, requestId: place.requestId, sealedKey: null });
    return uploadUntil;
  });
  return started === undefined
    ? continueUpload(deps, upload, place?.requestId)
    : { created: true, reply: { uploadUntil: started } };
}

/** Random, so neither an id nor anything stored leads to it. 32 characters of `a-z2-7`, which every store accepts. */
function newBodyName(random: Random): string {
  return base32nopad.encode(random(BODY_NAME_BYTES)).toLowerCase();
}

function isTooLarge({ limits }: Deps['config'], bodyBytes: number): boolean {
  const { maxFilesBytes } = limits;
  return maxFilesBytes === 0 || bodyBytes > bodyLengths(maxFilesBytes).encryptedBytes;
}

/** Only the creator gets here: the id is derived from the create proof. */
async function continueUpload(
  { store, blobs }: Deps,
  upload: NewUploadRow,
  requestId: Uint8Array | undefined,
): Promise<BeginUploadResult> {
  const { id, linkHash, ownerHash, bodyBytes, partChunks, bodyName } = upload;
  const { uploadUntil, oldBodyName } = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    const hashes = await findProofHashes(tx, id);
    if (share === undefined || hashes === undefined) throw new AppError('unavailable');
    const pending = await expectPending(tx, share);
    const same = equalBytes(hashes.linkHash, linkHash) && equalBytes(hashes.ownerHash, ownerHash);
    const sameAnswer = await isSameAnswer(tx, id, requestId);
    if (!same || !sameAnswer || pending.bodyBytes !== bodyBytes) throw new AppError('conflict');
    const startsOver = pending.partChunks !== partChunks;
    if (startsOver) await restartUpload(tx, { id, bodyName, partChunks });
    // This call brought no bytes, so it does not extend the wait.
    return { uploadUntil: share.dueAt, oldBodyName: startsOver ? pending.bodyName : undefined };
  });
  if (oldBodyName !== undefined) await blobs.deleteBody(oldBodyName);
  return { created: false, reply: { uploadUntil } };
}
