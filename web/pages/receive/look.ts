import { ApiError, isFromNewerVersion, NetworkError, serviceFailureOf } from '#client/errors.ts';
import { gatesBefore } from '#client/open.ts';
import { NO_GATES } from '#crypto/gates.ts';
import { LinkType } from '#crypto/link.ts';
import type { DescribeReply } from '#server/shares/wire.ts';
import { dropAsk, heldClaim } from './asked-claim.ts';
import type { GatesModule, LookStep, ReceiveEffects, ReceiveState, Receiving, Step } from './state.ts';

/** Fetches the state of the share, retrying while the network fails, and shows it. Spends nothing. */
export async function look(receiving: Receiving, step: LookStep): Promise<Step | undefined> {
  for (let attempt = 0; !receiving.left(); attempt++) {
    try {
      return await show(receiving, step, await describeAgain(receiving));
    } catch (error) {
      const failure = serviceFailureOf(error);
      if (failure === undefined) {
        if (error instanceof ApiError) {
          dropAsk(receiving.effects);
          receiving.to({ at: 'nothing' });
        } else receiving.to(unopenable(error));
        return undefined;
      }
      receiving.to({ at: 'unreachable', failure });
      await receiving.backoff.pause(attempt, failure);
    }
  }
  return undefined;
}

function unopenable(error: unknown): ReceiveState {
  return isFromNewerVersion(error) ? { at: 'newer' } : { at: 'forged', fetched: false };
}

export function describeAgain({ effects, key }: Receiving): Promise<DescribeReply> {
  return effects.describe({ id: effects.id, ...key, claim: heldClaim(effects) });
}

/** @throws NetworkError if it does not arrive */
function gatesModule({ loadGates }: ReceiveEffects): Promise<GatesModule> {
  return loadGates().catch(() => Promise.reject(new NetworkError('unreachable')));
}

async function show(receiving: Receiving, step: LookStep, description: DescribeReply): Promise<Step | undefined> {
  const { effects, key, to } = receiving;
  const password = key.type === LinkType.sharePassword;
  if (description.state === 'live' || description.resumable) {
    const ready = { at: 'ready', description, password, error: step.error } as const;
    const gates = gatesBefore({ id: effects.id, ...key }, description);
    // This claim has already spent its view: it fetches the same bytes again and cannot spend another.
    if (description.resumable && step.resume && !password) return { take: 'open', ready, given: {} };
    if (gates === NO_GATES || description.resumable) to(ready);
    else return (await gatesModule(effects)).lookAtGates(receiving, { gates, ready, step });
    // Opening loads it again, and says so if it does not arrive.
    effects.loadOpened().catch(() => undefined);
  } else if (description.state === 'spent' && (await effects.heldElsewhere())) {
    to({ at: 'elsewhere' });
  } else {
    const openedHere = effects.memory.openedAt();
    if (description.state !== 'locked') dropAsk(effects);
    to({ at: 'over', description, openedHere, begunHere: effects.memory.claim() !== undefined });
    if (openedHere !== undefined && description.state !== 'locked') putAway(effects);
  }
  return undefined;
}

/** This tab opened the share, and it has ended: the acknowledgement arrived, but its reply was lost. */
function putAway({ memory, dropFragment }: ReceiveEffects): void {
  memory.dropClaim();
  dropFragment();
}
