import { encodeId } from '#crypto/ids.ts';
import type { Session, Transaction } from '#server/db/database.ts';
import { openPass } from '#server/gates/pass.ts';
import type { PassContent } from '#server/gates/pass.ts';
import type { ServerKey } from '#server/keys/server-key.ts';
import type { PassPurpose } from '#server/session/wire.ts';
import { findMember } from './session.ts';

/** Somebody who has signed in, as a pass says. */
export interface Member {
  /** Keyed hash of issuer and subject. */
  readonly subTag: Uint8Array;
  readonly groups: readonly string[];
  /** The verified address, or the provider's `sub`. */
  readonly who: string;
  /** The verified address. */
  readonly address?: string | undefined;
  readonly isCreator: boolean;
}

interface PassInput {
  readonly serverKey: ServerKey | undefined;
  readonly pass: string | undefined;
  readonly purpose: PassPurpose;
  /** The id of the share or request. */
  readonly id: Uint8Array;
}

/**
 * Reads the row of the session: signing out ends every pass. Within a transaction that opens, after the row's lock.
 * @returns undefined unless the pass holds now, for this id and purpose
 */
export async function checkPass(
  session: Session | Transaction,
  { serverKey, pass, purpose, id }: PassInput,
): Promise<Member | undefined> {
  if (serverKey === undefined || pass === undefined) return undefined;
  const content = openPass(serverKey, pass);
  if (content?.for !== purpose || content.id !== encodeId(id)) return undefined;
  const row = await findMember(session, Buffer.from(content.s, 'base64url'));
  if (row === undefined || content.exp <= row.now) return undefined;
  return memberOf(content, row.subTag);
}

const memberOf = ({ groups, who, address, creator }: PassContent, subTag: Uint8Array): Member => ({
  subTag,
  groups,
  who,
  address,
  isCreator: creator === true,
});

/** @param groups of a share; undefined: every member */
export const isOfGroups = (member: Member, groups: readonly string[] | undefined): boolean =>
  groups === undefined || member.groups.some((group) => groups.includes(group));
