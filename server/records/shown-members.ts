import { hasGate } from '#crypto/gates.ts';
import type { Deps } from '#server/deps.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { GateRow } from './gate.ts';
import { readMemberTerms } from './member-terms.ts';
import type { ShareRow } from './share.ts';

type ShownMembers = Pick<DescribeReply, 'members' | 'from'>;

/**
 * Which members a share or request is for, and which of them is shown as its sender: for people with the link, and for the
 * owner. Where nobody can sign in, only a share for members reads anything.
 */
export async function shownMembers(
  deps: Pick<Deps, 'config' | 'store' | 'serverKey'>,
  share: ShareRow,
  gate: Pick<GateRow, 'bits'> | undefined,
): Promise<ShownMembers> {
  const isForMembers = gate !== undefined && hasGate(gate.bits, 'members');
  if (!isForMembers && deps.config.signIn === undefined) return {};
  const terms = await readMemberTerms(deps, share);
  if (terms === undefined) return {};
  const { groups, from } = terms;
  return {
    ...(isForMembers && { members: { ...(groups && { groups: [...groups] }) } }),
    ...(from !== undefined && { from }),
  };
}
