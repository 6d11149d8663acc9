import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { openNote } from '#crypto/note.ts';
import { MAX_STATUS_BATCH } from '#server/shares/wire.ts';
import type { OwnerStatus } from '#server/shares/wire.ts';
import type { Api, CallOptions } from './api.ts';
import { ProtocolError } from './errors.ts';
import { idBytes } from './ids.ts';

/** What a manage link holds. */
export interface Owner {
  readonly id: string;
  readonly ownerKey: Uint8Array;
}

export type ManagedShare = Omit<OwnerStatus, 'note'> & {
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

/** Asks in batches; the answers are in the order of `owners`, null where the server knows no such share. */
export async function readStatuses(
  api: Api,
  owners: readonly Owner[],
  options?: CallOptions,
): Promise<(OwnerStatus | null)[]> {
  const statuses: (OwnerStatus | null)[] = [];
  for (let start = 0; start < owners.length; start += MAX_STATUS_BATCH) {
    const batch = owners.slice(start, start + MAX_STATUS_BATCH);
    const shares = batch.map((owner) => ({ id: owner.id, ...ownerBody(owner) }));
    const answer = await api.statuses({ shares }, options);
    if (answer.statuses.length !== batch.length) throw new ProtocolError('statuses of another number');
    statuses.push(...answer.statuses);
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

function ownerBody({ ownerKey }: Owner): { ownerProof: string } {
  return { ownerProof: toBase64url(ownerKeys(ownerKey).ownerProof) };
}

async function withTitle({ id, ownerKey }: Owner, { note, ...status }: OwnerStatus): Promise<ManagedShare> {
  if (note === undefined || note === '') return status;
  try {
    const { title } = await openNote(ownerKey, idBytes(id), fromBase64url(note));
    return title === '' ? status : { ...status, title };
  } catch {
    return { ...status, noteUnreadable: true };
  }
}
