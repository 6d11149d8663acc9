import type { Accessor } from 'solid-js';
import { serviceFailureOf } from '#client/errors.ts';
import type { ServiceFailure } from '#client/errors.ts';
import type { ManagedShare, Owner } from '#client/manage.ts';
import type { Backoff } from '#client/retry.ts';
import { isThere } from '#web/parts/list/status.ts';
import type { Manage, ManagedRequest, ManageEffects } from './state.ts';
import { isUnknown, seen, titled, unseen } from './turn-state.ts';
import type { Turn } from './turn-state.ts';

export interface Watching {
  readonly effects: ManageEffects;
  readonly owner: Owner;
  readonly retries: Backoff;
  readonly watches: Backoff;
  readonly state: Accessor<Manage>;
  /** Changes the state, unless the page has been left or has started over. */
  readonly turn: (next: Turn) => void;
  readonly left: () => boolean;
}

/** Looks the share up until the server replies, then watches it until it has ended or the page is left. */
export async function watchShare(watching: Watching): Promise<void> {
  await firstLook(watching, await lookUpListing(watching));
  await watch(watching);
}

type Known = Pick<ManagedRequest, 'listing' | 'entry'>;

async function lookUpListing({ effects, owner }: Watching): Promise<Known> {
  const found = effects.find(owner.id);
  return found.then(
    (entry): Known => (entry ? { listing: 'listed', entry } : { listing: 'absent' }),
    (): Known => ({ listing: 'refused' }),
  );
}

/** A request in this browser's list is not looked up as a share. */
async function firstLook({ effects, owner, retries, turn, left }: Watching, known: Known): Promise<void> {
  const request: ManagedRequest = { at: 'request', owner, ...known };
  if (known.entry?.kind === 'request') {
    turn(() => request);
    return;
  }
  for (let tries = 0; !left(); tries++) {
    try {
      if (known.entry === undefined && !(await effects.isShare(owner))) {
        turn(() => request);
        return;
      }
      const share = titled(await effects.readStatus(owner), known.entry?.title);
      turn(() => ({ at: 'shown', share, ...known }));
      return;
    } catch (error) {
      if (isUnknown(error)) {
        turn(() => (known.entry === undefined ? request : { at: 'nothing', entry: known.entry }));
        return;
      }
      const failure = serviceFailureOf(error) ?? { kind: 'strange' };
      turn(() => ({ at: 'unreachable', failure }));
      await retries.pause(tries, failure);
    }
  }
}

/** Checks again and again, less often while nothing changes. A reply from before an action is not shown after it. */
async function watch({ effects, owner, watches, state, turn, left }: Watching): Promise<void> {
  let failure: ServiceFailure | undefined;
  for (let quiet = 0; !left(); quiet++) {
    const asked = state();
    if (asked.at !== 'shown' || !isThere(asked.share)) return;
    if (quiet > 0 && !asked.act && effects.visible()) {
      const next = await effects.readStatus(owner).then(
        (share) => ({ turn: seen(share), failure: undefined }),
        (error: unknown) => ({ turn: unseen(error), failure: serviceFailureOf(error) }),
      );
      failure = next.failure;
      const now = state();
      if (now.at === 'shown' && !now.act && now.share === asked.share) turn(next.turn);
      const after = state();
      if (after.at === 'shown' && !same(after.share, asked.share)) quiet = 0;
    }
    await watches.pause(quiet, failure);
  }
}

function same(one: ManagedShare, other: ManagedShare): boolean {
  // The copy loses the original's redaction in JSON.
  return JSON.stringify({ ...one }) === JSON.stringify({ ...other });
}
