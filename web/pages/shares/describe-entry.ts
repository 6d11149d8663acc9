import type { Message } from '#client/words/message.ts';
import { sharesEntry as words } from '#words/shares-entry.ts';
import { MAX_OPENED_AT } from '#server/shares/wire.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { hasNotedTerms, isRequestSummary } from '#web/parts/list/status.ts';
import type { RequestSummary, ShareStatus, Status } from '#web/parts/list/status.ts';

/** One line with the status and the expiry. For an entry without a title, it starts with the date of creation. */
export function describeEntry(entry: ListEntry, status: Status | undefined, now: number): string {
  const made = entry.kind === 'request' ? words.request.asked : words.state.sealed;
  const begun = entry.title === undefined ? [say(made, { when: formatAbsolute(entry.createdAt) })] : [];
  const terms = hasNotedTerms(entry, status) ? [] : [words.state.otherTerms];
  return [...begun, describeStatus(status, now), ...terms].join(' · ');
}

function describeStatus(status: Status | undefined, now: number): string {
  if (status === undefined) return words.state.asking;
  if (status === 'gone' || status === 'odd') return words.state[status];
  return isRequestSummary(status) ? describeCount(status, now) : describeShare(status, now);
}

function describeCount({ state, answers, unread, expiresAt, endedAt }: RequestSummary, now: number): string {
  const { request } = words;
  if (endedAt !== undefined) return say(request.ended[state], { when: formatAbsolute(endedAt) });
  const count = unread === 0 ? request.allRead : request.soFar;
  const came = answers === 0 ? request.none : say(count, { count: answers });
  const takes = state === 'open' ? say(request.open, { left: formatLeft(expiresAt, now) }) : request.takesNone[state];
  return [came, takes].join(' · ');
}

function describeShare(status: ShareStatus, now: number): string {
  if (status.answer && status.state !== 'live') return describeOverAnswer(status);
  const { state } = words;
  const when = formatAbsolute(status.endedAt ?? status.expiresAt);
  const lastOpened = status.openedAt.at(-1);
  const ended = status.openedAt.length === 0 ? state.neverOpened : state.ended;
  switch (status.state) {
    case 'live':
    case 'locked': {
      const reading = status.reading > 0 ? [state.reading] : [];
      const expires = say(state.expires, { left: formatLeft(status.expiresAt, now) });
      return [...reading, standing(status), expires].join(' · ');
    }
    case 'spent':
      if (lastOpened === undefined) return say(state.opened, { when });
      return status.maxViews === 1
        ? say(state.opened, { when: formatAbsolute(lastOpened) })
        : say(state.spent, { count: status.maxViews, when: formatAbsolute(lastOpened) });
    case 'expired':
      return say(ended.expired, { when: formatAbsolute(status.expiresAt) });
    case 'destroyed':
    case 'deleted':
      return say(ended[status.state], { when });
  }
}

function describeOverAnswer({ state, readAt, openedAt, endedAt, expiresAt }: ShareStatus): string {
  const readTime = readAt ?? (state === 'spent' ? (openedAt.at(-1) ?? endedAt) : undefined);
  if (readTime !== undefined) return say(words.answer.read, { when: formatAbsolute(readTime) });
  const when = formatAbsolute(endedAt ?? expiresAt);
  return say(words.answer.neverRead[state === 'deleted' || state === 'expired' ? state : 'destroyed'], { when });
}

function standing({ state, viewsLeft, maxViews, openedAt, answer, readAt }: ShareStatus): string {
  if (answer)
    return readAt === undefined ? words.answer.unread : say(words.answer.read, { when: formatAbsolute(readAt) });
  if (state === 'locked') return words.state.locked;
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

export const sayOfEntry = (words: EntryWords, { title, createdAt }: ListEntry): string =>
  title === undefined ? say(words.ofUntitled, { when: formatAbsolute(createdAt) }) : say(words.of, { title });
