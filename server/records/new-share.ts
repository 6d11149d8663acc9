import { equalBytes } from '#crypto/bytes.ts';
import { NO_GATES } from '#crypto/gates.ts';
import { AEAD_TAG_BYTES, MIN_PADDED_BYTES, SECRET_BYTES } from '#crypto/limits.ts';
import { decodePreamble } from '#crypto/preamble.ts';
import type { Purpose } from '#crypto/preamble.ts';
import { openHash, protectNote, protectSealed } from '#server/erasure/at-rest.ts';
import { AppError } from '#server/errors.ts';
import { gateKeyOf, recipientTag } from '#server/gates/gate-secrets.ts';
import { readWantedTerms } from './keep-member-terms.ts';
import type { WantedMemberTerms } from './keep-member-terms.ts';
import { readGates } from './read-gates.ts';
import type { WantedGates } from './read-gates.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { ContentRow } from './content.ts';
import type { NewShareRow } from './insert-share.ts';
import { hashOf, readAnyLength, readSecret } from './proof.ts';
import type { ProofHashes, ShareRow } from './share.ts';

/** Commitment ‖ AEAD. */
const MIN_SEALED_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;
/** salt ‖ AEAD. */
const MIN_NOTE_BYTES = SECRET_BYTES + MIN_PADDED_BYTES + AEAD_TAG_BYTES;

/** The members that creating a share and creating a request have in common. */
export interface ContentInput {
  readonly id: Uint8Array;
  readonly head: Omit<CreateHead, 'createProof' | 'noteBytes' | 'answer' | 'notify'>;
  /** Empty without a note. */
  readonly note: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Decoded, but not yet protected with the erasure key. */
export type DecodedShare = Omit<NewShareRow, 'openHash' | 'gates'> & {
  readonly openProof: Uint8Array;
  readonly gates: WantedGates;
  readonly memberTerms: WantedMemberTerms | undefined;
};

/** @throws AppError `malformed` */
export function readContent({ id, head, note, sealed }: ContentInput, purpose: Purpose): DecodedShare {
  if (sealed.length < MIN_SEALED_BYTES) throw new AppError('malformed');
  if (note.length > 0 && note.length < MIN_NOTE_BYTES) throw new AppError('malformed');
  const { preamble, kdf, bits } = readPreamble(head.preamble, id, purpose);
  const gates = readGates(bits, head);
  return {
    id,
    linkHash: hashOf(readSecret(head.linkProof)),
    ownerHash: hashOf(readSecret(head.ownerProof)),
    openProof: readSecret(head.openProof),
    preamble,
    kdf,
    gates,
    memberTerms: readWantedTerms(gates, head, purpose),
    // The sum; 0 stays unlimited.
    maxViews: head.maxViews * Math.max(1, gates.addresses.length),
    viewsEach: gates.addresses.length > 0 ? head.maxViews : null,
    people: gates.list,
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
function readPreamble(text: string, id: Uint8Array, purpose: Purpose) {
  const preamble = readAnyLength(text);
  try {
    const { kdf, gates: bits, ...read } = decodePreamble(preamble.subarray(0, -SECRET_BYTES));
    if (read.purpose === purpose && equalBytes(read.id, id)) return { preamble, kdf, bits };
  } catch {
    // Refused like the preamble of another share.
  }
  throw new AppError('malformed');
}

/** Protects everything with the share's erasure key. */
export function protect(
  { openProof, gates, memberTerms: _, ...content }: DecodedShare,
  key: Uint8Array,
  serverKey?: ServerKey,
): NewShareRow {
  const { id, sealed, note } = content;
  const hash = openHash(key, openProof);
  const isGated = gates.bits !== NO_GATES;
  return {
    ...content,
    openHash: isGated ? null : hash,
    gates: isGated ? { ...gates, openHash: hash, tags: tagsOf(gates, key, serverKey) } : null,
    sealed: protectSealed(key, id, sealed),
    note: note && protectNote(key, id, note),
  };
}

function tagsOf({ addresses }: WantedGates, key: Uint8Array, serverKey: ServerKey | undefined): Uint8Array[] {
  if (addresses.length === 0) return [];
  if (serverKey === undefined) throw new Error('Named people need the server key.');
  const gateKey = gateKeyOf(serverKey, key);
  return addresses.map((address) => recipientTag(gateKey, address));
}

/** The stored rows of a share, to compare with a repeated create. */
export interface StoredShare extends ShareRow, ProofHashes, ContentRow {
  readonly people: Uint8Array | null;
  readonly gates: NewShareRow['gates'];
}

/** Whether a repeated create describes the same share as the first, whatever its owner has changed since. */
export function isSame(stored: StoredShare, again: NewShareRow): boolean {
  return (
    isSameContent(stored, again) &&
    isSameGates(stored.gates, again.gates) &&
    (stored.firstExpiresAt ?? stored.expiresAt) === again.expiresAt &&
    stored.viewsEach === again.viewsEach &&
    // Revoking a person takes openings off the sum.
    (again.viewsEach !== null || stored.maxViews === again.maxViews)
  );
}

function isSameGates(stored: NewShareRow['gates'], again: NewShareRow['gates']): boolean {
  if (stored === null || again === null) return stored === again;
  return (
    stored.bits === again.bits &&
    stored.notBefore === again.notBefore &&
    equalBytes(stored.openHash, again.openHash) &&
    stored.tags.length === again.tags.length &&
    stored.tags.every((tag, index) => equalBytes(tag, again.tags[index] ?? new Uint8Array()))
  );
}

function isSameContent(stored: StoredShare, again: NewShareRow): boolean {
  const names = ['linkHash', 'ownerHash', 'openHash', 'preamble', 'sealed', 'note', 'people'] as const;
  const sameBytes = (name: (typeof names)[number]) => {
    const [one, other] = [stored[name], again[name]];
    return one === null || other === null ? one === other : equalBytes(one, other);
  };
  return (
    names.every(sameBytes) &&
    (['attemptLimit', 'onLimit', 'bodyBytes'] as const).every((name) => stored[name] === again[name])
  );
}
