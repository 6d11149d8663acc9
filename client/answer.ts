import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { verifyPreamble } from '#crypto/envelope.ts';
import { contentKeys, linkKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import type { Field, FileEntry, RequestPayload } from '#crypto/payload.ts';
import { openRequest, sealAnswerKey } from '#crypto/requests.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import type { Api, CallOptions } from './api.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import type { RequestsApi } from './requests-api.ts';
import { isCreatedAsSealed } from './sealed-terms.ts';
import { redacting } from './secret.ts';
import { prepareShare } from './share.ts';
import type { PreparedShare } from './share.ts';

/** What a request's link holds. */
export interface RequestHolder extends CallOptions {
  readonly id: string;
  readonly linkKey: Uint8Array;
}

/** A question that exactly this link was made of. Logged or serialised, it does not show what is asked. */
export interface Question {
  readonly asked: RequestPayload;
  readonly description: DescribeRequestReply;
  /** What was sealed, where the server says otherwise. */
  readonly mismatch?: AskedTerms;
}

export interface AskedTerms {
  readonly expiresAt: number;
  readonly maxAnswers: number;
}

/**
 * Whether it takes answers, told before anything is opened. The preamble has been verified against the link.
 * @throws CryptoError when the server's preamble is not the one this link was made with; else as the methods of `Api`
 */
export async function describeRequest(requests: RequestsApi, holder: RequestHolder): Promise<DescribeRequestReply> {
  const { id, linkKey, signal } = holder;
  const description = await requests.describeRequest(id, linkProofOf(holder), { signal });
  if (description.preamble !== undefined) verify(idBytes(id), linkKey, description.preamble);
  else if (description.state === 'open') throw new ProtocolError('nothing to verify');
  return description;
}

/**
 * What is asked. Nothing but the link proof has left before the preamble is verified.
 * @throws CryptoError (`request-link` among them) when this is not what the link was made of; ApiError `ended`; else as `Api`
 */
export async function readQuestion(requests: RequestsApi, holder: RequestHolder): Promise<Question> {
  const { id, linkKey, signal } = holder;
  const before = await describeRequest(requests, holder);
  if (before.preamble === undefined) throw new ProtocolError('nothing to read');
  const { h } = verify(idBytes(id), linkKey, before.preamble);
  const openProof = toBase64url(contentKeys(h, linkKey).openProof);
  const { head, sealed } = await requests.readRequest(id, { ...linkProofOf(holder), openProof }, { signal });
  const preamble = fromBase64url(before.preamble);
  const asked = await openRequest({ id: idBytes(id), linkKey, preamble, sealed });
  const terms = { expiresAt: asked.expiresAt, maxAnswers: asked.maxAnswers };
  const question: Question = { asked, description: head, ...(!keptTerms(asked, head) && { mismatch: terms }) };
  return redacting(question, ['asked']);
}

/** By the server's own statements alone: the reader's clock says nothing about the terms. */
function keptTerms(asked: RequestPayload, head: DescribeRequestReply): boolean {
  return head.expiresAt === asked.expiresAt && head.answersLeft <= asked.maxAnswers && isCreatedAsSealed(asked, head);
}

export interface AnswerDraft extends CallOptions {
  readonly text: string;
  readonly fields?: readonly Field[] | undefined;
  readonly files?: readonly FileEntry[] | undefined;
}

/**
 * An answer is a share that only the one who asked can open: its key goes to them alone. What `send` gives is its author's.
 * @throws as `prepareShare`
 */
export async function prepareAnswer(
  api: Api,
  { id, linkKey, asked }: Omit<RequestHolder, 'signal'> & Pick<Question, 'asked'>,
  draft: AnswerDraft,
): Promise<PreparedShare> {
  const requestId = idBytes(id);
  return prepareShare(api, {
    ...draft,
    maxViews: 0,
    ttlSeconds: asked.answerTtl,
    // An answer has no password: whoever asked has none to open it with.
    kdf: () => Promise.reject(new Error('An answer has no password.')),
    answer: {
      request: id,
      ...linkProofOf({ id, linkKey }),
      sealKey: (shareId, key) => sealAnswerKey({ requestId, descriptor: asked, shareId, linkKey: key }),
    },
  });
}

function linkProofOf({ id, linkKey }: RequestHolder): { linkProof: string } {
  return { linkProof: toBase64url(linkKeys(idBytes(id), linkKey).linkProof) };
}

function verify(id: Uint8Array, linkKey: Uint8Array, preamble: string) {
  return verifyPreamble({ id, linkKey, type: LinkType.request, tagged: fromBase64url(preamble) });
}
