import { readAddress } from '#crypto/address.ts';
import { isGroup } from '#crypto/gates.ts';
import { listOf } from './setting.ts';

/** One way of being a member, as the operator wrote it. */
export type MemberRule =
  /** A verified address in this domain, in the form of SPEC.md §13.3. */
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'group'; readonly group: string }
  /** The claim at an RFC 6901 pointer is this text, or a list that holds it. */
  | { readonly kind: 'claim'; readonly pointer: string; readonly value: string };

/** As the operator would write it. */
export function writeMemberRule(rule: MemberRule): string {
  switch (rule.kind) {
    case 'domain':
      return `@${rule.domain}`;
    case 'address':
      return rule.address;
    case 'group':
      return `group:${rule.group}`;
    case 'claim':
      return `claim:${rule.pointer}=${rule.value}`;
  }
}

/** The claim may hold an address that nobody verified: the rules with @ are for addresses. */
const EMAIL = '/email';
/** RFC 6901, to something within. */
export const POINTER = /^(\/([^~/]|~[01])*)+$/;

/** @returns undefined for a text that is not a list of rules */
export function readMemberRules(given: string): readonly MemberRule[] | undefined {
  const parts = given.includes('group:') || given.includes('claim:') ? given.split(',') : listOf(given);
  const rules = parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readRule);
  return rules.length === 0 || rules.includes(undefined) ? undefined : rules.filter((rule) => rule !== undefined);
}

function readRule(part: string): MemberRule | undefined {
  if (part.startsWith('group:')) {
    const group = part.slice('group:'.length);
    return isGroup(group) ? { kind: 'group', group } : undefined;
  }
  if (part.startsWith('claim:')) {
    const end = part.indexOf('=');
    const [pointer, value] = [part.slice('claim:'.length, end), part.slice(end + 1)];
    return end > 0 && POINTER.test(pointer) && pointer !== EMAIL && value !== ''
      ? { kind: 'claim', pointer, value }
      : undefined;
  }
  if (part.startsWith('@')) {
    const address = readAddress(`a${part}`)?.address;
    return address === undefined ? undefined : { kind: 'domain', domain: address.slice('a@'.length) };
  }
  const address = readAddress(part)?.address;
  return address === undefined ? undefined : { kind: 'address', address };
}
