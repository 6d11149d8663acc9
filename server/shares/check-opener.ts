import { hasGate } from '#crypto/gates.ts';
import type { Transaction } from '#server/db/database.ts';
import type { Deps } from '#server/deps.ts';
import { openMemberTerms } from '#server/gates/member-terms.ts';
import { sealReceipt } from '#server/gates/seal-receipt.ts';
import { checkPass, isOfGroups } from '#server/records/check-pass.ts';
import type { GateFacts } from '#server/records/decide-opening.ts';
import type { GateRow } from '#server/records/gate.ts';
import type { MemberTermsRow } from '#server/records/member-terms.ts';
import { readSecret } from '#server/records/proof.ts';
import type { ShareRow } from '#server/records/share.ts';

interface OpenerInput {
  readonly share: ShareRow;
  readonly gate: GateRow;
  readonly memberTerms: MemberTermsRow | undefined;
  readonly pass: string | undefined;
  /** The share's erasure key. */
  readonly key: Uint8Array;
}

interface Opener {
  readonly member: GateFacts['member'];
  /** For the owner, if a member opens the share now; null without this gate. */
  readonly receipt: () => Uint8Array | null;
}

const SALT_BYTES = 32;
const noReceipt = () => null;

/**
 * Who wants to open a share for members. The caller holds the row's lock: somebody who signs out before the session is read
 * here opens nothing.
 */
export async function checkOpener(
  tx: Transaction,
  { config, serverKey, random }: Deps,
  { share, gate, memberTerms, pass, key }: OpenerInput,
): Promise<Opener> {
  if (!hasGate(gate.bits, 'members') || serverKey === undefined || config.signIn === undefined)
    return { member: 'missing', receipt: noReceipt };
  const { id, now } = share;
  const member = await checkPass(tx, { serverKey, pass, purpose: 'open', id });
  if (member === undefined) return { member: 'missing', receipt: noReceipt };
  const terms = memberTerms && openMemberTerms({ serverKey, key, id, ...memberTerms }, memberTerms.sealed);
  // With another server key than the one that it was made with, it opens for nobody.
  const { groups, receiptKey } = terms ?? {};
  if (receiptKey === undefined || !isOfGroups(member, groups)) return { member: 'other', receipt: noReceipt };
  const keys = { receiptKey: readSecret(receiptKey), id };
  const { who, address } = member;
  const type = address === undefined ? 'account' : 'address';
  return {
    member: 'right',
    receipt: () => sealReceipt({ ...keys, salt: random(SALT_BYTES) }, { at: now, type, who }),
  };
}
