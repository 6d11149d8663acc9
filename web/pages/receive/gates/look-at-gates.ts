import { gatesBefore } from '#client/open.ts';
import { isMemberFault, NetworkError, serviceFailureOf } from '#client/errors.ts';
import { hasGate } from '#crypto/gates.ts';
import type { Gate } from '#crypto/gates.ts';
import type { ErrorCode } from '#server/errors.ts';
import { createMembersGate } from '#web/parts/session/create-members-gate.ts';
import type { MembersGate } from '#web/parts/session/create-members-gate.ts';
import { describeAgain } from '#web/pages/receive/look.ts';
import type { Gated, GateRefusal, ReadyState, Receiving, Step } from '#web/pages/receive/state.ts';
import { createAsk } from './create-ask.ts';
import type { AskCode } from './create-ask.ts';

/** A laptop's monotonic clock may stand still while it sleeps, so the server's clock is read again. */
const LONGEST_WAIT_SECONDS = 600;
/** After `too-early`, this page's copy of the server's clock is ahead of it, by at most two seconds. */
const REFUSED_WAIT_SECONDS = 3;

const asks = new WeakMap<Receiving, AskCode>();
const membersGates = new WeakMap<Receiving, MembersGate>();

/** Shows a share with gates: that it does not open yet, or the form for a code. Spends nothing. */
export async function lookAtGates(receiving: Receiving, { gates, ready, step }: Gated): Promise<Step | undefined> {
  const { effects, to } = receiving;
  const early = secondsLeft(receiving, ready);
  const isForMembers = hasGate(gates, 'members');
  if (early > 0 || step.tooEarly) {
    // Only to say so in time: without a connection, the countdown goes on without it.
    const members = isForMembers ? await membersOf(receiving, ready).catch(() => undefined) : undefined;
    const refusedSeconds = step.tooEarly ? Math.max(early, REFUSED_WAIT_SECONDS) : undefined;
    return waitUntilOpen(receiving, { ...ready, ...(members && { members }) }, refusedSeconds);
  }
  const members = isForMembers ? await membersOf(receiving, ready) : undefined;
  const isForPeople = hasGate(gates, 'people');
  if (isForPeople && !canKeepClaim(receiving, ready)) {
    to({ at: 'incapable', lacks: 'storage' });
    return undefined;
  }
  to({ ...ready, ...(members && { members }), ...(isForPeople && { ask: askOf(receiving) }) });
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

/** The same for all looks, so that nothing is drawn again. @throws NetworkError if its code does not arrive */
async function membersOf(receiving: Receiving, { description }: ReadyState): Promise<MembersGate> {
  const before = membersGates.get(receiving);
  if (before) return before;
  const effects = await receiving.effects.loadMembers().catch((error: unknown) => {
    throw new NetworkError('unreachable', error);
  });
  const gate = createMembersGate(effects, () => description.members?.groups);
  membersGates.set(receiving, gate);
  return gate;
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
  if (!hasGate(gates, gateOf(error.code))) {
    to({ at: 'forged', fetched: true });
    return undefined;
  }
  effects.memory.dropClaim();
  if (error.code === 'too-early') return { take: 'look', resume: false, tooEarly: true };
  if (isMemberFault(error.code)) ready.members?.refuse(error.code);
  // An opening that could be resumed has timed out: now it takes a code, or a member.
  if (ready.ask === undefined && ready.members === undefined) return { take: 'look', resume: false };
  ready.ask?.refuse(error);
  to({ ...ready, error: undefined });
  return undefined;
}

function gateOf(code: ErrorCode): keyof typeof Gate {
  if (code === 'too-early') return 'notBefore';
  return isMemberFault(code) ? 'members' : 'people';
}
