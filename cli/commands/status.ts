import { describeRequest } from '#client/question.ts';
import { readInbox } from '#client/inbox.ts';
import type { Inbox } from '#client/inbox.ts';
import { readStatus } from '#client/manage.ts';
import type { ManagedShare } from '#client/manage.ts';
import { describe, gatesBefore } from '#client/open.ts';
import { hasGate } from '#crypto/gates.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeRequestReply } from '#server/requests/wire.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { WholeLink } from '#client/whole-link.ts';
import { clientCommand } from './client-command.ts';
import { eachInWords, forMembers, fromInWords, gateFacts, gatesForPrograms, membersForPrograms } from './gate-facts.ts';
import type { Fact } from './gate-facts.ts';
import { ofEither } from './of-either.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { takeLink } from '#cli/opening/link-argument.ts';
import { contentInWords } from '#cli/terminal/content-words.ts';
import { writeJson, writeTo } from '#cli/terminal/output.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { serviceAt } from '#cli/service/service.ts';
import type { Service } from '#cli/service/service.ts';
import { statusUsage } from '#cli/usage/status.ts';
import { columnsOf, padColumns } from '#cli/terminal/lay-out-text.ts';
import { numberInWords, timeInWords, timesInWords, timeStamp } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { members as memberWords } from '#cli/words/members.ts';
import { people as peopleWords } from '#cli/words/people.ts';
import { status as words } from '#cli/words/status.ts';

const label = words.facts;

/** @param forNamed whether a link says so: then it does not tell who has opened it */
type Known =
  | { readonly kind: 'share'; readonly about: ManagedShare | DescribeReply; readonly forNamed?: boolean }
  | { readonly kind: 'request'; readonly about: Inbox | DescribeRequestReply };

export type KnownShare = Omit<Extract<Known, { readonly kind: 'share' }>, 'kind'>;

export const statusCommand = clientCommand(statusUsage, async (call) => {
  const { world, values, signal } = call;
  const link = await takeLink(call, call.positionals[0]);
  releaseTerminal(call.world);
  const known = await look(await serviceAt(world, link.publicUrl, values), link, signal);
  if (values.json) await writeJson(world.stdout, forPrograms(known));
  else
    await writeTo(
      world.stdout,
      linesOf(known)
        .map((line) => `${line}\n`)
        .join(''),
    );
  return undefined;
});

async function look({ api, requests }: Service, link: WholeLink, signal: AbortSignal): Promise<Known> {
  const { id, key, type } = link;
  if (type === LinkType.request) {
    return { kind: 'request', about: await describeRequest(requests, { id, linkKey: key, signal }) };
  }
  if (type !== LinkType.manage) {
    const looking = { id, linkKey: key, type, signal };
    const about = await describe(api, looking);
    const forNamed = about.preamble !== undefined && hasGate(gatesBefore(looking, about), 'people');
    return { kind: 'share', about, forNamed };
  }
  const owner = { id, ownerKey: key, signal };
  return ofEither<Known>(
    async () => ({ kind: 'share', about: await readStatus(api, owner) }),
    async () => ({ kind: 'request', about: await readInbox(requests, owner) }),
  );
}

function forPrograms(known: Known) {
  const { kind, about } = known;
  const { createdAt, expiresAt, state, endedAt } = about;
  const own = {
    ...('title' in about && { title: about.title }),
    ...('maxViews' in about && {
      maxViews: about.maxViews === 0 ? 'unlimited' : about.maxViews,
      viewsLeft: about.viewsLeft,
    }),
    ...('openedAt' in about && { openedAt: about.openedAt.map(timeStamp) }),
    ...('sealedBytes' in about && { sealedBytes: about.sealedBytes }),
    ...('bodyBytes' in about && { bodyBytes: about.bodyBytes }),
    ...('readAt' in about && about.readAt !== undefined && { readAt: timeStamp(about.readAt) }),
    ...(known.kind === 'share' ? gatesForPrograms(known) : membersForPrograms(known.about)),
    ...('answersLeft' in about && { answersLeft: about.answersLeft }),
    ...('answersTaken' in about && { answersTaken: about.answersTaken, maxAnswers: about.maxAnswers }),
  };
  const times = { createdAt: timeStamp(createdAt), expiresAt: timeStamp(expiresAt) };
  return { kind, state, ...times, ...(endedAt !== undefined && { endedAt: timeStamp(endedAt) }), ...own };
}

function stateOf(about: Known['about']): string {
  const { state, endedAt } = about;
  if (state === 'spent' && endedAt !== undefined && mayBeUnopened(about)) return peopleWords.noneLeft;
  // The last view is used up, but its lease has not ended yet.
  return state === 'spent' && endedAt === undefined ? words.state.lastViewLeased : words.state[state];
}

/** Without openings, or if the owner took some away. */
const mayBeUnopened = (about: Known['about']): boolean =>
  'openedAt' in about &&
  (about.openedAt.length === 0 ||
    ('people' in about && about.people?.recipients.some(({ revokedAt }) => revokedAt !== undefined) === true));

/** English labels and a blank are this wide. */
const LABEL_COLUMNS = 12;

function linesOf(known: Known): string[] {
  const { about } = known;
  const facts: Fact[] = [
    [label.title, 'title' in about ? printableLine(about.title) : undefined],
    [label.state, stateOf(about)],
    [label.created, timeInWords(about.createdAt, about.expiresAt)],
    ...expiry(about),
    [label.ended, about.endedAt === undefined ? undefined : timeInWords(about.endedAt)],
    ...(known.kind === 'share' ? shareFacts(known) : requestFacts(known.about)),
  ];
  const width = Math.max(LABEL_COLUMNS, ...facts.map(([name]) => columnsOf(name) + 1));
  return facts.flatMap(([name, fact]) => (fact === undefined ? [] : [padColumns(name, width) + fact]));
}

/** Something that ended earlier for another reason does not expire any more. */
function expiry(about: Known['about']): Fact[] {
  const { state, endedAt } = about;
  if (state === 'expired') return [[label.expired, expiryInWords(about)]];
  return endedAt === undefined ? [[label.expires, expiryInWords(about)]] : [];
}

function expiryInWords(about: Known['about']): string {
  const time = timeInWords(about.expiresAt, about.createdAt);
  if (!('firstExpiresAt' in about) || about.firstExpiresAt === undefined) return time;
  return inWords(peopleWords.broughtForward, { time, first: timeInWords(about.firstExpiresAt, about.createdAt) });
}

function shareFacts({ about, forNamed = false }: KnownShare): Fact[] {
  const { state, openedAt } = about;
  const canOpen = state === 'live' || state === 'locked';
  const described = canOpen && 'resumable' in about ? about : undefined;
  const tries = described?.attemptsLeft;
  return [
    [label.content, described && contentInWords(described)],
    [label.password, tries === undefined ? undefined : inWords(words.passwordTries, { tries })],
    [label.opens, 'answer' in about ? undefined : opensInWords({ about, forNamed }, canOpen)],
    ...gateFacts({ about, forNamed }),
    [label.opened, forNamed || isUnknown(about, canOpen) ? undefined : openedInWords(openedAt, canOpen)],
    [label.read, 'readAt' in about && about.readAt !== undefined ? timeInWords(about.readAt) : undefined],
    [label.passwords, 'attempts' in about && about.hasPassword ? wrongInWords(about) : undefined],
  ];
}

/**
 * A link does not show the openings of named people, and after the end not even that people were named. Then no opening
 * is left.
 */
const isUnknown = (about: KnownShare['about'], canOpen: boolean): boolean =>
  !canOpen && 'resumable' in about && about.openedAt.length === 0 && about.viewsLeft !== about.maxViews;

function openedInWords(openedAt: readonly number[], canOpen: boolean): string {
  if (openedAt.length > 0) return timesInWords(openedAt);
  return canOpen ? words.openedNotYet : words.openedNever;
}

function opensInWords({ about, forNamed }: KnownShare, canOpen: boolean): string {
  const { maxViews, viewsLeft } = about;
  const each = 'people' in about ? about.people?.viewsEach : forNamed ? maxViews : undefined;
  if (each !== undefined) return eachInWords(each, canOpen && 'people' in about ? viewsLeft : null);
  if (maxViews === 0) return words.opensUnlimited;
  if (viewsLeft === null || !canOpen) return inWords(words.opens, { views: maxViews });
  return inWords(words.opensLeft, { views: maxViews, left: numberInWords(viewsLeft) });
}

const wrongInWords = ({
  attempts,
  attemptLimit,
}: {
  readonly attempts: number;
  readonly attemptLimit: number;
}): string => inWords(words.passwordsWrong, { wrong: numberInWords(attempts), most: numberInWords(attemptLimit) });

function requestFacts(about: Inbox | DescribeRequestReply): Fact[] {
  return [
    [peopleWords.facts.for, forMembers(about)],
    [memberWords.facts.from, fromInWords(about)],
    [label.answers, answersInWords(about)],
  ];
}

function answersInWords(about: Inbox | DescribeRequestReply): string | undefined {
  if ('answersLeft' in about) {
    const { state, answersLeft: count } = about;
    return state === 'open' ? inWords(words.answersAccepted, { count }) : undefined;
  }
  const unread = about.answers.filter(
    ({ sealedKey, readAt }) => sealedKey !== undefined && readAt === undefined,
  ).length;
  const values = { taken: numberInWords(about.answersTaken), most: numberInWords(about.maxAnswers) };
  return unread > 0
    ? inWords(words.answersUnread, { ...values, unread: numberInWords(unread) })
    : inWords(words.answersTaken, values);
}
