import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { openNote } from '#crypto/note.ts';
import type { Note } from '#crypto/note.ts';
import { idBytes } from './ids.ts';

/** What a manage link holds. */
export interface Owner {
  readonly id: string;
  readonly ownerKey: Uint8Array;
}

/** What shows a server that the owner asks. */
export function ownerBody({ ownerKey }: Pick<Owner, 'ownerKey'>): { ownerProof: string } {
  return { ownerProof: toBase64url(ownerKeys(ownerKey).ownerProof) };
}

/** @returns undefined where the server holds none any more; 'unreadable' where this key did not write it */
export async function readNote(
  { id, ownerKey }: Owner,
  note: string | undefined,
): Promise<Note | 'unreadable' | undefined> {
  if (note === undefined || note === '') return undefined;
  try {
    return await openNote(ownerKey, idBytes(id), fromBase64url(note));
  } catch {
    return 'unreadable';
  }
}
