import { readAddress } from '#crypto/address.ts';

/** What the provider says of somebody: the claims of an ID token that has been checked. Only own members count. */
export type Claims = Readonly<Record<string, unknown>>;

/** RFC 6901. @returns undefined where the pointer leads nowhere */
export function claimAt(claims: Claims, pointer: string): unknown {
  return pointedNames(pointer).reduce<unknown>(memberOf, claims);
}

/** RFC 6901 §4. */
export const pointedNames = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

const INDEX = /^(0|[1-9]\d*)$/;

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !INDEX.test(name)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** A claim is one value, or a list of them. */
const valuesAt = (claims: Claims, pointer: string): readonly unknown[] => {
  const value = claimAt(claims, pointer);
  return Array.isArray(value) ? value : [value];
};

export const groupsAt = (claims: Claims, pointer: string): ReadonlySet<string> =>
  new Set(valuesAt(claims, pointer).filter((value) => typeof value === 'string'));

/** Whether the claim is this text, or a list that holds it. Numbers and booleans are compared as JSON writes them. */
export const hasText = (claims: Claims, pointer: string, text: string): boolean =>
  valuesAt(claims, pointer).some((value) => isScalar(value) && String(value) === text);

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Whether the provider leaves out the groups because they are too many. Entra ID names another place for them, where
 * nobody asks.
 */
export function areGroupsLeftOut(claims: Claims, pointer: string): boolean {
  if (claimAt(claims, pointer) !== undefined) return false;
  const [, name = ''] = pointer.split('/');
  return claimAt(claims, '/hasgroups') === true || claimAt(claims, `/_claim_names/${name}`) !== undefined;
}

interface Email {
  /** SPEC.md §13.3. */
  readonly address: string;
  readonly isVerified: boolean;
}

/** @returns undefined if the provider names no address that mail could go to */
export function emailOf(claims: Claims): Email | undefined {
  const email = claimAt(claims, '/email');
  const address = typeof email === 'string' ? readAddress(email)?.address : undefined;
  return address === undefined ? undefined : { address, isVerified: isVerified(claims) };
}

/** Entra ID does not send `email_verified`, and says with `xms_edov` whether the domain belongs to the organisation. */
function isVerified(claims: Claims): boolean {
  const verified = claimAt(claims, '/email_verified');
  if (verified !== undefined) return verified === true;
  return [true, 1, '1'].some((value) => value === claimAt(claims, '/xms_edov'));
}
