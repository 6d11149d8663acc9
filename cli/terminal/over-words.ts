import type { DescribeReply, ShareState } from '#server/shares/wire.ts';
import type { Past } from '#cli/opening/claims.ts';
import { Failure } from './exit-codes.ts';
import { momentInWords } from './wording.ts';

const ends: Record<Exclude<ShareState, 'live' | 'locked' | 'spent'>, string> = {
  expired: 'It has expired. Ask for another link.',
  destroyed: 'Too many wrong passwords, or a loss on the server, destroyed it. Ask for another link.',
  deleted: 'Its sender has deleted it. Ask for another link.',
};

/** Why it cannot be opened. @param past what this machine knows of its own openings */
export function overFailure({ state, openedAt }: DescribeReply, past: Past): Failure | undefined {
  switch (state) {
    case 'live':
      return undefined;
    case 'locked':
      return new Failure('password', 'It is locked after too many wrong passwords. Only its sender can unlock it.');
    case 'spent':
      return new Failure('over', spentWords(openedAt, past));
    default:
      return new Failure('over', ends[state]);
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
