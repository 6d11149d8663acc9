import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import type { ManagedShare } from '#client/manage.ts';
import { encodeId } from '#crypto/ids.ts';
import { encodeFragment, LinkType } from '#crypto/link.ts';
import type { RequestEntry, ShareEntry } from '#web/parts/list/entry.ts';
import { hasNotedTerms } from '#web/parts/list/status.ts';
import { createManage } from './create-manage.ts';
import type { ManageEffects } from './state.ts';

const idBytes = new Uint8Array(16).fill(7);
const id = encodeId(idBytes);
const ownerKey = new Uint8Array(32).fill(9);
const fragment = `#${encodeFragment({ type: LinkType.manage, key: ownerKey, id: idBytes })}`;

const live: ManagedShare = {
  state: 'live',
  createdAt: 1000,
  expiresAt: 90_000,
  maxViews: 2,
  viewsLeft: 2,
  hasPassword: true,
  attempts: 0,
  attemptLimit: 5,
  onLimit: 'lock',
  openedAt: [],
  reading: 0,
  title: 'staging',
};
const deleted: ManagedShare = { ...live, state: 'deleted', endedAt: 3000 };

function world(over: Partial<ManageEffects> = {}) {
  const saved: Omit<ShareEntry, 'kind'>[] = [];
  const asked: string[] = [];
  const pauses: number[] = [];
  const waits: (() => void)[] = [];
  const effects: ManageEffects = {
    id,
    publicUrl: 'https://sotto.example/',
    fragment: () => fragment,
    isShare: async () => true,
    readStatus: async () => live,
    unlock: async () => live,
    remove: async () => deleted,
    changeRecipient: async () => live,
    shorten: async () => live,
    find: async () => undefined,
    save: async (entry) => void saved.push(entry),
    visible: () => true,
    wait: (seconds, signal) => {
      pauses.push(seconds);
      return new Promise((resolve) => {
        waits.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    },
    ...over,
  };
  const readStatus: ManageEffects['readStatus'] = (owner) => {
    asked.push(owner.id);
    return effects.readStatus(owner);
  };
  const manage = createManage({ ...effects, readStatus });
  const started = manage.start();
  return { manage, saved, asked, pauses, started, nextPause: () => waits.at(-1)?.() };
}

const isShown = (manage: ReturnType<typeof world>['manage']) => expect.poll(() => manage.state().at).toBe('shown');

test('a missing or cut key is recognised without a request', async () => {
  for (const [kind, broken] of [
    ['missing', ''],
    ['cut', fragment.slice(0, 30)],
  ]) {
    const { manage, asked, started } = world({ fragment: () => broken ?? '' });
    await started;
    expect(manage.state()).toEqual({ at: 'keyless', fault: { kind } });
    expect(asked).toEqual([]);
  }
});

test('the share is shown, and can be added to this device’s list', async () => {
  const { manage, saved } = world();
  await expect.poll(() => manage.state()).toMatchObject({ at: 'shown', share: live, listing: 'absent' });
  await manage.keep();
  expect(manage.state()).toMatchObject({ listing: 'listed' });
  expect(saved).toEqual([
    { id, ownerKey, title: 'staging', createdAt: 1000, expiresAt: 90_000, maxViews: 2, hasPassword: true },
  ]);
});

test('a title that the server has erased is still shown, and still appears in no log', async () => {
  const { title: _, ...untitled } = deleted;
  const { manage } = world({ remove: async () => untitled });
  await isShown(manage);
  await manage.remove();
  expect(manage.state()).toMatchObject({ share: { state: 'deleted', title: 'staging' } });
  expect(JSON.stringify(manage.state())).not.toContain('staging');
});

test('a browser that stores nothing says so', async () => {
  const { manage } = world({ find: () => Promise.reject(new Error('no storage')) });
  await expect.poll(() => manage.state()).toMatchObject({ at: 'shown', listing: 'refused' });
});

test('deleting shows the server’s reply and ends the watch', async () => {
  const { manage, started, nextPause } = world();
  await isShown(manage);
  await manage.remove();
  expect(manage.state()).toMatchObject({ share: { state: 'deleted', endedAt: 3000 } });
  nextPause();
  await started;
});

test('a deletion that may not have reached the server says so, and the share is still shown', async () => {
  const { manage } = world({ remove: () => Promise.reject(new NetworkError('unreachable')) });
  await isShown(manage);
  await manage.remove();
  expect(manage.state()).toMatchObject({
    at: 'shown',
    act: undefined,
    failure: { kind: 'offline', act: { kind: 'deleting' } },
  });
});

test('“may not have been deleted” stays until the next action, whatever a check finds', async () => {
  let reachable = true;
  const { manage, pauses } = world({
    readStatus: async () => (reachable ? { ...live, attempts: 1 } : Promise.reject(new NetworkError('unreachable'))),
    remove: () => Promise.reject(new NetworkError('unreachable')),
  });
  await isShown(manage);
  await manage.remove();
  for (const round of [2, 3, 4]) {
    manage.retryNow();
    await expect.poll(() => pauses.length).toBe(round);
    expect(manage.state()).toMatchObject({ failure: { kind: 'offline', act: { kind: 'deleting' } } });
    reachable = !reachable;
  }
  await manage.unlock();
  expect(manage.state()).toMatchObject({ at: 'shown', failure: undefined });
});

test('“may not have been unlocked” goes away once a check finds the share unlocked', async () => {
  let share: ManagedShare = { ...live, state: 'locked' };
  const { manage, nextPause } = world({
    readStatus: async () => share,
    unlock: () => Promise.reject(new NetworkError('cut')),
  });
  await isShown(manage);
  await manage.unlock();
  expect(manage.state()).toMatchObject({ failure: { act: { kind: 'unlocking' } } });
  share = live;
  nextPause();
  await expect.poll(() => manage.state()).toMatchObject({ share: live, failure: undefined });
});

test('the watch slows down while nothing changes, and speeds up after a change', async () => {
  let share = live;
  const { manage, pauses, nextPause } = world({ readStatus: async () => share });
  await isShown(manage);
  for (let round = 1; round < 4; round++) {
    await expect.poll(() => pauses.length).toBe(round);
    nextPause();
  }
  await expect.poll(() => pauses).toEqual([4, 4, 8, 15]);
  share = { ...live, viewsLeft: 1, openedAt: [2000] };
  nextPause();
  await expect.poll(() => pauses.at(-1)).toBe(4);
  expect(manage.state()).toMatchObject({ share });
});

test('a background tab sends no requests', async () => {
  const { manage, asked, pauses, nextPause } = world({ visible: () => false });
  await isShown(manage);
  nextPause();
  await expect.poll(() => pauses.length).toBe(2);
  expect(asked.length).toBe(1);
});

test('a reply from before the deletion is not shown after it', async () => {
  let answer: (share: ManagedShare) => void = () => undefined;
  let first = true;
  const { manage, asked, nextPause } = world({
    readStatus: () => {
      if (!first) return new Promise((resolve) => (answer = resolve));
      first = false;
      return Promise.resolve(live);
    },
  });
  await isShown(manage);
  nextPause();
  await expect.poll(() => asked.length).toBe(2);
  await manage.remove();
  answer(live);
  await expect.poll(() => manage.state()).toMatchObject({ share: { state: 'deleted' } });
});

test('an id that is not a share may be a request, which the inbox looks up', async () => {
  const { manage, asked, started } = world({ isShare: async () => false });
  await started;
  expect(asked).toEqual([]);
  expect(manage.state()).toEqual({ at: 'request', owner: { id, ownerKey }, listing: 'absent' });
});

test('a request in this browser’s list is not looked up as a share', async () => {
  const entry: RequestEntry = { kind: 'request', id, ownerKey, createdAt: 1, expiresAt: 9, maxAnswers: 3 };
  const { manage, asked, started } = world({ find: async () => entry });
  await started;
  expect(asked).toEqual([]);
  expect(manage.state()).toEqual({ at: 'request', owner: { id, ownerKey }, listing: 'listed', entry });
});

test('a share that the server forgets while it is watched shows that nothing is here', async () => {
  let first = true;
  const { manage, nextPause } = world({
    readStatus: () => {
      if (!first) return Promise.reject(new ApiError({ code: 'not-found', status: 404 }));
      first = false;
      return Promise.resolve(live);
    },
  });
  await isShown(manage);
  nextPause();
  await expect.poll(() => manage.state()).toEqual({ at: 'nothing' });
});

test('a share of this browser’s list that the server has forgotten keeps its title', async () => {
  const gone = new ApiError({ code: 'not-found', status: 404 });
  const terms = { createdAt: 1, expiresAt: 9, maxViews: 1, hasPassword: false };
  const entry: ShareEntry = { kind: 'share', id, ownerKey, title: 'staging', ...terms };
  const { manage, started } = world({ find: async () => entry, readStatus: () => Promise.reject(gone) });
  await started;
  expect(manage.state()).toEqual({ at: 'nothing', entry });
});

test('a share that ended before the page was opened has the title from this browser’s list', async () => {
  const { title: _, ...untitled } = deleted;
  const terms = { createdAt: 1, expiresAt: 9, maxViews: 1, hasPassword: false };
  const entry: ShareEntry = { kind: 'share', id, ownerKey, title: 'staging', ...terms };
  const { manage } = world({ find: async () => entry, readStatus: async () => untitled });
  await expect.poll(() => manage.state()).toMatchObject({ at: 'shown', share: { title: 'staging' } });
});

const people = { viewsEach: 1, recipients: [1, 2].map((n) => ({ n, openedAt: [], codeRequests: 2 })) };
const named: ManagedShare = { ...live, people };
const withPerson = (over: object): ManagedShare => ({
  ...named,
  people: {
    ...people,
    recipients: people.recipients.map((person) => (person.n === 2 ? { ...person, ...over } : person)),
  },
});

test('an action about a named person shows the server’s reply, and no other starts meanwhile', async () => {
  const sent: unknown[] = [];
  const revoked = withPerson({ revokedAt: 3000 });
  const { manage } = world({
    readStatus: async () => named,
    changeRecipient: async (owner, person) => {
      sent.push([owner.id, person]);
      return revoked;
    },
  });
  await isShown(manage);
  const [first, second] = [manage.changeRecipient(2, 'revoke'), manage.changeRecipient(1, 'revoke')];
  expect(manage.state()).toMatchObject({ act: { kind: 'revoke', n: 2 } });
  expect([await first, await second]).toEqual([true, false]);
  expect(sent).toEqual([[id, { n: 2, action: 'revoke' }]]);
  expect(manage.state()).toMatchObject({ share: revoked, act: undefined, failure: undefined });
});

test.each(['revoke', 'reset'] as const)(
  '“%s” that may not have arrived names the person until a check shows it',
  async (action) => {
    let share = named;
    const { manage, nextPause } = world({
      readStatus: async () => share,
      changeRecipient: () => Promise.reject(new NetworkError('cut')),
    });
    await isShown(manage);
    expect(await manage.changeRecipient(2, action)).toBe(false);
    expect(manage.state()).toMatchObject({ act: undefined, failure: { act: { kind: action, n: 2 } } });
    share = { ...named, attempts: 1 };
    nextPause();
    await expect.poll(() => manage.state()).toMatchObject({ share, failure: { act: { kind: action, n: 2 } } });
    share = withPerson({ revokedAt: 3000 });
    nextPause();
    // A reset does not show in the status, so its failure stays until the next action.
    const failure = action === 'revoke' ? undefined : { act: { kind: action, n: 2 } };
    await expect.poll(() => manage.state()).toMatchObject({ share, failure });
  },
);

test('an earlier expiry is sent, and a lost reply is told from a check', async () => {
  let share = live;
  const asked: number[] = [];
  const { manage, nextPause } = world({
    readStatus: async () => share,
    shorten: (_, expiresAt) => {
      asked.push(expiresAt);
      return Promise.reject(new NetworkError('cut'));
    },
  });
  await isShown(manage);
  expect(await manage.shorten(5000)).toBe(false);
  expect(asked).toEqual([5000]);
  expect(manage.state()).toMatchObject({ failure: { kind: 'offline', act: { kind: 'shortening' } } });
  share = { ...live, expiresAt: 5000, firstExpiresAt: live.expiresAt };
  nextPause();
  await expect.poll(() => manage.state()).toMatchObject({ share, failure: undefined });
});

test('a share for members is added to the list with its groups', async () => {
  const { manage, saved } = world({ readStatus: async () => ({ ...live, members: { groups: ['ops'] } }) });
  await isShown(manage);
  await manage.keep();
  expect(saved).toMatchObject([{ members: { groups: ['ops'] } }]);
});

test('a share with gates is added to the list with the terms that were sealed', async () => {
  const share = { ...named, expiresAt: 5000, firstExpiresAt: 90_000, notBefore: 2000 };
  const { manage, saved } = world({ readStatus: async () => share });
  await isShown(manage);
  await manage.keep();
  expect(saved).toMatchObject([{ expiresAt: 90_000, maxViews: 1, people: 2, notBefore: 2000 }]);
  expect(saved.every((entry) => hasNotedTerms({ kind: 'share', ...entry }, share))).toBe(true);
});
