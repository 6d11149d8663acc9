import type { Policy } from '#client/policy.ts';
import type { Audience, Conditions } from '#web/pages/compose/compose-draft.ts';

/**
 * The choices that a service offers. One that is already chosen stays, also if the service withdraws it: another would
 * let other people open. Sealing then says so.
 */
export function audiences(policy: Policy | undefined, { audience }: Pick<Conditions, 'audience'>): readonly Audience[] {
  const isOffered: Readonly<Record<Audience, boolean>> = {
    anyone: true,
    named: policy?.people !== undefined,
    members: policy?.signIn !== undefined,
    each: true,
  };
  const usual: readonly Audience[] = ['anyone', 'named', 'members', 'each'];
  // Links for several people open for anyone who has one.
  const allowed = policy?.who?.flatMap((one): Audience[] => (one === 'anyone' ? ['anyone', 'each'] : [one])) ?? usual;
  const offered = allowed.filter((one) => isOffered[one]);
  return offered.includes(audience) ? offered : [...offered, audience];
}

export const offersNotices = (policy: Policy | undefined, { notices }: Pick<Conditions, 'notices'>): boolean =>
  policy?.webhooks !== undefined || notices !== undefined;
