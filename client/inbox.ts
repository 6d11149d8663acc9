import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import { openNote } from '#crypto/note.ts';
import type { RequestStatus } from '#server/requests/wire.ts';
import type { CallOptions } from './call.ts';
import { idBytes } from './ids.ts';
import type { Owner } from './manage.ts';
import type { RequestsApi } from './requests-api.ts';

export type Inbox = Omit<RequestStatus, 'note'> & {
  readonly title?: string;
  /** What follows `#` in the link that was sent to those who shall answer. */
  readonly fragment?: string;
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

function ownerBody({ ownerKey }: Owner): { ownerProof: string } {
  return { ownerProof: toBase64url(ownerKeys(ownerKey).ownerProof) };
}

async function withTitle({ id, ownerKey }: Owner, { note, ...status }: RequestStatus): Promise<Inbox> {
  if (note === undefined || note === '') return status;
  try {
    const { title, requestLinkKey: key } = await openNote(ownerKey, idBytes(id), fromBase64url(note));
    const fragment = key && encodeFragment({ type: LinkType.request, key, id: idBytes(id) });
    return { ...status, ...(title !== '' && { title }), ...(fragment && { fragment }) };
  } catch {
    return { ...status, noteUnreadable: true };
  }
}
