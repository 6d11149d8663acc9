import type { SignInConfig } from '#server/config/config.ts';
import { claimAt, emailOf, groupsAt } from './claims.ts';
import type { Claims } from './claims.ts';
import { matchRule } from './match-rule.ts';
import type { SignInFault } from './wire.ts';

/** Somebody who has signed in and is a member. The session keeps this, encrypted. */
export interface MemberClaims {
  /** With `sub`, the identity. An address can change hands. */
  readonly iss: string;
  readonly sub: string;
  /** The provider's session, which its logout may name. */
  readonly sid?: string;
  /** As a receipt names this member: the verified address, or `sub`. */
  readonly who: string;
  /** The verified address, in the form of SPEC.md §13.3. */
  readonly address?: string;
  /** Only those that senders can choose. */
  readonly groups: readonly string[];
  /** Whether this member may create where only members may. */
  readonly isCreator: boolean;
}

export type MemberFault = Extract<SignInFault, 'token-refused' | 'not-a-member' | 'email-not-verified'>;
export type MemberReading = { readonly member: MemberClaims } | { readonly fault: MemberFault };

/** OpenID Connect Core 1.0 §2 has 255 ASCII characters. Some providers send a name with other letters. */
const MAX_SUBJECT_LENGTH = 255;
const MAX_ISSUER_LENGTH = 2048;

/**
 * Decides who is a member. Never throws, whatever the claims are.
 * @param claims of an ID token that has been checked
 */
export function readMember(signIn: SignInConfig, claims: Claims): MemberReading {
  const iss = readText(claimAt(claims, '/iss'), MAX_ISSUER_LENGTH);
  const sub = readText(claimAt(claims, '/sub'), MAX_SUBJECT_LENGTH);
  if (iss === undefined || sub === undefined) return { fault: 'token-refused' };
  const fault = faultOf(signIn, claims);
  if (fault !== undefined) return { fault };
  const sid = readText(claimAt(claims, '/sid'), MAX_SUBJECT_LENGTH);
  const email = emailOf(claims);
  const address = email?.isVerified === true ? email.address : undefined;
  const isCreator = signIn.creators?.some((rule) => matchRule(signIn, claims, rule) === 'yes') ?? true;
  return {
    member: {
      iss,
      sub,
      ...(sid !== undefined && { sid }),
      who: address ?? sub,
      ...(address !== undefined && { address }),
      groups: keptGroups(signIn, claims),
      isCreator,
    },
  };
}

/** Without controls, direction marks and half characters, which would change how the text is shown or hashed. */
function readText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > maxLength) return undefined;
  return /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(value) ? undefined : value;
}

function faultOf({ members, ...context }: SignInConfig, claims: Claims) {
  if (members === undefined) return undefined;
  const matches = new Set(members.map((rule) => matchRule(context, claims, rule)));
  if (matches.has('yes')) return undefined;
  return matches.has('unverified') ? 'email-not-verified' : 'not-a-member';
}

/** If the provider leaves them out because they are too many, there are none. */
function keptGroups({ groupsClaim, groups }: SignInConfig, claims: Claims): string[] {
  if (groupsClaim === undefined) return [];
  const given = groupsAt(claims, groupsClaim);
  return groups.filter((group) => given.has(group));
}
