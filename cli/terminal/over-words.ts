import type { OverState } from '#client/errors.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import type { Past } from '#cli/opening/claims.ts';
import { Failure } from './exit-codes.ts';
import { momentInWords } from './wording.ts';

/** How a share or a request ended: the rest of a sentence that begins with "it". */
const endings: Record<OverState, string> = {
  spent: 'has already been opened',
  expired: 'has expired',
  destroyed: 'was destroyed by too many wrong passwords, or by a loss on the server',
  deleted: 'was deleted',
  locked: 'is locked after too many wrong passwords',
  full: 'is full',
  closed: 'is closed',
};

export const lockedFailure = (): Failure =>
  new Failure('password', `It ${endings.locked}. Only its sender can unlock it.`);

/** A new share or request that the server reports as ended. */
export const overAtOnceFailure = (state: OverState): Failure =>
  new Failure(
    'over',
    `The server reports that it ${endings[state]}, although nobody has the link yet. The link is not shown, and the secret was deleted. Do not use this server for secrets until its operator has explained this.`,
  );

/** Why a share cannot be opened. @param past this machine's own openings. @returns undefined if it can */
export function overFailure({ state, openedAt, maxViews }: DescribeReply, past: Past): Failure | undefined {
  switch (state) {
    case 'live':
      return undefined;
    case 'locked':
      return lockedFailure();
    case 'spent':
      return new Failure('over', spentWords({ openedAt, maxViews }, past));
    default:
      return new Failure('over', `It ${endings[state]}. Ask for another link.`);
  }
}

/** For an opening that was interrupted, if its claim is saved. */
export const OPENS_AGAIN = 'You can open it again on this machine for ten minutes without using another view.';

const TELL_SENDER = "If that wasn't you, tell the sender: somebody else has read it.";
const ASK_AGAIN = 'If you need it again, ask the sender for another link.';

/** All views are used. The server lists only the newest openings. */
type Openings = Pick<DescribeReply, 'openedAt' | 'maxViews'>;

/** Never blames somebody else for an opening that this machine may have made. */
function spentWords({ openedAt, maxViews }: Openings, past: Past): string {
  const last = past.openedAt.at(-1);
  const begun = past.begunAt.at(-1);
  if (last === undefined && begun === undefined) return `${openedWords({ openedAt, maxViews })} ${TELL_SENDER}`;
  const others = without(openedAt, past.openedAt);
  // The interrupted opening may be one of those that the server lists.
  if (begun !== undefined && others > 0 && others <= past.begunAt.length) return interruptedWords(begun);
  if (last === undefined) return interruptedWords(begun ?? 0);
  const here = `You opened this on this machine ${momentInWords(last)}.`;
  if (others <= 0) return `${here} ${ASK_AGAIN}`;
  const times = others === 1 ? 'once' : `${others} times`;
  return `${here} It was also opened ${times} elsewhere, so no opening is left. If you don't know who opened it, tell the sender.`;
}

function openedWords({ openedAt, maxViews }: Openings): string {
  const last = openedAt.at(-1);
  if (last === undefined) return 'Already opened.';
  const times = maxViews === 1 ? '' : ` ${maxViews} times, most recently`;
  return `Already opened${times} ${momentInWords(last)}.`;
}

const interruptedWords = (begunAt: number): string =>
  `You started to open this on this machine ${momentInWords(begunAt)}, but it was interrupted. That may have used it up, and it can be resumed for only ten minutes. Ask the sender for another link.`;

/** How many of `times` are not among `known`. */
function without(times: readonly number[], known: readonly number[]): number {
  const left = [...known];
  return times.filter((time) => {
    const found = left.indexOf(time);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  }).length;
}
