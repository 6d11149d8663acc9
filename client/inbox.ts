import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { CallOptions } from './call.ts';
import { idBytes } from './ids.ts';
import type { ReadRequestStatus } from './read-request-status.ts';
import { ownerBody, readNote } from './owner.ts';
import type { Owner } from './owner.ts';
import type { RequestsApi } from './requests-api.ts';
import { redacting } from './secret.ts';

/** A request with its answers. Logs and JSON of it show neither title nor fragment. */
export type Inbox = Omit<ReadRequestStatus, 'note'> & {
  readonly title?: string;
  /** The part after `#` of the link for the people who answer. */
  readonly fragment?: string;
  /** The server returned a note that was not sealed with this key. */
  readonly noteUnreadable?: true;
};

/**
 * Reads the state of a request and all its answers. Changes nothing.
 * @throws ApiError `not-found` for an unknown id and for a wrong key; otherwise as the methods of `Api`
 */
export async function readInbox(requests: RequestsApi, owner: Owner & CallOptions): Promise<Inbox> {
  return withTitle(owner, await requests.requestStatus(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Stops accepting answers. */
export async function closeRequest(requests: RequestsApi, owner: Owner & CallOptions): Promise<Inbox> {
  return withTitle(owner, await requests.closeRequest(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Deletes the question and all answers immediately. */
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

async function withTitle(owner: Owner, { note: sealed, ...status }: ReadRequestStatus): Promise<Inbox> {
  const note = await readNote(owner, sealed);
  if (note === 'unreadable') return { ...status, noteUnreadable: true };
  const key = note?.requestLinkKey;
  const fragment = key && encodeFragment({ type: LinkType.request, key, id: idBytes(owner.id) });
  return titledInbox({ ...status, ...(fragment && { fragment }) }, note?.title);
}

/** @param title '' means no title */
export function titledInbox(inbox: Omit<Inbox, 'title'>, title: string | undefined): Inbox {
  return redacting<Inbox>({ ...inbox, ...(title && { title }) }, ['title', 'fragment']);
}
