import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { verifyPreamble } from '#crypto/envelope.ts';
import { contentKeys, linkKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import type { RequestPayload } from '#crypto/payload.ts';
import { openRequest } from '#crypto/request.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import { hasGate } from '#crypto/gates.ts';
import type { Gates } from '#crypto/gates.ts';
import { CryptoError } from '#crypto/errors.ts';
import type { CallOptions } from './call.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import type { AskedApi } from './asked-api.ts';
import type { MembersInput, Passes } from './member-terms.ts';
import { areSameMembers, isCreatedAsSealed } from './sealed-terms.ts';
import { redacting } from './secret.ts';

/** Apart from answer.ts, which loads HPKE and X-Wing: the question can be shown before they arrive. */

/** The content of a request's link. */
export interface RequestHolder extends CallOptions {
  readonly id: string;
  readonly linkKey: Uint8Array;
  /** If somebody has signed in: for a request that only members read and answer. */
  readonly passes?: Passes | undefined;
}

/** The question that this link was made from. Logs and JSON of it do not show the question. */
export interface Question {
  readonly asked: RequestPayload;
  readonly description: DescribeRequestReply;
  /** The sealed terms, if the server states different ones. */
  readonly mismatch?: AskedTerms;
}

export interface AskedTerms {
  readonly expiresAt: number;
  readonly maxAnswers: number;
  /** Present if only members read and answer it. */
  readonly members?: MembersInput;
}

/**
 * Whether the request takes answers. Opens nothing. Verifies the preamble against the link.
 * @throws CryptoError when the server's preamble is not the one of this link, or it does not say of members what the
 *   preamble says; otherwise as the methods of `Api`
 */
export async function describeRequest(requests: AskedApi, holder: RequestHolder): Promise<DescribeRequestReply> {
  const { id, linkKey, signal } = holder;
  const description = await requests.describeRequest(id, linkProofOf(holder), { signal });
  if (description.preamble !== undefined)
    expectSameGates(verify(idBytes(id), linkKey, description.preamble), description);
  else if (description.state === 'open') throw new ProtocolError('nothing to verify');
  return description;
}

/**
 * Opens the question. Sends nothing but the link proof before the preamble is verified.
 * @throws CryptoError (including `request-link`) when this is not the question the link was made from; ApiError
 *   `ended`; otherwise as `Api`
 */
export async function readQuestion(requests: AskedApi, holder: RequestHolder): Promise<Question> {
  const { id, linkKey, signal } = holder;
  const before = await describeRequest(requests, holder);
  if (before.preamble === undefined) throw new ProtocolError('nothing to read');
  const { h, gates } = verify(idBytes(id), linkKey, before.preamble);
  const openProof = toBase64url(contentKeys(h, linkKey).openProof);
  const pass = hasGate(gates, 'members') ? await holder.passes?.('read', id, signal) : undefined;
  const proofs = { ...linkProofOf(holder), openProof, ...(pass !== undefined && { pass }) };
  const { head, sealed } = await requests.readRequest(id, proofs, { signal });
  const preamble = fromBase64url(before.preamble);
  const asked = await openRequest({ id: idBytes(id), linkKey, preamble, sealed });
  const { expiresAt, maxAnswers, gates: sealedGates } = asked;
  const terms = { expiresAt, maxAnswers, ...(sealedGates?.members && { members: sealedGates.members }) };
  const question: Question = { asked, description: head, ...(!keptTerms(asked, head) && { mismatch: terms }) };
  return redacting(question, ['asked']);
}

/** Compares the server's own statements only: the reader's clock says nothing about the terms. */
function keptTerms(asked: RequestPayload, head: DescribeRequestReply): boolean {
  const isFor = areSameMembers(asked.gates?.members, head.members);
  const isWithin = head.expiresAt === asked.expiresAt && head.answersLeft <= asked.maxAnswers;
  return isFor && isWithin && isCreatedAsSealed(asked, head);
}

/** A server that hides or invents members is found out before the question is read. @throws CryptoError */
function expectSameGates({ gates }: { readonly gates: Gates }, { members }: DescribeRequestReply): void {
  if (hasGate(gates, 'members') !== (members !== undefined)) throw new CryptoError('preamble-gates');
}

export function linkProofOf({ id, linkKey }: RequestHolder): { linkProof: string } {
  return { linkProof: toBase64url(linkKeys(idBytes(id), linkKey).linkProof) };
}

function verify(id: Uint8Array, linkKey: Uint8Array, preamble: string) {
  return verifyPreamble({ id, linkKey, type: LinkType.request, tagged: fromBase64url(preamble) });
}
