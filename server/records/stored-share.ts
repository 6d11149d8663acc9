import type { Session } from '#server/db/database.ts';
import { findContent } from './content.ts';
import { findGate } from './gate.ts';
import type { StoredShare } from './new-share.ts';
import { findRecipients } from './recipient.ts';
import { findProofHashes } from './share.ts';
import { findPeopleList } from './share-terms.ts';
import type { ShareRow } from './share.ts';

/** Everything of a share or request that a repeated create is compared with. @returns undefined once it has ended */
export async function findStoredShare(session: Session, share: ShareRow): Promise<StoredShare | undefined> {
  const { id } = share;
  const content = await findContent(session, id);
  const hashes = await findProofHashes(session, id);
  if (content === undefined || hashes === undefined) return undefined;
  const gate = share.openHash === null ? await findGate(session, id) : undefined;
  const tags = gate ? (await findRecipients(session, id)).map(({ tag }) => tag) : [];
  const people = (await findPeopleList(session, id)) ?? null;
  return { ...share, ...hashes, ...content, people, gates: gate ? { ...gate, tags } : null };
}
