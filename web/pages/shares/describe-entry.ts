import { shares } from '#messages/shares.ts';
import { MAX_OPENED_AT } from '#server/shares/wire.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { hasNotedTerms, isRequestSummary } from '#web/parts/list/status.ts';
import type { RequestSummary, ShareStatus, Status } from '#web/parts/list/status.ts';

const messages = shares.state;

/** One line with the status and the expiry. For an entry without a title, it starts with the date of creation. */
export function describeEntry(entry: ListEntry, status: Status | undefined, now: number): string {
  const when = formatAbsolute(entry.createdAt);
  const made = entry.kind === 'request' ? shares.request.asked(when) : messages.sealed(when);
  const terms = hasNotedTerms(entry, status) ? [] : [messages.otherTerms];
  return [...(entry.title === undefined ? [made] : []), describeStatus(status, now), ...terms].join(' · ');
}

function describeStatus(status: Status | undefined, now: number): string {
  if (status === undefined) return messages.asking;
  if (status === 'gone' || status === 'odd') return messages[status];
  return isRequestSummary(status) ? describeCount(status, now) : describeShare(status, now);
}

function describeCount({ state, answers, unread, expiresAt, endedAt }: RequestSummary, now: number): string {
  const request = shares.request;
  if (endedAt !== undefined) return request.ended[state](formatAbsolute(endedAt));
  const came = answers === 0 ? request.none : request.answers(answers, unread);
  const takes = state === 'open' ? request.open(formatLeft(expiresAt, now)) : request.takesNone[state];
  return [came, takes].join(' · ');
}

function describeShare(status: ShareStatus, now: number): string {
  if (status.answer && status.state !== 'live') return describeOverAnswer(status);
  const when = formatAbsolute(status.endedAt ?? status.expiresAt);
  const lastOpened = status.openedAt.at(-1);
  switch (status.state) {
    case 'live':
    case 'locked': {
      const reading = status.reading > 0 ? [messages.reading] : [];
      return [...reading, standing(status), messages.expires(formatLeft(status.expiresAt, now))].join(' · ');
    }
    case 'spent':
      if (lastOpened === undefined) return messages.opened(when);
      return status.maxViews === 1
        ? messages.opened(formatAbsolute(lastOpened))
        : messages.spent(status.maxViews, formatAbsolute(lastOpened));
    case 'expired':
      return messages.expired(formatAbsolute(status.expiresAt)) + neverOpened(status);
    case 'destroyed':
    case 'deleted':
      return messages[status.state](when) + neverOpened(status);
  }
}

const neverOpened = ({ openedAt }: ShareStatus): string => (openedAt.length === 0 ? messages.neverOpened : '');

function describeOverAnswer({ state, readAt, openedAt, endedAt, expiresAt }: ShareStatus): string {
  const readTime = readAt ?? (state === 'spent' ? (openedAt.at(-1) ?? endedAt) : undefined);
  if (readTime !== undefined) return messages.answerRead(formatAbsolute(readTime));
  const when = formatAbsolute(endedAt ?? expiresAt);
  return messages.answerNeverRead(messages[state === 'deleted' || state === 'expired' ? state : 'destroyed'](when));
}

function standing({ state, viewsLeft, maxViews, openedAt, answer, readAt }: ShareStatus): string {
  if (answer) return readAt === undefined ? messages.answerUnread : messages.answerRead(formatAbsolute(readAt));
  if (state === 'locked') return messages.locked;
  if (viewsLeft === null) return messages.unlimited(openedAt.length, openedAt.length >= MAX_OPENED_AT);
  return viewsLeft === maxViews ? messages.unopened : messages.left(viewsLeft, maxViews);
}
