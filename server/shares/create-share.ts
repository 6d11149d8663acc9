import { equalBytes } from '#crypto/bytes.ts';
import { idOf } from '#crypto/ids.ts';
import {
  AEAD_TAG_BYTES,
  MIN_PADDED_BYTES,
  PREAMBLE_BYTES,
  SECRET_BYTES,
  TAGGED_PREAMBLE_BYTES,
} from '#crypto/limits.ts';
import { Purpose, decodePreamble } from '#crypto/preamble.ts';
import { missingParts } from '#server/bodies/geometry.ts';
import { hasPromisedRoom, hasRoom } from '#server/bodies/room.ts';
import type { Deps } from '#server/deps.ts';
import { openHash, protectNote, protectSealed } from '#server/erasure/at-rest.ts';
import { KEY_BYTES } from '#server/erasure/slot-file.ts';
import { AppError } from '#server/errors.ts';
import { findContent } from './content-storage.ts';
import type { Content } from './content-storage.ts';
import { hashOf, readBytes, readSecret } from './gate.ts';
import { stateOf } from './share-state.ts';
import { goLive, insertShare } from './new-share-storage.ts';
import type { NewShare } from './new-share-storage.ts';
import { findProofHashes, findShare } from './storage.ts';
import type { ProofHashes, ShareRow } from './storage.ts';
import type { CreateAnswer, CreateHead } from './wire.ts';

/** Sealing takes time, and clocks are read in whole seconds: the bounds give way by this much. */
const TERMS_SLACK_SECONDS = 60;
/** Commitment ‖ AEAD. */
const MIN_SEALED_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;
/** salt ‖ AEAD. */
const MIN_NOTE_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;

export interface ShareToCreate {
  readonly id: Uint8Array;
  readonly head: CreateHead;
  /** Empty: none. */
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface Created {
  /** False when it was there already. */
  readonly created: boolean;
  readonly answer: CreateAnswer;
}

/**
 * Makes a share, from an upload where it has a body, or finds that its creator made it before (docs/life-cycle.md §9).
 * @throws AppError `create-proof-mismatch`, `malformed`, `terms-refused`, `conflict`, `upload-incomplete`, `insufficient-storage`
 */
export async function createShare(deps: Deps, share: ShareToCreate): Promise<Created> {
  const { store } = deps;
  if (!equalBytes(idOf(readSecret(share.head.createProof)), share.id)) throw new AppError('create-proof-mismatch');
  const content = readContent(share);

  const refusal = refusedTerm(deps, share, await store.now()) ?? (await refusedRoom(deps, content));
  if (refusal !== undefined) {
    const existing = await findShare(store.read, share.id);
    if (existing === undefined || existing.state === 'pending') throw refusal;
    return repeated(deps, existing, content);
  }

  const key = deps.random(KEY_BYTES);
  const protectedShare = protect(content, key);
  const createdAt = await (content.bodyBytes === 0
    ? store.write((tx) => insertShare(tx, protectedShare, key))
    : finishUpload(deps, protectedShare, key));
  const { expiresAt } = share.head;
  if (createdAt !== undefined) return { created: true, answer: { state: 'live', createdAt, expiresAt } };
  const existing = await findShare(store.read, share.id);
  if (existing === undefined) throw new AppError('unavailable');
  return repeated(deps, existing, content);
}

/**
 * Looks whether every part is there, each with its length, and only then goes live. Parts are never replaced or taken away
 * while the row is pending and names this body, which the statement checks again.
 * @returns since when it is live, or undefined when there is no such upload (any more)
 */
async function finishUpload({ store, blobs }: Deps, share: NewShare, key: Uint8Array): Promise<number | undefined> {
  const upload = await findShare(store.read, share.id);
  if (upload === undefined) throw new AppError('upload-incomplete');
  const { state, bodyName, bodyBytes, partChunks } = upload;
  if (state !== 'pending' || bodyName === null || partChunks === null) return undefined;
  if (bodyBytes !== share.bodyBytes) throw new AppError('conflict');
  const missing = missingParts({ bodyBytes, partChunks }, await blobs.list(bodyName));
  if (missing > 0) throw new AppError('upload-incomplete', { missingParts: missing });
  return store.write((tx) => goLive(tx, { ...share, bodyName }, key));
}

/** What came, decoded: nothing of it is under the erasure key yet. */
type BareShare = Omit<NewShare, 'openHash'> & { readonly openProof: Uint8Array };

function readContent({ id, head, note, sealed }: ShareToCreate): BareShare {
  if (sealed.length < MIN_SEALED_BYTES) throw new AppError('malformed');
  if (note.length > 0 && note.length < MIN_NOTE_BYTES) throw new AppError('malformed');
  const preamble = readPreamble(head.preamble, id);
  return {
    id,
    linkHash: hashOf(readSecret(head.linkProof)),
    ownerHash: hashOf(readSecret(head.ownerProof)),
    openProof: readSecret(head.openProof),
    ...preamble,
    maxViews: head.maxViews,
    attemptLimit: head.attemptLimit,
    onLimit: head.onLimit,
    expiresAt: head.expiresAt,
    sizeBytes: sealed.length + (head.bodyBytes ?? 0),
    bodyBytes: head.bodyBytes ?? 0,
    sealed,
    note: note.length === 0 ? null : note,
  };
}

/** The tag is the reader's to check; the rest would only make a share that nobody can open. */
function readPreamble(text: string, id: Uint8Array): { preamble: Uint8Array; kdf: number } {
  const preamble = readBytes(text, TAGGED_PREAMBLE_BYTES);
  try {
    const read = decodePreamble(preamble.subarray(0, PREAMBLE_BYTES));
    if (read.purpose === Purpose.share && equalBytes(read.id, id)) return { preamble, kdf: read.kdf };
  } catch {
    // A preamble that does not decode is refused as one of another share is.
  }
  throw new AppError('malformed');
}

async function refusedRoom(deps: Deps, { bodyBytes }: BareShare): Promise<AppError | undefined> {
  const enough = bodyBytes === 0 ? hasRoom(deps) : hasPromisedRoom(deps);
  return (await enough) ? undefined : new AppError('insufficient-storage');
}

/** @returns an error with the name, in `/api/config`, of the limit that the terms do not keep. */
function refusedTerm({ config }: Deps, { head, sealed }: ShareToCreate, now: number): AppError | undefined {
  const { minTtlSeconds, maxTtlSeconds, maxViews, maxSealedBytes } = config.limits;
  const ttlSeconds = head.expiresAt - now;
  const refused = (limit: string) => new AppError('terms-refused', { limit });
  if (ttlSeconds < Math.max(1, minTtlSeconds - TERMS_SLACK_SECONDS)) return refused('minTtlSeconds');
  if (ttlSeconds > maxTtlSeconds + TERMS_SLACK_SECONDS) return refused('maxTtlSeconds');
  if (head.maxViews > maxViews) return refused('maxViews');
  return sealed.length > maxSealedBytes ? refused('maxSealedBytes') : undefined;
}

function protect({ openProof, ...content }: BareShare, key: Uint8Array): NewShare {
  const { id, sealed, note } = content;
  return {
    ...content,
    openHash: openHash(key, openProof),
    sealed: protectSealed(key, id, sealed),
    note: note && protectNote(key, id, note),
  };
}

/** Only the creator can come here: the id is bound to the create proof. */
async function repeated({ store }: Deps, existing: ShareRow, content: BareShare): Promise<Created> {
  if (existing.state === 'pending') throw new AppError('conflict');
  const { createdAt, expiresAt } = existing;
  const answer = { state: stateOf(existing), createdAt, expiresAt };
  const key = existing.endedAt === null ? await store.getKey(existing) : undefined;
  const stored = await findContent(store.read, existing.id);
  const hashes = await findProofHashes(store.read, existing.id);
  if (key && stored && hashes && !isSame({ ...existing, ...hashes, ...stored }, protect(content, key))) {
    throw new AppError('conflict');
  }
  return { created: false, answer };
}

function isSame(stored: ShareRow & ProofHashes & Content, again: NewShare): boolean {
  const sameBytes = (name: 'linkHash' | 'ownerHash' | 'openHash' | 'preamble' | 'sealed' | 'note') => {
    const [one, other] = [stored[name], again[name]];
    return one === null || other === null ? one === other : equalBytes(one, other);
  };
  return (
    (['linkHash', 'ownerHash', 'openHash', 'preamble', 'sealed', 'note'] as const).every(sameBytes) &&
    (['maxViews', 'attemptLimit', 'onLimit', 'expiresAt', 'bodyBytes'] as const).every(
      (name) => stored[name] === again[name],
    )
  );
}
