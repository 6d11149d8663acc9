import type { Session } from '#server/session/wire.ts';
import { isOneOf } from '#client/member-terms.ts';
import type { MembersInput } from '#client/member-terms.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { groupsInWords } from '#cli/terminal/member-words.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { inWords } from '#cli/language/words.ts';
import { members as words } from '#cli/words/members.ts';
import type { Membership } from './membership.ts';

/**
 * Who has signed in, if that member may open or answer: found out before anything is used up.
 * @throws Failure that says how to sign in, or that it is for others; as `SessionApi`
 */
export async function expectMember(
  membership: Membership,
  members: MembersInput,
  signal: AbortSignal,
): Promise<Session> {
  const session = await membership.session(signal);
  if (isOneOf(session.groups, members)) return session;
  const who = printableLine(session.who);
  throw new Failure('refused', inWords(words.notInGroups, { who, groups: groupsInWords(members.groups ?? []) }));
}
