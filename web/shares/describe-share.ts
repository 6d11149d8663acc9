import { shares } from '#messages/shares.ts';
import { formatAbsolute, formatRelative } from '#web/i18n/dates.ts';
import type { Status } from './listing.ts';
import type { Entry } from './entry.ts';

const messages = shares.state;

/** One line: how it is, and until when; of one without a title, also when it was sealed. */
export function describeShare(entry: ShareEntry, status: Status | undefined, now: number): string {
  const sealed = entry.title === undefined ? [messages.sealed(formatAbsolute(entry.createdAt))] : [];
  return [...sealed, describeStatus(entry, status, now)].join(' · ');
}

function describeStatus(entry: ShareEntry, status: Status | undefined, now: number): string {
  if (status === undefined) return messages.asking;
  if (status === 'gone') return messages.gone;
  const when = formatAbsolute(status.endedAt ?? status.expiresAt);
  const lastOpened = status.openedAt.at(-1);
  switch (status.state) {
    case 'live':
    case 'locked': {
      const reading = status.reading > 0 ? [messages.reading] : [];
      return [...reading, standing(status), messages.expires(formatRelative(entry.expiresAt, now))].join(' · ');
    }
    case 'spent':
      if (lastOpened === undefined) return messages.opened(when);
      return status.openedAt.length === 1
        ? messages.opened(formatAbsolute(lastOpened))
        : messages.spent(status.openedAt.length, formatAbsolute(lastOpened));
    case 'expired':
      return lastOpened === undefined
        ? messages.expiredUnread(formatAbsolute(status.expiresAt))
        : messages.expired(formatAbsolute(status.expiresAt));
    case 'destroyed':
    case 'deleted':
      return messages[status.state](when);
  }
}

function standing({ state, viewsLeft, maxViews, openedAt }: Exclude<Status, 'gone'>): string {
  if (state === 'locked') return messages.locked;
  if (viewsLeft === null) return messages.unlimited(openedAt.length);
  return viewsLeft === maxViews ? messages.unopened : messages.left(viewsLeft, maxViews);
}
