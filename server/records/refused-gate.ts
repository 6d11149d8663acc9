import { hasGate } from '#crypto/gates.ts';
import type { Config } from '#server/config/config.ts';
import type { Openers } from '#server/config/policy-settings.ts';
import { AppError } from '#server/errors.ts';
import type { CreateHead } from '#server/shares/wire.ts';
import type { Member } from './check-pass.ts';
import type { WantedMemberTerms } from './keep-member-terms.ts';
import type { WantedGates } from './read-gates.ts';

/**
 * A name in `/api/config`; `notBefore`, which must be before the expiry; or `address`: the provider has verified none of
 * the member who creates, and it would be shown or get mail.
 */
export type GateLimit =
  ('people' | 'peopleDomains' | 'webhooks' | 'notBefore' | 'who') | ('members' | 'groups' | 'notifyMail' | 'address');
/** Instead of a limit: the member who creates must say so with a pass. */
export type GateRefusal = GateLimit | 'pass-required';

interface Wanted {
  readonly head: Pick<CreateHead, 'expiresAt'>;
  readonly gates: WantedGates;
  readonly memberTerms: WantedMemberTerms | undefined;
  readonly hasToken?: boolean | undefined;
  /** Who creates. */
  readonly member?: Member | undefined;
}

type GateConfig = Pick<Config, 'mail' | 'signIn' | 'policy'>;

/** @returns the limit that the gates exceed, or that a pass is needed */
export function refusedGate(config: GateConfig, wanted: Wanted): GateRefusal | undefined {
  const { head, gates, memberTerms } = wanted;
  const { notBefore } = gates;
  if (notBefore !== null && notBefore >= head.expiresAt) return 'notBefore';
  const { who } = config.policy;
  if (who?.includes(openersOf(gates)) === false) return 'who';
  return refusedPeople(config, wanted) ?? refusedMemberTerms(config, { memberTerms, member: wanted.member });
}

function openersOf({ bits }: WantedGates): Openers {
  if (hasGate(bits, 'members')) return 'members';
  return hasGate(bits, 'people') ? 'named' : 'anyone';
}

function refusedPeople({ mail }: GateConfig, { gates, hasToken, member }: Wanted): GateRefusal | undefined {
  const { addresses } = gates;
  if (addresses.length === 0) return undefined;
  if (mail?.who === 'members' && member === undefined) return 'pass-required';
  const mayName = ['anyone', 'members'].includes(mail?.who ?? 'off') || (mail?.who === 'token' && hasToken === true);
  if (mail === undefined || !mayName) return 'people';
  const isServed = (address: string) => mail.domains.includes(address.slice(address.lastIndexOf('@') + 1));
  return mail.domains.length === 0 || addresses.every(isServed) ? undefined : 'peopleDomains';
}

/** @returns as `refusedGate` */
export function refusedMemberTerms(
  { signIn, mail }: Pick<Config, 'mail' | 'signIn'>,
  { memberTerms, member }: Pick<Wanted, 'memberTerms' | 'member'>,
): GateRefusal | undefined {
  if (memberTerms === undefined) return undefined;
  if (signIn === undefined) return 'members';
  const { groups, showSender, mailLocale } = memberTerms;
  if (groups?.every((group) => signIn.groups.includes(group)) === false) return 'groups';
  if (mailLocale !== undefined && mail === undefined) return 'notifyMail';
  if (!showSender && mailLocale === undefined) return undefined;
  if (member === undefined) return 'pass-required';
  return member.address === undefined ? 'address' : undefined;
}

/** The error for a creator. */
export const gateRefusal = (refusal: GateRefusal): AppError =>
  refusal === 'pass-required' ? new AppError(refusal) : new AppError('terms-refused', { limit: refusal });
