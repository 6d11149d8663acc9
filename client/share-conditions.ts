import { toBase64url } from '#crypto/bytes.ts';
import type { PayloadGates } from '#crypto/gates.ts';
import type { OwnerKeys } from '#crypto/keys.ts';
import { sealPeople } from '#crypto/people.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import { memberHead, memberRefusal, membersGate } from './member-terms.ts';
import type { Limit, Policy } from './policy.ts';
import type { ShareInput } from './share-input.ts';
import { notifyHead } from './webhook-secret.ts';

/**
 * A lazy module: what only shares need that are for named people or members, that open later, or whose sender is shown
 * or wants notices.
 */

export type Conditions = Pick<ShareInput, 'people' | 'members' | 'notBefore' | 'notify' | 'showSender' | 'notifyMail'>;

/** The gates in the payload. */
export const gatesOfInput = ({ people, members, notBefore }: Conditions): PayloadGates => ({
  ...(people !== undefined && { emails: {} }),
  ...(members !== undefined && { members: membersGate(members) }),
  ...(notBefore !== undefined && { notBefore }),
});

/** @returns the limit of the service that the conditions exceed */
export function conditionsRefusal(
  conditions: Conditions,
  policy: Pick<Policy, 'people' | 'peopleDomains' | 'webhooks' | 'signIn' | 'notifyMail'>,
): Limit | undefined {
  const { people = [], notify } = conditions;
  if (people.length > 0 && policy.people === undefined) return 'people';
  if (people.some((address) => !isNameable(address, policy))) return 'peopleDomains';
  if (notify !== undefined && policy.webhooks === undefined) return 'webhooks';
  return memberRefusal(conditions, policy);
}

/** Whether the service mails codes to the domain of this address. @param address in the form of `readAddress` */
export function isNameable(address: string, { peopleDomains }: Pick<Policy, 'peopleDomains'>): boolean {
  return peopleDomains === undefined || peopleDomains.includes(address.slice(address.lastIndexOf('@') + 1));
}

export type ConditionsHead = Pick<CreateHead, 'gates' | 'notify' | 'showSender' | 'notifyMail' | 'receiptKey'>;

interface OwnedConditions extends Conditions {
  readonly id: Uint8Array;
  readonly ownerKey: Uint8Array;
  readonly owner: OwnerKeys;
}

/** The members for the server. @throws CryptoError for addresses outside their bounds */
export async function conditionsHead(input: OwnedConditions): Promise<ConditionsHead> {
  const { people, members, notBefore, notify, id, ownerKey, owner } = input;
  const named = people && {
    people: { addresses: [...people], list: toBase64url(await sealPeople(ownerKey, id, people)) },
  };
  const gates = {
    ...(notBefore !== undefined && { notBefore }),
    ...(members && { members: membersGate(members) }),
    ...named,
  };
  return {
    ...(Object.keys(gates).length > 0 && { gates }),
    ...(members && { receiptKey: toBase64url(owner.receiptKey) }),
    ...memberHead(input),
    ...(notify && { notify: notifyHead(owner, notify) }),
  };
}
