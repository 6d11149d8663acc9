import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { linkKeys, ownerKeys } from '#crypto/keys.ts';
import { LinkType } from '#crypto/link.ts';
import { openNote } from '#crypto/note.ts';
import { openAnswerKey } from '#crypto/requests.ts';
import { MAX_REQUEST_BATCH } from '#server/requests/wire.ts';
import type { RequestBatchAnswer, RequestStatus } from '#server/requests/wire.ts';
import type { AcknowledgeAnswer } from '#server/shares/wire.ts';
import type { Api, CallOptions } from './api.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';
import type { Owner } from './manage.ts';
import { describe, openShare } from './open.ts';
import type { Holder, OpenedShare } from './open.ts';
import type { RequestsApi } from './requests-api.ts';
import { redacting } from './secret.ts';

export type Inbox = Omit<RequestStatus, 'note'> & {
  readonly title?: string;
  /** The server gave a note that this key did not write. */
  readonly noteUnreadable?: true;
};

/**
 * How the request is, and every answer to it. Changes nothing.
 * @throws ApiError `not-found` for an unknown id and for another's key alike; else as the methods of `Api`
 */
export async function readInbox(requests: RequestsApi, owner: Owner & CallOptions): Promise<Inbox> {
  return withTitle(owner, await requests.requestStatus(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Takes no further answer. */
export async function closeRequest(requests: RequestsApi, owner: Owner & CallOptions): Promise<Inbox> {
  return withTitle(owner, await requests.closeRequest(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Deletes the question and every answer at once. */
export async function deleteRequest(requests: RequestsApi, owner: Owner & CallOptions): Promise<Inbox> {
  return withTitle(owner, await requests.deleteRequest(owner.id, ownerBody(owner), { signal: owner.signal }));
}

export async function deleteAnswer(
  requests: RequestsApi,
  owner: Owner & CallOptions & { readonly answer: string },
): Promise<Inbox> {
  const body = { ...ownerBody(owner), answer: owner.answer };
  return withTitle(owner, await requests.deleteAnswer(owner.id, body, { signal: owner.signal }));
}

export type RequestCount = RequestBatchAnswer['requests'][number];

/** Asks in batches; the answers are in the order of `owners`, null where the server knows no such request. */
export async function readCounts(
  requests: RequestsApi,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<RequestCount[]> {
  const counts: RequestCount[] = [];
  for (let start = 0; start < owners.length; start += MAX_REQUEST_BATCH) {
    const batch = owners.slice(start, start + MAX_REQUEST_BATCH);
    const asked = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const answer = await requests.requestStatuses({ requests: asked }, options);
    if (answer.requests.length !== batch.length) throw new ProtocolError('statuses of another number');
    counts.push(...answer.requests);
  }
  return counts;
}

export interface AnswerToOpen extends Owner, CallOptions {
  /** As the inbox lists it. */
  readonly answer: { readonly id: string; readonly sealedKey?: string | undefined };
  readonly claim: string;
}

/** An answer, opened, and what it takes to fetch its files and to acknowledge it. */
export interface OpenedAnswer extends Holder {
  readonly opened: OpenedShare;
}

/**
 * Opens an answer with the owner key alone. May be repeated with the same claim.
 * @throws CryptoError when the key was not sealed for this request and this answer, or the content is not what was sealed with it
 */
export async function openAnswer(api: Api, { ownerKey, answer, claim, signal }: AnswerToOpen): Promise<OpenedAnswer> {
  if (answer.sealedKey === undefined) throw new ProtocolError('no key to open');
  const sealedKey = fromBase64url(answer.sealedKey);
  const linkKey = await openAnswerKey(ownerKey, { shareId: idBytes(answer.id), sealedKey });
  const holder = { id: answer.id, linkKey, type: LinkType.share, signal } as const;
  const description = await describe(api, { ...holder, claim });
  // The kind of its key derivation is none, and no password is ever asked for.
  const kdf = () => Promise.reject(new Error('An answer has no password.'));
  const opened = await openShare(api, { ...holder, description, claim, kdf });
  return redacting({ id: answer.id, linkKey, signal, opened }, ['linkKey']);
}

export interface AnswerRead extends Owner, CallOptions {
  readonly answer: Holder;
  readonly claim: string;
}

/** Says that the answer was read: its author sees that, and where the request wants it so, it is deleted now. */
export function acknowledgeAnswer(
  api: Api,
  { ownerKey, answer, claim, signal }: AnswerRead,
): Promise<AcknowledgeAnswer> {
  const { linkProof } = linkKeys(idBytes(answer.id), answer.linkKey);
  const { ownerProof } = ownerKeys(ownerKey);
  const body = { linkProof: toBase64url(linkProof), claim, requestOwnerProof: toBase64url(ownerProof) };
  return api.acknowledge(answer.id, body, { signal });
}

function ownerBody({ ownerKey }: Owner): { ownerProof: string } {
  return { ownerProof: toBase64url(ownerKeys(ownerKey).ownerProof) };
}

async function withTitle({ id, ownerKey }: Owner, { note, ...status }: RequestStatus): Promise<Inbox> {
  if (note === undefined || note === '') return status;
  try {
    const { title } = await openNote(ownerKey, idBytes(id), fromBase64url(note));
    return title === '' ? status : { ...status, title };
  } catch {
    return { ...status, noteUnreadable: true };
  }
}
