import type { BodyHolder } from '#client/download.ts';
import type { OpenedShare } from '#client/open.ts';
import { acknowledged, firstReceipt } from '#client/held-opening.ts';
import type { Receipt } from '#client/held-opening.ts';
import { dropAsk } from './asked-claim.ts';
import type { Receiving } from './state.ts';

interface Delivery {
  readonly opened: OpenedShare;
  readonly claim: string;
  /** Releases the lock, so that another tab of this browser can open the share. */
  readonly release: () => void;
}

/**
 * Shows the secret. Once it is on the screen and its files are saved, acknowledges it, so that the server may erase it,
 * and retries until the server has replied.
 */
export async function deliver(receiving: Receiving, { opened, claim, release }: Delivery): Promise<void> {
  const { effects, key, to } = receiving;
  const holder = holderOf(receiving, { opened, claim });
  to({ at: 'opened', opened, holder, receipt: firstReceipt(opened), kept: false });
  effects.memory.keepOpenedAt(opened.openedAt);
  await effects.painted();
  const ended = await acknowledged({
    ...receiving,
    keepLease: holder && ((signal) => effects.keepLease(holder, { signal })),
    acknowledge: () => effects.acknowledge({ id: effects.id, linkKey: key.linkKey, claim }),
    settle: (receipt) => settle(receiving, receipt),
  });
  if (ended === undefined) return;
  effects.memory.dropClaim();
  dropAsk(effects);
  if (ended.at === 'heard' && ended.reply.state !== 'live') {
    effects.dropFragment();
  } else {
    effects.memory.dropOpenedAt();
    release();
  }
  settle(receiving, ended);
}

function holderOf({ effects, key }: Receiving, { opened, claim }: Omit<Delivery, 'release'>): BodyHolder | undefined {
  return opened.body && { id: effects.id, linkKey: key.linkKey, claim, body: opened.body };
}

function settle({ to }: Receiving, receipt: Receipt): void {
  to((now) => (now.at === 'opened' ? { ...now, receipt } : now));
}
