import { revealNote } from '#server/erasure/at-rest.ts';
import type { Store } from '#server/store.ts';
import { findNote } from './content.ts';
import type { ShareRow } from './share.ts';

/** @returns the note as its owner sealed it, or undefined without a note or once the share has ended */
export function revealedNote(store: Store, share: ShareRow): Promise<Uint8Array | undefined> {
  return store.withKey(share, async (key) => {
    const note = key && (await findNote(store.read, share.id));
    return key && note && revealNote(key, share.id, note);
  });
}
