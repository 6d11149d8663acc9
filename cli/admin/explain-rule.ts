import type { SignInConfig } from '#server/config/config.ts';
import { writeMemberRule } from '#server/config/member-rules.ts';
import type { MemberRule } from '#server/config/member-rules.ts';
import { areGroupsLeftOut, claimAt, emailOf } from '#server/session/claims.ts';
import type { Claims } from '#server/session/claims.ts';
import { matchRule } from '#server/session/match-rule.ts';

export interface ExplainedRule {
  /** As the operator wrote it. */
  readonly rule: string;
  readonly matches: boolean;
  /** Why it does not match. */
  readonly reason?: string;
}

export function explainRule(signIn: SignInConfig, claims: Claims, rule: MemberRule): ExplainedRule {
  const match = matchRule(signIn, claims, rule);
  const named = { rule: writeMemberRule(rule) };
  if (match === 'yes') return { ...named, matches: true };
  if (match === 'unverified')
    return { ...named, matches: false, reason: 'the provider has not verified the address (email_verified)' };
  return { ...named, matches: false, reason: reasonOf(signIn, claims, rule) };
}

function reasonOf({ groupsClaim = '' }: SignInConfig, claims: Claims, rule: MemberRule): string {
  switch (rule.kind) {
    case 'group':
      if (areGroupsLeftOut(claims, groupsClaim)) return 'the provider left out the groups, because they are too many';
      return claimAt(claims, groupsClaim) === undefined
        ? `there is no claim at ${groupsClaim}`
        : 'this is not one of the groups';
    case 'claim':
      return claimAt(claims, rule.pointer) === undefined ? 'there is no such claim' : 'the claim has another value';
    case 'address':
      return addressReason(claims);
    case 'domain':
      return emailOf(claims)?.address.endsWith(`@${rule.domain}`) === true
        ? 'the account is not of this domain (hd), which Google needs'
        : addressReason(claims);
  }
}

function addressReason(claims: Claims): string {
  const email = emailOf(claims);
  return email === undefined ? 'there is no address in the claim email' : `the address is ${email.address}`;
}
