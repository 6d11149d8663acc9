import type { MembersInput } from '#client/member-terms.ts';
import { inWords } from '#cli/language/words.ts';
import { members as words } from '#cli/words/members.ts';
import { printableLine } from './printable.ts';
import { listed } from './wording.ts';

/** Who can open a secret, or answer a request. */
export function onlyInWords({ groups = [] }: MembersInput, kind: 'share' | 'request'): string {
  if (groups.length === 0) return kind === 'share' ? words.onlyMembers : words.answersMembers;
  return inWords(kind === 'share' ? words.onlyGroups : words.answersGroups, { groups: groupsInWords(groups) });
}

export const groupsInWords = (groups: readonly string[]): string => listed(groups.map(printableLine));
