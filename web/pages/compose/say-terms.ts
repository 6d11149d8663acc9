import { formatAbsolute } from '#web/i18n/dates.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { sealedDetails as words } from '#words/sealed-details.ts';
import type { ContentSummary } from './state.ts';

/** The terms of a sealed share, on the screen and on paper. */

export const sayContents = ({ text, files, fileBytes }: ContentSummary): string =>
  say(text ? words.textAndFiles : words.files, { count: files, size: formatBytes(fileBytes) });

/** @param count 0: unlimited. @param people the number of named people, who can each open it that often */
export function sayOpenings(count: number, people = 1): string {
  if (count === 0) return people > 1 ? words.opensEachUnlimited : words.opensUnlimited;
  return say(people > 1 ? words.opensEach : words.opensCount, { count });
}

/** @param at in Unix seconds */
export const sayExpiry = (at: number): string => say(words.untilText, { when: formatAbsolute(at) });
