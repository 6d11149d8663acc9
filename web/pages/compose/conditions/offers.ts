import type { Policy } from '#client/policy.ts';
import type { Audience, Conditions } from '#web/pages/compose/compose-draft.ts';

/**
 * The choices that a service offers. One that is already chosen stays, also if the service withdraws it: another would
 * let other people open. Sealing then says so.
 */
export function audiences(policy: Policy | undefined, { audience }: Pick<Conditions, 'audience'>): readonly Audience[] {
  const named = policy?.people !== undefined || audience === 'named';
  return named ? ['anyone', 'named', 'each'] : ['anyone', 'each'];
}

export const offersNotices = (policy: Policy | undefined, { notices }: Pick<Conditions, 'notices'>): boolean =>
  policy?.webhooks !== undefined || notices !== undefined;
