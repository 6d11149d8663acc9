import type { OverState } from '#client/errors.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { Past } from '#cli/opening/claims.ts';
import { Failure } from './exit-codes.ts';
import { momentOf, sentences, timeInWords } from './wording.ts';
import type { Moment } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { code } from '#cli/words/code.ts';
import { endings as words } from '#cli/words/endings.ts';

/** A new share or request that the server reports as ended. */
export const overAtOnceFailure = (state: OverState): Failure =>
  new Failure('over', sentences(words.atOnce[state], words.atOnceNext));

/** @param notBefore the first moment at which it can be opened, in Unix seconds */
export const tooEarlyFailure = (notBefore: number): Failure =>
  new Failure('early', inWords(code.tooEarly, { time: timeInWords(notBefore) }));

/** Why a share cannot be opened. @param past this machine's own openings. @returns undefined if it can */
export function overFailure({ state, openedAt, maxViews }: DescribeReply, past: Past): Failure | undefined {
  switch (state) {
    case 'live':
      return undefined;
    case 'locked':
      return new Failure('password', words.locked);
    case 'spent':
      return new Failure('over', spentWords({ openedAt, maxViews }, past));
    default:
      return new Failure('over', words.over[state]);
  }
}

/** All views are used. The server lists only the newest openings. */
type Openings = Pick<DescribeReply, 'openedAt' | 'maxViews'>;

/** Never blames somebody else for an opening that this machine may have made. */
function spentWords({ openedAt, maxViews }: Openings, past: Past): string {
  const last = past.openedAt.at(-1);
  const begun = past.begunAt.at(-1);
  if (last === undefined && begun === undefined) return elsewhereWords({ openedAt, maxViews });
  const others = without(openedAt, past.openedAt);
  // The interrupted opening may be one of those that the server lists.
  if (begun !== undefined && others > 0 && others <= past.begunAt.length) return interruptedWords(begun);
  if (last === undefined) return interruptedWords(begun ?? 0);
  const here = inWords(words.openedHere, momentOf(last));
  return sentences(here, others <= 0 ? words.askAgain : inWords(words.openedElsewhereToo, { times: others }));
}

function elsewhereWords({ openedAt, maxViews }: Openings): string {
  const last = openedAt.at(-1);
  // For named people, a link does not show who opened it, or whether the sender took the openings away.
  if (last === undefined) return words.noneLeft;
  return sentences(openedWords(momentOf(last), maxViews), words.tellSender);
}

function openedWords(moment: Moment, maxViews: number): string {
  if (maxViews === 1) return inWords(words.alreadyOpenedOnce, moment);
  const message = moment.day === 'today' ? words.alreadyOpenedToday : words.alreadyOpenedOn;
  return inWords(message, { ...moment, times: maxViews });
}

const interruptedWords = (begunAt: number): string => inWords(words.interruptedHere, momentOf(begunAt));

/** How many of `times` are not among `known`. */
function without(times: readonly number[], known: readonly number[]): number {
  const left = [...known];
  return times.filter((time) => {
    const found = left.indexOf(time);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  }).length;
}
