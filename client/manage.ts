import { MAX_STATUS_BATCH } from '#server/shares/wire.ts';
import type { BatchStatus, StatusReply } from '#server/shares/wire.ts';
import type { Api, CallOptions } from './api.ts';
import { ProtocolError } from './errors.ts';
import type { Entry } from './list-reply.ts';
import { ownerBody, readNote } from './owner.ts';
import type { Owner } from './owner.ts';
import { redacting } from './secret.ts';

export type { Owner };

/** Logged or serialised, it does not show the title. */
export type ManagedShare = Omit<StatusReply, 'note'> & {
  readonly title?: string;
  /** The server gave a note that this key did not write. */
  readonly noteUnreadable?: true;
};

/**
 * How the share is, with its title as this owner wrote it. Changes nothing.
 * @throws ApiError `not-found` for an unknown id and for another's key alike; else as the methods of `Api`.
 */
export async function readStatus(api: Api, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.status(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Asks in batches; the answers are in the order of `owners`, null where the server knows no such share, 'odd' where its status makes no sense. */
export async function readStatuses(
  api: Api,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<Entry<BatchStatus>[]> {
  const statuses: Entry<BatchStatus>[] = [];
  for (let start = 0; start < owners.length; start += MAX_STATUS_BATCH) {
    const batch = owners.slice(start, start + MAX_STATUS_BATCH);
    const shares = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const answer = await api.statuses({ shares }, options);
    if (answer.length !== batch.length) throw new ProtocolError('statuses of another number');
    statuses.push(...answer);
  }
  return statuses;
}

/** Allows passwords to be tried again, from a count of 0. */
export async function unlock(api: Api, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.unlock(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Deletes the content at once, whoever may be reading it. */
export async function remove(api: Api, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.remove(owner.id, ownerBody(owner), { signal: owner.signal }));
}

async function withTitle(owner: Owner, { note: sealed, ...status }: StatusReply): Promise<ManagedShare> {
  const note = await readNote(owner, sealed);
  if (note === 'unreadable') return { ...status, noteUnreadable: true };
  return titledShare(status, note?.title);
}

/** @param title '' is none */
export function titledShare(share: Omit<ManagedShare, 'title'>, title: string | undefined): ManagedShare {
  return redacting<ManagedShare>({ ...share, ...(title && { title }) }, ['title']);
}
