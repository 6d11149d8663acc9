import { toBase64url } from '#crypto/bytes.ts';
import type { PayloadGates } from '#crypto/gates.ts';
import type { OwnerKeys } from '#crypto/keys.ts';
import { sealPeople } from '#crypto/people.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { Limit, Policy } from './policy.ts';
import type { ShareInput } from './share-input.ts';
import { notifyHead } from './webhook-secret.ts';

/**
 * A lazy module: what only shares need that are for named people, that open later, or whose sender wants notices.
 */

export type Conditions = Pick<ShareInput, 'people' | 'notBefore' | 'notify'>;

/** The gates in the payload. */
export const gatesOfInput = ({ people, notBefore }: Conditions): PayloadGates => ({
  ...(people !== undefined && { emails: {} }),
  ...(notBefore !== undefined && { notBefore }),
});

/** @returns the limit of the service that the conditions exceed */
export function conditionsRefusal(
  { people = [], notify }: Conditions,
  policy: Pick<Policy, 'people' | 'peopleDomains' | 'webhooks'>,
): Limit | undefined {
  if (people.length > 0 && policy.people === undefined) return 'people';
  if (people.some((address) => !isNameable(address, policy))) return 'peopleDomains';
  return notify !== undefined && policy.webhooks === undefined ? 'webhooks' : undefined;
}

/** Whether the service mails codes to the domain of this address. @param address in the form of `readAddress` */
export function isNameable(address: string, { peopleDomains }: Pick<Policy, 'peopleDomains'>): boolean {
  return peopleDomains === undefined || peopleDomains.includes(address.slice(address.lastIndexOf('@') + 1));
}

interface OwnedConditions extends Conditions {
  readonly id: Uint8Array;
  readonly ownerKey: Uint8Array;
  readonly owner: OwnerKeys;
}

/** The members for the server. @throws CryptoError for addresses outside their bounds */
export async function conditionsHead(input: OwnedConditions): Promise<Pick<CreateHead, 'gates' | 'notify'>> {
  const { people, notBefore, notify, id, ownerKey, owner } = input;
  const named = people && {
    people: { addresses: [...people], list: toBase64url(await sealPeople(ownerKey, id, people)) },
  };
  const isGated = people !== undefined || notBefore !== undefined;
  return {
    ...(isGated && { gates: { ...(notBefore !== undefined && { notBefore }), ...named } }),
    ...(notify && { notify: notifyHead(owner, notify) }),
  };
}
