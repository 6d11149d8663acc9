import { fromBase64url, toBase64url } from '#crypto/bytes.ts';
import { ownerKeys } from '#crypto/keys.ts';
import { openNote } from '#crypto/note.ts';
import type { Note } from '#crypto/note.ts';
import { idBytes } from './ids.ts';

/** The content of a manage link. */
export interface Owner {
  readonly id: string;
  readonly ownerKey: Uint8Array;
}

/** The proof that a request comes from the owner. */
export function ownerBody({ ownerKey }: Pick<Owner, 'ownerKey'>): { ownerProof: string } {
  return { ownerProof: toBase64url(ownerKeys(ownerKey).ownerProof) };
}

/** @returns undefined if the server no longer holds a note; 'unreadable' if it was not sealed with this key */
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
