import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import { ApiError, serviceFailureOf } from '#client/errors.ts';
import { titledShare } from '#client/manage.ts';
import type { ManagedShare, Owner } from '#client/manage.ts';
import { LinkType } from '#crypto/link.ts';
import { createBackoff } from '#client/retry.ts';
import type { Backoff } from '#client/retry.ts';
import type { ServiceFailure } from '#client/errors.ts';
import { keyless, readAddressKey, readPastedKey } from '#web/parts/link/read-key.ts';
import type { KeyReading, Lock } from '#web/parts/link/read-key.ts';
import type { ShareEntry } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import type { Manage, Managed, ManagedRequest, ManageEffects, ManageFailure } from './state.ts';

export interface Manager {
  readonly state: Accessor<Manage>;
  /** Reads the key and watches the share until it has ended or the page is left. */
  readonly start: () => Promise<void>;
  readonly giveKey: (text: string) => Promise<void>;
  readonly unlock: () => Promise<void>;
  readonly remove: () => Promise<void>;
  /** Adds it to this browser's My shares. */
  readonly keep: () => Promise<void>;
  /** Ends the current pause and sends the next request now. */
  readonly retryNow: () => void;
  /** Forgets everything; `start` reads the address again. */
  readonly leave: () => void;
}

const WATCH_SECONDS = [4, 4, 8, 15, 30, 60];

export function createManage(effects: ManageEffects): Manager {
  const [state, setState] = createSignal<Manage>({ at: 'looking' });
  const retries = createBackoff(effects.wait);
  const watches = createBackoff(effects.wait, WATCH_SECONDS);
  const lock: Lock<typeof LinkType.manage> = { id: effects.id, publicUrl: effects.publicUrl, types: [LinkType.manage] };
  let owner: Owner | undefined;

  const begin = async (reading: KeyReading<typeof LinkType.manage>) => {
    if (!reading.ok) {
      setState((now) => keyless(now, reading.fault));
      return;
    }
    const asked: Owner = { id: effects.id, ownerKey: reading.key };
    owner = asked;
    setState({ at: 'looking' });
    const turn = (next: Turn) => owner === asked && setState(next);
    const watching: Watching = { effects, owner: asked, retries, watches, state, turn, left: () => owner !== asked };
    await firstLook(watching, await lookUpListing(watching));
    await watch(watching);
  };
  const act = async (name: 'unlocking' | 'deleting', ask: (owner: Owner) => Promise<ManagedShare>) => {
    const asking = owner;
    if (!asking || state().at !== 'shown') return;
    setState(change({ act: name, failure: undefined }));
    const turn = await ask(asking).then(learned, failed(name));
    if (owner === asking) setState(turn);
  };

  const retryNow = () => [retries, watches].forEach((backoff) => backoff.retryNow());

  return {
    state,
    start: async () => begin(await readAddressKey(effects.fragment(), lock)),
    giveKey: async (text) => begin(await readPastedKey(text, lock)),
    unlock: () => act('unlocking', effects.unlock),
    remove: () => act('deleting', effects.remove),
    keep: async () => {
      const now = state();
      if (!owner || now.at !== 'shown') return;
      const saved = effects.save(entryOf(owner, now.share));
      setState(await saved.then(() => change({ listing: 'listed' }), refused));
    },
    retryNow,
    leave: () => {
      owner = undefined;
      setState({ at: 'looking' });
      retryNow();
    },
  };
}

type Turn = (now: Manage) => Manage;

interface Watching {
  readonly effects: ManageEffects;
  readonly owner: Owner;
  readonly retries: Backoff;
  readonly watches: Backoff;
  readonly state: Accessor<Manage>;
  /** Changes the state, unless the page has been left or has started over. */
  readonly turn: (next: Turn) => void;
  readonly left: () => boolean;
}

const change =
  (members: Partial<Omit<Managed, 'at'>>): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, ...members } : now;

/** The server's reply to an action. */
const learned =
  (share: ManagedShare): Turn =>
  (now) =>
    now.at === 'shown' ? { ...now, share: titled(share, now.share.title), act: undefined, failure: undefined } : now;

/**
 * The server's reply to a check. The failure of an action stays until a check shows its effect, or until the next
 * action.
 */
const seen =
  (share: ManagedShare): Turn =>
  (now) => {
    if (now.at !== 'shown') return now;
    const stays = isOfAct(now.failure) && !hasHappened(now.failure, share);
    return { ...now, share: titled(share, now.share.title), failure: stays ? now.failure : undefined };
  };

/** A failed check. The failure of an action takes precedence. */
const unseen = (error: unknown): Turn => {
  const turn = failed('watching')(error);
  return (now) => (now.at === 'shown' && isOfAct(now.failure) && !isUnknown(error) ? now : turn(now));
};

const isOfAct = (failure: ManageFailure | undefined): failure is ManageFailure =>
  failure !== undefined && failure.during !== 'watching';

function hasHappened({ during }: ManageFailure, share: ManagedShare): boolean {
  return !isThere(share) || (during === 'unlocking' && share.state !== 'locked');
}

/** The server erases the title with the content, but the page keeps showing it. */
function titled(share: ManagedShare, title: string | undefined): ManagedShare {
  return share.title === undefined && title !== undefined ? titledShare(share, title) : share;
}

const failed =
  (during: ManageFailure['during']) =>
  (error: unknown): Turn => {
    if (isUnknown(error)) return (now) => ({ at: 'nothing', entry: now.at === 'shown' ? now.entry : undefined });
    return change({ act: undefined, failure: { ...(serviceFailureOf(error) ?? { kind: 'strange' }), during } });
  };

const refused = (): Turn => change({ listing: 'refused' });

function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not-found';
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

type Known = Pick<ManagedRequest, 'listing' | 'entry'>;

async function lookUpListing({ effects, owner }: Watching): Promise<Known> {
  const found = effects.find(owner.id);
  return found.then(
    (entry): Known => (entry ? { listing: 'listed', entry } : { listing: 'absent' }),
    (): Known => ({ listing: 'refused' }),
  );
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

function entryOf({ id, ownerKey }: Owner, share: ManagedShare): Omit<ShareEntry, 'kind'> {
  const { title, createdAt, expiresAt, maxViews, hasPassword } = share;
  return { id, ownerKey, createdAt, expiresAt, maxViews, hasPassword, ...(title !== undefined && { title }) };
}
