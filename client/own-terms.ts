import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { CryptoError } from '#crypto/errors.ts';
import { hasGate } from '#crypto/gates.ts';
import { decodeId } from '#crypto/ids.ts';
import { contentKeys, linkKeys } from '#crypto/keys.ts';
import { LinkType, readFragment } from '#crypto/link.ts';
import type { RequestPayload } from '#crypto/payload.ts';
import { verifyPreamble } from '#crypto/envelope.ts';
import { openOwnRequest } from '#crypto/requests.ts';
import type { CallOptions } from './call.ts';
import { ApiError, isFromNewerVersion, isMemberFault, ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import type { Inbox } from './inbox.ts';
import type { Passes } from './member-terms.ts';
import type { Owner } from './owner.ts';
import type { RequestsApi } from './requests-api.ts';
import { areSameMembers, isCreatedAsSealed } from './sealed-terms.ts';

/** This module loads X-Wing. The rest of an inbox is in inbox.ts, which does not. */

export type SealedRequestTerms = Pick<RequestPayload, 'expiresAt' | 'maxAnswers' | 'answerTtl' | 'keep'>;

/** Whether the server keeps to the sealed terms of a request. */
export type OwnTerms =
  | { readonly at: 'kept' }
  /** The request has ended, and the server no longer holds it. */
  | { readonly at: 'gone' }
  /** The server did not return the data for the check. */
  | { readonly at: 'unknown' }
  /** Only members read the question, and nobody has signed in who may. */
  | { readonly at: 'members-only' }
  /** A newer version sealed it, so this version cannot read the terms. */
  | { readonly at: 'newer' }
  /** The server returned something that this owner did not seal. */
  | { readonly at: 'forged' }
  | { readonly at: 'changed'; readonly terms: SealedRequestTerms };

type CheckingOwner = Owner & CallOptions & { readonly passes?: Passes | undefined };

/** An honest server sends these only if the request ends during the check. */
const refusals: readonly string[] = ['not-found', 'ended', 'wrong-password'];

/**
 * Opens the request as its owner (SPEC.md §14.5) and compares its terms with the server's. Changes nothing.
 * @param owner.passes if somebody has signed in: also its owner reads a question for members as a member
 * @param inbox from `readInbox`: its fragment comes from the owner's note
 * @throws NetworkError, ApiError for a temporary refusal, the signal's reason
 */
export async function checkOwnTerms(requests: RequestsApi, owner: CheckingOwner, inbox: Inbox): Promise<OwnTerms> {
  if (inbox.endedAt !== undefined) return { at: 'gone' };
  const reading = readFragment(inbox.fragment ?? '', decodeId(owner.id) ?? new Uint8Array(16));
  if (!reading.ok || reading.type !== LinkType.request) return { at: 'unknown' };
  try {
    const sealed = await openOwn(requests, owner, reading.key);
    const { expiresAt, maxAnswers, answerTtl, keep } = sealed;
    if (isKept(sealed, inbox)) return { at: 'kept' };
    return { at: 'changed', terms: { expiresAt, maxAnswers, answerTtl, keep } };
  } catch (error) {
    if (isFromNewerVersion(error)) return { at: 'newer' };
    if (error instanceof CryptoError) return { at: 'forged' };
    if (error instanceof ApiError && isMemberFault(error.code)) return { at: 'members-only' };
    if (error instanceof ApiError ? refusals.includes(error.code) : error instanceof ProtocolError)
      return { at: 'unknown' };
    throw error;
  }
}

async function openOwn(
  requests: RequestsApi,
  { id, ownerKey, passes, signal }: CheckingOwner,
  linkKey: Uint8Array,
): Promise<RequestPayload> {
  const linkProof = toBase64url(linkKeys(idBytes(id), linkKey).linkProof);
  const described = await requests.describeRequest(id, { linkProof }, { signal });
  if (described.preamble === undefined) throw new ProtocolError('nothing to open');
  const preamble = fromBase64url(described.preamble);
  const { h, gates } = verifyPreamble({ id: idBytes(id), linkKey, type: LinkType.request, tagged: preamble });
  const openProof = toBase64url(contentKeys(h, linkKey).openProof);
  const pass = hasGate(gates, 'members') ? await passes?.('read', id, signal) : undefined;
  const proofs = { linkProof, openProof, ...(pass !== undefined && { pass }) };
  const { sealed } = await requests.readRequest(id, proofs, { signal });
  return openOwnRequest(ownerKey, { linkKey, preamble, sealed });
}

function isKept(sealed: RequestPayload, inbox: Inbox): boolean {
  const { expiresAt, maxAnswers, answerTtl, keep } = inbox;
  const same =
    expiresAt === sealed.expiresAt &&
    maxAnswers === sealed.maxAnswers &&
    answerTtl === sealed.answerTtl &&
    keep === sealed.keep;
  return (
    same &&
    areSameMembers(sealed.gates?.members, inbox.members) &&
    inbox.answersTaken <= maxAnswers &&
    inbox.answers.length <= maxAnswers &&
    isCreatedAsSealed(sealed, inbox)
  );
}
