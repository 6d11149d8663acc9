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

/** Why it cannot be opened. @param past what this machine knows of its own openings */
export function overFailure({ state, openedAt }: DescribeReply, past: Past): Failure | undefined {
  switch (state) {
    case 'live':
      return undefined;
    case 'locked':
      return lockedFailure();
    case 'spent':
      return new Failure('over', spentWords(openedAt, past));
    default:
      return new Failure('over', `It ${endings[state]}. Ask for another link.`);
  }
}

const TELL_SENDER = 'If that was not you, tell the sender: somebody else has read it.';
const ASK_AGAIN = 'If you need it again, ask the sender for another link.';

/** Blames nobody else for an opening that this machine may have made. */
export function spentWords(openedAt: readonly number[], past: Past): string {
  const last = past.openedAt.at(-1);
  const begun = past.begunAt.at(-1);
  if (last === undefined && begun === undefined) return `It was opened as often as it may be. ${TELL_SENDER}`;
  const others = without(openedAt, past.openedAt);
  // The opening that was cut off may be one of those that the server lists.
  if (begun !== undefined && others > 0 && others <= past.begunAt.length) return cutOff(begun);
  if (last === undefined) return cutOff(begun ?? 0);
  const here = `You opened this on this machine ${momentInWords(last)}.`;
  if (others <= 0) return `${here} ${ASK_AGAIN}`;
  const times = others === 1 ? 'once' : `${others} times`;
  return `${here} It was also opened ${times} elsewhere, and no opening is left. If you do not know by whom, tell the sender.`;
}

const cutOff = (begunAt: number): string =>
  `You began to open this on this machine ${momentInWords(begunAt)}, and it was cut off. That may have used it up, and the server gives it out again for ten minutes only. Ask the sender for another link.`;

/** How many of these times are not among `known`. */
function without(times: readonly number[], known: readonly number[]): number {
  const left = [...known];
  return times.filter((time) => {
    const found = left.indexOf(time);
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  }).length;
}
