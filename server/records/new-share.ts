import { equalBytes } from '#crypto/bytes.ts';
import { NO_GATES } from '#crypto/gates.ts';
import { AEAD_TAG_BYTES, MIN_PADDED_BYTES, SECRET_BYTES, TAGGED_PREAMBLE_BYTES } from '#crypto/limits.ts';
import { decodePreamble } from '#crypto/preamble.ts';
import type { Purpose } from '#crypto/preamble.ts';
import { openHash, protectNote, protectSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { ContentRow } from './content.ts';
import type { NewShareRow } from './insert-share.ts';
import { hashOf, readBytes, readSecret } from './proof.ts';
import type { ProofHashes, ShareRow } from './share.ts';

/** Commitment ‖ AEAD. */
const MIN_SEALED_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;
/** salt ‖ AEAD. */
const MIN_NOTE_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;

/** The members that creating a share and creating a request have in common. */
export interface ContentInput {
  readonly id: Uint8Array;
  readonly head: Omit<CreateHead, 'createProof' | 'noteBytes' | 'answer'>;
  /** Empty without a note. */
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Decoded, but not yet protected with the erasure key. */
export type DecodedShare = Omit<NewShareRow, 'openHash'> & { readonly openProof: Uint8Array };

/** @throws AppError `malformed` */
export function readContent({ id, head, note, sealed }: ContentInput, purpose: Purpose): DecodedShare {
  if (sealed.length < MIN_SEALED_BYTES) throw new AppError('malformed');
  if (note.length > 0 && note.length < MIN_NOTE_BYTES) throw new AppError('malformed');
  const preamble = readPreamble(head.preamble, id, purpose);
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

/**
 * Only the reader can check the tag. Everything else is checked here, because nobody could open the share otherwise.
 */
function readPreamble(text: string, id: Uint8Array, purpose: Purpose): { preamble: Uint8Array; kdf: number } {
  const preamble = readBytes(text, TAGGED_PREAMBLE_BYTES);
  try {
    const read = decodePreamble(preamble.subarray(0, -SECRET_BYTES));
    const isRight = read.purpose === purpose && equalBytes(read.id, id);
    // This server has no gates yet.
    if (isRight && read.gates === NO_GATES) return { preamble, kdf: read.kdf };
  } catch {
    // Refused like the preamble of another share.
  }
  throw new AppError('malformed');
}

/** Protects everything with the share's erasure key. */
export function protect({ openProof, ...content }: DecodedShare, key: Uint8Array): NewShareRow {
  const { id, sealed, note } = content;
  return {
    ...content,
    openHash: openHash(key, openProof),
    sealed: protectSealed(key, id, sealed),
    note: note && protectNote(key, id, note),
  };
}

/** Whether a repeated create describes the same share as the first. */
export function isSame(stored: ShareRow & ProofHashes & ContentRow, again: NewShareRow): boolean {
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
