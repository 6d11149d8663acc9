import { MAX_STATUS_BATCH } from '#server/owner/wire.ts';
import type { BatchStatus, StatusReply } from '#server/owner/wire.ts';
import type { CallOptions } from './call.ts';
import type { OwnerApi } from './owner-api.ts';
import { ProtocolError } from './errors.ts';
import type { ReplyEntry } from './list-reply.ts';
import { ownerBody, readNote } from './owner.ts';
import type { Owner } from './owner.ts';
import type { Opener } from './read-receipts.ts';
import { redacting } from './secret.ts';

export type { Opener, Owner };

/** Logs and JSON of it show neither the title nor people. */
export type ManagedShare = Omit<StatusReply, 'note' | 'receipts'> & {
  /** The addresses of the named people, by number from 1. Absent if nobody is named, or the list cannot be read. */
  readonly addresses?: readonly string[];
  /** Who opened a share for members, oldest first. Absent if the module for receipts did not load. */
  readonly openers?: readonly Opener[];
  readonly title?: string;
  /** The server returned a note that was not sealed with this key. */
  readonly noteUnreadable?: true;
};

/**
 * Reads the state of a share, with the title from the owner's note. Changes nothing.
 * @throws ApiError `not-found` for an unknown id and for a wrong key; otherwise as the methods of `Api`.
 */
export async function readStatus(api: OwnerApi, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.status(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/**
 * Reads many states in batches, in the order of `owners`.
 * @returns null for a share that the server does not know, 'odd' for an invalid status
 */
export async function readStatuses(
  api: OwnerApi,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<ReplyEntry<BatchStatus>[]> {
  const statuses: ReplyEntry<BatchStatus>[] = [];
  for (let start = 0; start < owners.length; start += MAX_STATUS_BATCH) {
    const batch = owners.slice(start, start + MAX_STATUS_BATCH);
    const shares = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const reply = await api.statuses({ shares }, options);
    if (reply.length !== batch.length) throw new ProtocolError('unexpected number of statuses');
    statuses.push(...reply);
  }
  return statuses;
}

/** Unlocks the share and resets its count of wrong passwords to 0. */
export async function unlock(api: OwnerApi, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.unlock(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** Deletes the content immediately, even while somebody reads it. */
export async function remove(api: OwnerApi, owner: Owner & CallOptions): Promise<ManagedShare> {
  return withTitle(owner, await api.remove(owner.id, ownerBody(owner), { signal: owner.signal }));
}

/** `revoke` is final: the person can no longer open it. `reset`: they can request codes again. */
export async function changeRecipient(
  api: OwnerApi,
  { n, action, ...owner }: Owner & CallOptions & { readonly n: number; readonly action: 'revoke' | 'reset' },
): Promise<ManagedShare> {
  return withTitle(owner, await api.recipients(owner.id, { ...ownerBody(owner), n, action }, { signal: owner.signal }));
}

/** Brings the expiry forward. @param owner.expiresAt Unix seconds; a later time than the current expiry has no effect */
export async function shorten(
  api: OwnerApi,
  { expiresAt, ...owner }: Owner & CallOptions & { readonly expiresAt: number },
): Promise<ManagedShare> {
  return withTitle(owner, await api.shorten(owner.id, { ...ownerBody(owner), expiresAt }, { signal: owner.signal }));
}

async function withTitle(owner: Owner, { note: sealed, receipts, ...read }: StatusReply): Promise<ManagedShare> {
  const addresses = read.people?.list === undefined ? undefined : await addressesOf(owner, read.people.list);
  const openers = receipts && (await openersOf(owner, receipts));
  const status = { ...read, ...(addresses && { addresses }), ...(openers && { openers }) };
  const note = await readNote(owner, sealed);
  if (note === 'unreadable') return redacted({ ...status, noteUnreadable: true });
  return titledShare(status, note?.title);
}

/** @param title '' means no title */
export function titledShare(share: Omit<ManagedShare, 'title'>, title: string | undefined): ManagedShare {
  return redacted({ ...share, ...(title && { title }) });
}

/** A copy loses the redaction, so every copy needs it again. */
const redacted = (share: ManagedShare): ManagedShare =>
  redacting<ManagedShare>(share, ['title', 'addresses', 'openers', 'from']);

/** Without the module, the people have numbers only. */
async function addressesOf(owner: Owner, list: string): Promise<readonly string[] | undefined> {
  const module = await import('./read-people.ts').catch(() => undefined);
  return module?.readPeople(owner, list);
}

async function openersOf(
  owner: Owner,
  receipts: NonNullable<StatusReply['receipts']>,
): Promise<readonly Opener[] | undefined> {
  const module = await import('./read-receipts.ts').catch(() => undefined);
  return module?.readReceipts(owner, receipts);
}
