import { gatesBefore } from '#client/open.ts';
import { serviceFailureOf } from '#client/errors.ts';
import { hasGate } from '#crypto/gates.ts';
import { describeAgain } from '#web/pages/receive/look.ts';
import type { Gated, GateRefusal, ReadyState, Receiving, Step } from '#web/pages/receive/state.ts';
import { createAsk } from './create-ask.ts';
import type { AskCode } from './create-ask.ts';

/** A laptop's monotonic clock may stand still while it sleeps, so the server's clock is read again. */
const LONGEST_WAIT_SECONDS = 600;
/** After `too-early`, this page's copy of the server's clock is ahead of it, by at most two seconds. */
const REFUSED_WAIT_SECONDS = 3;

const asks = new WeakMap<Receiving, AskCode>();

/** Shows a share with gates: that it does not open yet, or the form for a code. Spends nothing. */
export async function lookAtGates(receiving: Receiving, { gates, ready, step }: Gated): Promise<Step | undefined> {
  const { effects, to } = receiving;
  if (hasGate(gates, 'members')) {
    to({ at: 'newer' });
    return undefined;
  }
  const early = secondsLeft(receiving, ready);
  if (early > 0 || step.tooEarly) {
    return waitUntilOpen(receiving, ready, step.tooEarly ? Math.max(early, REFUSED_WAIT_SECONDS) : undefined);
  }
  const isForPeople = hasGate(gates, 'people');
  if (isForPeople && !canKeepClaim(receiving, ready)) {
    to({ at: 'incapable', lacks: 'storage' });
    return undefined;
  }
  to(isForPeople ? { ...ready, ask: askOf(receiving) } : ready);
  effects.loadOpened().catch(() => undefined);
  return undefined;
}

/** The opening would be refused for want of it (open-seal.ts), so nobody should use up a mail before. */
function canKeepClaim({ effects: { memory } }: Receiving, { description }: ReadyState): boolean {
  if (description.viewsLeft === null || memory.claim() !== undefined) return true;
  const canKeep = memory.keepClaim('');
  memory.dropClaim();
  return canKeep;
}

/** The same for all looks, so that an address and a code stay typed when the connection breaks. */
function askOf(receiving: Receiving): AskCode {
  const ask = asks.get(receiving) ?? createAsk(receiving);
  asks.set(receiving, ask);
  return ask;
}

const opensAt = ({ description }: ReadyState) => description.notBefore ?? 0;
const secondsLeft = ({ effects }: Receiving, ready: ReadyState) => opensAt(ready) - effects.now();

/**
 * Waits for the time, also offline. A person who returns to the tab ends a pause early.
 * @param refusedSeconds the first pause, if the server has refused an opening
 */
async function waitUntilOpen(
  receiving: Receiving,
  first: ReadyState,
  refusedSeconds?: number,
): Promise<Step | undefined> {
  const { backoff, left, to } = receiving;
  let ready = first;
  for (let pause = refusedSeconds; !left(); pause = undefined) {
    to({ at: 'early', ready, opensAt: opensAt(ready), refused: refusedSeconds !== undefined });
    await backoff.wait(pause ?? Math.min(secondsLeft(receiving, ready), LONGEST_WAIT_SECONDS));
    if (secondsLeft(receiving, ready) <= 0) break;
    const description = await describeNow(receiving);
    if (description === 'refused') break;
    if (description === undefined) continue;
    if (description.state !== 'live' || description.notBefore !== opensAt(ready)) break;
    ready = { ...ready, description };
  }
  return { take: 'look', resume: false };
}

/** @returns undefined without a connection */
async function describeNow(receiving: Receiving) {
  try {
    return await describeAgain(receiving);
  } catch (error) {
    return serviceFailureOf(error) === undefined ? 'refused' : undefined;
  }
}

/** The server refused to open. Nothing was spent, so the claim is not the one of an opening. */
export function refusedByGate(receiving: Receiving, { step, error }: GateRefusal): Step | undefined {
  const { effects, key, to } = receiving;
  const { ready } = step;
  const gates = gatesBefore({ id: effects.id, ...key }, ready.description);
  if (!hasGate(gates, error.code === 'too-early' ? 'notBefore' : 'people')) {
    to({ at: 'forged', fetched: true });
    return undefined;
  }
  effects.memory.dropClaim();
  if (error.code === 'too-early') return { take: 'look', resume: false, tooEarly: true };
  // An opening that could be resumed has timed out: now it takes a code.
  if (ready.ask === undefined) return { take: 'look', resume: false };
  ready.ask.refuse(error);
  to({ ...ready, error: undefined });
  return undefined;
}
