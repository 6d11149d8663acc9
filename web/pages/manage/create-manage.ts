import { createSignal } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { ManagedShare, Owner } from '#client/manage.ts';
import { LinkType } from '#crypto/link.ts';
import { createBackoff } from '#client/retry.ts';
import { countPeople } from '#client/named-people.ts';
import { keyless, readAddressKey, readPastedKey } from '#web/parts/link/read-key.ts';
import type { KeyReading, Lock } from '#web/parts/link/read-key.ts';
import type { ShareEntry } from '#web/parts/list/entry.ts';
import { sealedViews } from '#web/parts/list/status.ts';
import type { Act, Manage, ManageEffects, RecipientAction } from './state.ts';
import { change, outcomeOf } from './turn-state.ts';
import type { Turn } from './turn-state.ts';
import { watchShare } from './watch-share.ts';

export interface Manager {
  readonly state: Accessor<Manage>;
  /** Reads the key and watches the share until it has ended or the page is left. */
  readonly start: () => Promise<void>;
  readonly giveKey: (text: string) => Promise<void>;
  /** Each action says whether the server has done it. */
  readonly unlock: () => Promise<boolean>;
  readonly remove: () => Promise<boolean>;
  /** @param n the named person's number, from 1 */
  readonly changeRecipient: (n: number, action: RecipientAction) => Promise<boolean>;
  /** Brings the expiry forward. @param expiresAt Unix seconds */
  readonly shorten: (expiresAt: number) => Promise<boolean>;
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
    if (!reading.ok) return void setState((now) => keyless(now, reading.fault));
    const asked: Owner = { id: effects.id, ownerKey: reading.key };
    owner = asked;
    setState({ at: 'looking' });
    const turn = (next: Turn) => owner === asked && setState(next);
    await watchShare({ effects, owner: asked, retries, watches, state, turn, left: () => owner !== asked });
  };
  const send = async (act: Act, ask: (owner: Owner) => Promise<ManagedShare>): Promise<boolean> => {
    const asking = owner;
    const now = state();
    if (!asking || now.at !== 'shown' || now.act !== undefined) return false;
    setState(change({ act, failure: undefined }));
    const { done, turn } = await outcomeOf(act, ask(asking));
    if (owner !== asking) return false;
    setState(turn);
    return done;
  };
  const retryNow = () => [retries, watches].forEach((backoff) => backoff.retryNow());

  return {
    state,
    start: async () => begin(await readAddressKey(effects.fragment(), lock)),
    giveKey: async (text) => begin(await readPastedKey(text, lock)),
    unlock: () => send({ kind: 'unlocking' }, effects.unlock),
    remove: () => send({ kind: 'deleting' }, effects.remove),
    changeRecipient: (n, action) =>
      send({ kind: action, n }, (asking) => effects.changeRecipient(asking, { n, action })),
    shorten: (expiresAt) => send({ kind: 'shortening' }, (asking) => effects.shorten(asking, expiresAt)),
    keep: async () => {
      const now = state();
      if (owner && now.at === 'shown') setState(await listed(effects.save(entryOf(owner, now.share))));
    },
    retryNow,
    leave: () => {
      owner = undefined;
      setState({ at: 'looking' });
      retryNow();
    },
  };
}

const listed = (saved: Promise<void>): Promise<Turn> =>
  saved.then(
    () => change({ listing: 'listed' }),
    () => change({ listing: 'refused' }),
  );

/** The terms as they were sealed, with which the list compares the server's. */
function entryOf({ id, ownerKey }: Owner, share: ManagedShare): Omit<ShareEntry, 'kind'> {
  const { title, createdAt, expiresAt, firstExpiresAt = expiresAt, hasPassword, notBefore, members } = share;
  const people = countPeople(share);
  return {
    ...{ id, ownerKey, createdAt, expiresAt: firstExpiresAt, maxViews: sealedViews(share), hasPassword },
    ...(people > 0 && { people }),
    ...(notBefore !== undefined && { notBefore }),
    ...(members && { members }),
    ...(title !== undefined && { title }),
  };
}
