import type { RecipientStatus } from '#server/owner/wire.ts';
import { listedBriefly, numberInWords, timeInWords, timesInWords, timeStamp } from '#cli/terminal/wording.ts';
import type { Opener } from '#client/manage.ts';
import type { MembersInput } from '#client/member-terms.ts';
import { everyPerson } from '#client/named-people.ts';
import { shownSender } from '#client/shown-sender.ts';
import { groupsInWords } from '#cli/terminal/member-words.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { members as memberWords } from '#cli/words/members.ts';
import { inWords } from '#cli/language/words.ts';
import { people as words } from '#cli/words/people.ts';
import { nameOf, personForPrograms } from './pick-person.ts';
import type { KnownShare } from './status.ts';

/** A line of `sotto status`. */
export type Fact = readonly [label: string, fact: string | undefined];

const { facts: label } = words;

/** Who can open a share, from when, and who hears of it. */
export function gateFacts({ about, forNamed }: KnownShare): Fact[] {
  const { notBefore } = about;
  const facts: Fact[] = [
    [label.notBefore, notBefore === undefined ? undefined : timeInWords(notBefore, about.createdAt)],
    [label.for, forNamed ? words.forNamed : forMembers(about)],
    [memberWords.facts.from, fromInWords(about)],
  ];
  if (!('hasPassword' in about)) return facts;
  const { addresses, openers = [], notices } = about;
  const persons = everyPerson(about).map((one, i): Fact => {
    const person = addresses === undefined ? words.unknownAddress : nameOf(one.n, addresses);
    const line = { number: String(one.n), person, facts: listedBriefly(personFacts(one)) };
    return [i === 0 ? label.people : '', inWords(words.person, line)];
  });
  const opened = openers.map((one, i): Fact => [i === 0 ? memberWords.facts.openers : '', openerInWords(one)]);
  return [...facts, ...persons, ...opened, [label.notices, notices && words.notices[notices]]];
}

interface OfMembers {
  readonly members?: MembersInput | undefined;
  readonly from?: string | undefined;
}

/** For a share and a request. */
export function forMembers({ members }: OfMembers): string | undefined {
  if (members === undefined) return undefined;
  const { groups = [] } = members;
  return groups.length === 0
    ? memberWords.forMembers
    : inWords(memberWords.forGroups, { groups: groupsInWords(groups) });
}

export function fromInWords(about: OfMembers): string | undefined {
  const address = shownSender(about);
  return address === undefined ? undefined : inWords(memberWords.fromSaid, { address });
}

const openerInWords = (opener: Opener): string =>
  inWords(memberWords.opener, { who: openerName(opener), time: timeInWords(opener.openedAt) });

function openerName({ who, type }: Opener): string {
  if (who === undefined) return memberWords.unknownOpener;
  const name = printableLine(who);
  return type === 'address' ? name : inWords(memberWords.openerAccount, { name });
}

/** Who can open or answer it, and who sent it, for `--json`. */
export function membersForPrograms(about: OfMembers) {
  const from = shownSender(about);
  return { ...(about.members && { members: about.members }), ...(from !== undefined && { from }) };
}

function personFacts({ openedAt, codeRequests = 0, resetAt, mail, revokedAt }: RecipientStatus): string[] {
  const requests = resetAt === undefined ? words.codeRequests : words.codeRequestsSince;
  return [
    openedAt.length === 0 ? words.notOpened : inWords(words.opened, { times: timesInWords(openedAt) }),
    ...(revokedAt === undefined ? [] : [inWords(words.revoked, { time: timeInWords(revokedAt) })]),
    ...(resetAt === undefined ? [] : [inWords(words.reset, { time: timeInWords(resetAt) })]),
    ...(codeRequests === 0 ? [] : [inWords(requests, { count: codeRequests })]),
    ...(mail === undefined ? [] : [words.mail[mail]]),
  ];
}

/** @param left all people together, told to the owner only */
export function eachInWords(views: number, left: number | null): string {
  if (views === 0) return words.opensEachUnlimited;
  if (left === null) return inWords(words.opensEach, { views });
  return inWords(words.opensEachLeft, { views, left: numberInWords(left) });
}

/** The same for `--json`. */
export function gatesForPrograms({ about, forNamed }: KnownShare) {
  const { notBefore, firstExpiresAt } = about;
  return {
    ...(notBefore !== undefined && { notBefore: timeStamp(notBefore) }),
    ...(firstExpiresAt !== undefined && { firstExpiresAt: timeStamp(firstExpiresAt) }),
    ...(forNamed && { forNamedPeople: true }),
    ...membersForPrograms(about),
    ...('hasPassword' in about && ownerGates(about)),
  };
}

function ownerGates(about: Extract<KnownShare['about'], { readonly hasPassword: boolean }>) {
  const { people, addresses, openers, notices } = about;
  return {
    ...(openers !== undefined && {
      openers: openers.map(({ openedAt, who, type }) => ({
        openedAt: timeStamp(openedAt),
        who: who ?? null,
        verified: type === 'address',
      })),
    }),
    ...(people !== undefined && {
      viewsEach: people.viewsEach === 0 ? 'unlimited' : people.viewsEach,
      people: everyPerson(about).map((one) => personForPrograms(one, addresses?.[one.n - 1])),
    }),
    ...(notices !== undefined && { notices }),
  };
}
