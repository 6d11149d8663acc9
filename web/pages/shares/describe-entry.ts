import type { Message } from '#client/words/message.ts';
import { sharesEntry as words } from '#words/shares-entry.ts';
import { MAX_OPENED_AT } from '#server/forms/wire.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { formatNames } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import type { ListEntry, ShareEntry } from '#web/parts/list/entry.ts';
import { hasNotedTerms, isRequestSummary, openedBy } from '#web/parts/list/status.ts';
import type { RequestSummary, ShareStatus, Status } from '#web/parts/list/status.ts';

/** One line with the status and the expiry. For an entry without a title, it starts with the date of creation. */
export function describeEntry(entry: ListEntry, status: Status | undefined, now: number): string {
  const made = entry.kind === 'request' ? words.request.asked : words.state.sealed;
  const untitled = entry.title === undefined && !isGrouped(entry);
  const begun = untitled ? [say(made, { when: formatAbsolute(entry.createdAt) })] : [];
  const terms = hasNotedTerms(entry, status) ? [] : [words.state.otherTerms];
  return [...begun, ...forMembers(entry), describeStatus(entry, status, now), ...terms].join(' · ');
}

const forMembers = ({ members }: ListEntry): string[] => {
  if (members === undefined) return [];
  const { forAll, forGroups } = words.members;
  return [members.groups ? say(forGroups, { groups: formatNames(members.groups) }) : forAll];
};

function describeStatus(entry: ListEntry, status: Status | undefined, now: number): string {
  if (status === undefined) return words.state.asking;
  if (status === 'gone' || status === 'odd') return words.state[status];
  return isRequestSummary(status) ? describeCount(status, now) : describeShare(status, { now, named: namedIn(entry) });
}

interface Beside {
  /** Unix seconds. */
  readonly now: number;
  /** How many people were named, as far as this browser has recorded it. */
  readonly named: number | undefined;
}

const namedIn = (entry: ListEntry) => (entry.kind === 'share' ? entry.people : undefined);

function describeCount({ state, answers, unread, expiresAt, endedAt }: RequestSummary, now: number): string {
  const { request } = words;
  if (endedAt !== undefined) return say(request.ended[state], { when: formatAbsolute(endedAt) });
  const count = unread === 0 ? request.allRead : request.soFar;
  const came = answers === 0 ? request.none : say(count, { count: answers });
  const takes = state === 'open' ? say(request.open, { left: formatLeft(expiresAt, now) }) : request.takesNone[state];
  return [came, takes].join(' · ');
}

function describeShare(status: ShareStatus, { now, named }: Beside): string {
  if (status.answer && status.state !== 'live') return describeOverAnswer(status);
  const { state } = words;
  const when = formatAbsolute(status.endedAt ?? status.expiresAt);
  const ended = status.openedAt.length === 0 ? state.neverOpened : state.ended;
  switch (status.state) {
    case 'live':
    case 'locked': {
      const reading = status.reading > 0 ? [state.reading] : [];
      const expires = say(state.expires, { left: formatLeft(status.expiresAt, now) });
      return [...reading, ...early(status, now), standing(status, named), expires].join(' · ');
    }
    case 'spent':
      return spent(status, { when, named });
    case 'expired':
      return [...by(status, named), say(ended.expired, { when: formatAbsolute(status.expiresAt) })].join(' · ');
    case 'destroyed':
    case 'deleted':
      return [...by(status, named), say(ended[status.state], { when })].join(' · ');
  }
}

/** @param beside.when the end, in words */
function spent(
  { openedAt, people, maxViews }: ShareStatus,
  { when, named }: Pick<Beside, 'named'> & { readonly when: string },
): string {
  const { state } = words;
  const last = openedAt.at(-1);
  // Without an opening, everybody's access was revoked.
  if (last === undefined) return say(people ? state.revoked : state.opened, { when });
  if (people) return say(state.spentBy, { ...openedBy(people, named), when: formatAbsolute(last) });
  if (maxViews === 1) return say(state.opened, { when: formatAbsolute(last) });
  return say(state.spent, { count: maxViews, when: formatAbsolute(last) });
}

/** How many of the named people have opened it, if any. */
const by = ({ people, openedAt }: ShareStatus, named: number | undefined): string[] =>
  people && openedAt.length > 0 ? [say(words.state.openedBy, openedBy(people, named))] : [];

const early = ({ notBefore }: ShareStatus, now: number): string[] =>
  notBefore !== undefined && notBefore > now ? [say(words.state.opensIn, { left: formatLeft(notBefore, now) })] : [];

function describeOverAnswer({ state, readAt, openedAt, endedAt, expiresAt }: ShareStatus): string {
  const readTime = readAt ?? (state === 'spent' ? (openedAt.at(-1) ?? endedAt) : undefined);
  if (readTime !== undefined) return say(words.answer.read, { when: formatAbsolute(readTime) });
  const when = formatAbsolute(endedAt ?? expiresAt);
  return say(words.answer.neverRead[state === 'deleted' || state === 'expired' ? state : 'destroyed'], { when });
}

function standing(status: ShareStatus, named: number | undefined): string {
  const { state, viewsLeft, maxViews, openedAt, answer, readAt } = status;
  if (answer)
    return readAt === undefined ? words.answer.unread : say(words.answer.read, { when: formatAbsolute(readAt) });
  if (state === 'locked') return words.state.locked;
  if (status.people) return by(status, named)[0] ?? words.state.unopened;
  if (viewsLeft === null) return openings(openedAt.length);
  return viewsLeft === maxViews
    ? words.state.unopened
    : say(words.state.left, { left: viewsLeft, all: formatNumber(maxViews) });
}

/** How often a secret without a limit was opened. The server lists only the newest openings. */
function openings(count: number): string {
  if (count === 0) return words.state.unopened;
  return say(count >= MAX_OPENED_AT ? words.state.atLeast : words.state.times, { count });
}

/** A message that names an entry, and one for an entry without a title. */
export interface EntryWords {
  readonly of: Message<{ readonly title: string }>;
  readonly ofUntitled: Message<{ readonly when: string }>;
}

type Named = Pick<ListEntry, 'title'> & Pick<ShareEntry, 'group'>;

export function sayOfEntry(words: EntryWords, entry: Named & Pick<ListEntry, 'createdAt'>): string {
  const title = nameOf(entry);
  return title === undefined
    ? say(words.ofUntitled, { when: formatAbsolute(entry.createdAt) })
    : say(words.of, { title });
}

/** What an entry is called where its row is not seen. @returns undefined if it has no title and no name */
export function nameOf({ title, group }: Named): string | undefined {
  if (group === undefined) return title;
  return title === undefined ? group.name : say(words.group.entry, { title, name: group.name });
}

export const isGrouped = (entry: ListEntry): boolean => entry.kind === 'share' && entry.group !== undefined;
