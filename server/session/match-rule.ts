import { readAddress } from '#crypto/address.ts';
import type { SignInConfig } from '#server/config/config.ts';
import type { MemberRule } from '#server/config/member-rules.ts';
import { claimAt, emailOf, groupsAt, hasText } from './claims.ts';
import type { Claims } from './claims.ts';

/** `unverified`: it would match if the provider had verified the address. */
export type Match = 'yes' | 'no' | 'unverified';

export type RuleContext = Pick<SignInConfig, 'issuer' | 'groupsClaim'>;

export function matchRule(context: RuleContext, claims: Claims, rule: MemberRule): Match {
  switch (rule.kind) {
    case 'group':
      return asMatch(context.groupsClaim !== undefined && groupsAt(claims, context.groupsClaim).has(rule.group));
    case 'claim':
      return asMatch(hasText(claims, rule.pointer, rule.value));
    case 'address':
      return matchAddress(claims, (address) => address === rule.address);
    case 'domain':
      return matchAddress(
        claims,
        (address) => address.endsWith(`@${rule.domain}`) && isOfDomain(context.issuer, claims, rule.domain),
      );
  }
}

const asMatch = (matches: boolean): Match => (matches ? 'yes' : 'no');

function matchAddress(claims: Claims, matches: (address: string) => boolean): Match {
  const email = emailOf(claims);
  if (email === undefined || !matches(email.address)) return 'no';
  return email.isVerified ? 'yes' : 'unverified';
}

/**
 * A private Google account may have had an address of this domain verified once, long ago. Only `hd` says that the
 * account belongs to the organisation.
 */
function isOfDomain(issuer: string, claims: Claims, domain: string): boolean {
  if (URL.parse(issuer)?.hostname !== 'accounts.google.com') return true;
  const hosted = claimAt(claims, '/hd');
  return typeof hosted === 'string' && readAddress(`a@${hosted}`)?.address === `a@${domain}`;
}
