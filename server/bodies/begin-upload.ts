import { bodyLengths } from '#crypto/body-lengths.ts';
import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import type { Deps } from '#server/deps.ts';
import { AppError } from '#server/errors.ts';
import { hashOf, readSecret } from '#server/shares/gate.ts';
import { findProofHashes, lockShare } from '#server/shares/storage.ts';
import { toBodyName } from './body-name.ts';
import { expectPending } from './gate.ts';
import { reserveRoom } from './room.ts';
import { insertUpload, prolongUpload, recutUpload } from './storage.ts';
import type { NewUpload } from './storage.ts';
import type { BeginUploadBody, UploadAnswer } from './wire.ts';

/** An upload from which nothing is heard for this long is given up. */
export const UPLOAD_IDLE_SECONDS = 86_400;
/** However much is heard of it. */
const UPLOAD_LONGEST_SECONDS = 7 * 86_400;

export interface Begun {
  /** False when it was there already. */
  readonly created: boolean;
  readonly answer: UploadAnswer;
}

/**
 * Makes a share that is pending: nobody but its owner can tell it from none. Repeated, it goes on; cut into other parts,
 * it starts over.
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `conflict`, `ended`, `insufficient-storage`
 */
export async function beginUpload(deps: Deps, id: Uint8Array, body: BeginUploadBody): Promise<Begun> {
  const { store, blobs, config } = deps;
  const { bodyBytes, partChunks } = body;
  if (!equalBytes(idOf(readSecret(body.createProof)), id)) throw new AppError('create-proof-mismatch');
  const upload: NewUpload = {
    id,
    linkHash: hashOf(readSecret(body.linkProof)),
    ownerHash: hashOf(readSecret(body.ownerProof)),
    bodyName: toBodyName(deps.random),
    bodyBytes,
    partChunks,
    idleSeconds: UPLOAD_IDLE_SECONDS,
    longestSeconds: UPLOAD_LONGEST_SECONDS,
  };
  const { maxFilesBytes } = config.limits;
  const tooLarge = maxFilesBytes === 0 || bodyBytes > bodyLengths(maxFilesBytes).encryptedBytes;
  if (tooLarge) throw new AppError('terms-refused', { limit: 'maxFilesBytes' });
  const freeBytes = await blobs.freeBytes();

  const begun = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    if (share !== undefined) return undefined;
    await reserveRoom(tx, config, { bytes: bodyBytes, freeBytes });
    return insertUpload(tx, upload);
  });
  return begun === undefined ? goOn(deps, upload) : { created: true, answer: { uploadUntil: begun } };
}

/** Only the creator can come here: the id is bound to the create proof. */
async function goOn({ store, blobs }: Deps, upload: NewUpload): Promise<Begun> {
  const { id, linkHash, ownerHash, bodyBytes, partChunks, bodyName } = upload;
  const { uploadUntil, dropped } = await store.write(async (tx) => {
    const share = await lockShare(tx, id);
    const hashes = await findProofHashes(tx, id);
    if (share === undefined || hashes === undefined) throw new AppError('unavailable');
    const pending = await expectPending(tx, share);
    const same = equalBytes(hashes.linkHash, linkHash) && equalBytes(hashes.ownerHash, ownerHash);
    if (!same || pending.bodyBytes !== bodyBytes) throw new AppError('conflict');
    const cutAnew = pending.partChunks !== partChunks;
    if (cutAnew) await recutUpload(tx, { id, bodyName, partChunks });
    const until = await prolongUpload(tx, upload);
    return { uploadUntil: until ?? share.now, dropped: cutAnew ? pending.bodyName : undefined };
  });
  if (dropped !== undefined) await blobs.deleteBody(dropped);
  return { created: false, answer: { uploadUntil } };
}
