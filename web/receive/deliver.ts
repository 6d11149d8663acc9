import type { OpenedShare } from '#client/open.ts';
import type { AcknowledgeAnswer } from '#server/shares/wire.ts';
import { troubleOf } from '#web/connection/trouble.ts';
import type { Receipt, Receiving } from './receiving.ts';

interface Delivery {
  readonly opened: OpenedShare;
  readonly claim: string;
  /** Lets another tab of this browser open it. */
  readonly release: () => void;
}

/** Shows the secret; once it is on the screen tells the server, which then may erase it, until the server has heard. */
export async function deliver(receiving: Receiving, { opened, claim, release }: Delivery): Promise<void> {
  const { effects, to } = receiving;
  to({ at: 'opened', opened, receipt: { at: 'sending' }, kept: false });
  effects.memory.keepOpenedAt(opened.openedAt);
  await effects.painted();
  const receipt = await acknowledged(receiving, claim);
  if (receipt === undefined) return;
  effects.memory.dropClaim();
  if (receipt.at === 'heard' && receipt.answer.state !== 'live') {
    effects.dropFragment();
  } else {
    effects.memory.dropOpenedAt();
    release();
  }
  settle(receiving, receipt);
}

/** @returns undefined when the page was left first: the claim stays, and gets the same bytes again. */
async function acknowledged(receiving: Receiving, claim: string): Promise<Receipt | undefined> {
  const { effects, key, patience } = receiving;
  for (let tries = 0; !receiving.left(); tries++) {
    try {
      const answer: AcknowledgeAnswer = await effects.acknowledge({ id: effects.id, linkKey: key.linkKey, claim });
      return { at: 'heard', answer };
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === undefined) return { at: 'lapsed' };
      settle(receiving, { at: 'waiting', trouble });
      await patience.pause(tries, trouble);
    }
  }
  return undefined;
}

function settle({ to }: Receiving, receipt: Receipt): void {
  to((now) => (now.at === 'opened' ? { ...now, receipt } : now));
}
