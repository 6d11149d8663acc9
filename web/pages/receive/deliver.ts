import type { BodyHolder } from '#client/download.ts';
import type { OpenedShare } from '#client/open.ts';
import { acknowledgedOrLapsed, heldAtMostUntil, keptUntilTaken } from '#client/held-opening.ts';
import type { Receipt, Receiving } from './state.ts';

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
  const { effects, to } = receiving;
  const holder = holderOf(receiving, { opened, claim });
  const receipt: Receipt = holder ? { at: 'held', until: heldAtMostUntil(opened, holder.body) } : { at: 'sending' };
  to({ at: 'opened', opened, holder, receipt, kept: false });
  effects.memory.keepOpenedAt(opened.openedAt);
  await effects.painted();
  const ended = (await arrived(receiving, holder)) ? await acknowledged(receiving, claim) : lapsed;
  if (ended === undefined) return;
  effects.memory.dropClaim();
  if (ended.at === 'heard' && ended.reply.state !== 'live') {
    effects.dropFragment();
  } else {
    effects.memory.dropOpenedAt();
    release();
  }
  settle(receiving, ended);
}

const lapsed: Receipt = { at: 'lapsed' };

function holderOf({ effects, key }: Receiving, { opened, claim }: Omit<Delivery, 'release'>): BodyHolder | undefined {
  return opened.body && { id: effects.id, linkKey: key.linkKey, claim, body: opened.body };
}

/** @returns false if the server ended the opening before the person had every file */
async function arrived(receiving: Receiving, holder: BodyHolder | undefined): Promise<boolean> {
  if (holder === undefined) return true;
  const keepLease = (signal: AbortSignal) => receiving.effects.keepLease(holder, { signal });
  const taken = await keptUntilTaken({ ...receiving, keepLease });
  if (taken) settle(receiving, { at: 'sending' });
  return taken;
}

/** @returns undefined if the page was left first: the claim stays, and fetches the same bytes again */
async function acknowledged(receiving: Receiving, claim: string): Promise<Receipt | undefined> {
  const { effects, key } = receiving;
  const reply = await acknowledgedOrLapsed({
    ...receiving,
    acknowledge: () => effects.acknowledge({ id: effects.id, linkKey: key.linkKey, claim }),
    onFailure: (failure) => settle(receiving, { at: 'waiting', failure }),
  });
  if (reply === undefined) return undefined;
  return reply === 'lapsed' ? lapsed : { at: 'heard', reply };
}

function settle({ to }: Receiving, receipt: Receipt): void {
  to((now) => (now.at === 'opened' ? { ...now, receipt } : now));
}
