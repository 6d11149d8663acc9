import { expect, test } from 'vitest';
import { ApiError, NetworkError } from '#client/errors.ts';
import { encodeId, idOf } from '#crypto/ids.ts';
import { ownerKeys } from '#crypto/keys.ts';
import type { StatusReply } from '#server/owner/wire.ts';
import type { ListEntry, RequestEntry, ShareEntry } from '#web/parts/list/entry.ts';
import type { RequestSummary } from '#web/parts/list/status.ts';
import { createShares } from './create-shares.ts';
import { writeShareFile } from './export-file.ts';
import { matches } from './search-list.ts';
import type { Listed, SharesEffects } from './state.ts';

function entry(fill: number, title?: string): ShareEntry {
  const ownerKey = new Uint8Array(32).fill(fill);
  const id = encodeId(idOf(ownerKeys(ownerKey).createProof));
  const terms = { createdAt: fill, expiresAt: 90_000, maxViews: 1, hasPassword: false };
  return { kind: 'share', id, ownerKey, ...terms, ...(title !== undefined && { title }) };
}

const live: StatusReply = {
  state: 'live',
  createdAt: 1,
  expiresAt: 90_000,
  maxViews: 1,
  viewsLeft: 1,
  hasPassword: false,
  attempts: 0,
  attemptLimit: 5,
  onLimit: 'lock',
  openedAt: [],
  reading: 0,
};
const deleted: StatusReply = { ...live, state: 'deleted', endedAt: 50 };

function world(entries: ListEntry[], over: Partial<SharesEffects> = {}) {
  let kept = entries;
  const batches: number[] = [];
  const removed: string[] = [];
  const opened: number[] = [];
  const effects: SharesEffects = {
    list: async () => kept.map((each) => ({ ...each })),
    settings: async () => ({ keepLinks: false }),
    setKeepLinks: async () => undefined,
    save: async (more) => {
      kept = [...more, ...kept.filter(({ id }) => more.every((other) => other.id !== id))];
    },
    forget: async (ids) => {
      kept = kept.filter(({ id }) => !ids.includes(id));
    },
    readStatuses: async (owners) => {
      batches.push(owners.length);
      return owners.map(({ id }) => (removed.includes(id) ? deleted : live));
    },
    readCounts: async (owners) => owners.map(() => null),
    removeRequest: async () => expect.unreachable(),
    remove: async ({ id }) => {
      removed.push(id);
      return deleted;
    },
    onOpened: (times) => opened.push(...times),
    wait: async () => undefined,
    ...over,
  };
  const shares = createShares(effects);
  const listed = (): Listed => {
    const now = shares.state();
    if (now.at !== 'listed') throw new Error(now.at);
    return now;
  };
  return { shares, listed, batches, removed, opened, stored: () => kept };
}

test('statuses are requested in batches of 100', async () => {
  const entries = Array.from({ length: 250 }, (_, index) => ({ ...entry(1), id: `id-${index}` }));
  const { shares, listed, batches } = world(entries);
  await shares.start();
  expect(batches).toEqual([100, 100, 50]);
  expect(listed().statuses.size).toBe(250);
});

test('a share that the server does not know is gone', async () => {
  const { shares, listed } = world([entry(1)], { readStatuses: async () => [null] });
  await shares.start();
  expect([...listed().statuses.values()]).toEqual(['gone']);
});

test('a browser that stores nothing says so', async () => {
  const { shares } = world([], { list: () => Promise.reject(new Error('no storage')) });
  await shares.start();
  expect(shares.state()).toEqual({ at: 'refused' });
});

test('all are deleted despite failures in between, and stay in the list', async () => {
  const entries = [1, 2, 3, 4, 5, 6].map((fill) => entry(fill));
  const faults: unknown[] = [new NetworkError('cut'), new ApiError({ code: 'rate-limited', status: 429 })];
  const removed = new Set<string>();
  const { shares, listed } = world(entries, {
    readCounts: async (owners) => owners.map(() => null),
    removeRequest: async () => expect.unreachable(),
    remove: async ({ id }) => {
      if (faults.length > 0) throw faults.shift();
      removed.add(id);
      return deleted;
    },
  });
  await shares.start();
  await shares.remove(entries);
  expect(removed.size).toBe(6);
  expect(listed().entries.length).toBe(6);
  expect(listed().deleting).toBeUndefined();
  expect(listed().failure).toBeUndefined();
  expect([...listed().statuses.values()]).toEqual(Array.from({ length: 6 }, () => deleted));
});

test('while one deletion fails, another that succeeds does not hide why', async () => {
  const { wait, next } = pausing();
  let reachable = false;
  const { shares, listed } = world([entry(1), entry(2)], {
    wait,
    remove: async ({ id }) => {
      if (id === entry(1).id && !reachable) throw new NetworkError('cut');
      return deleted;
    },
  });
  await shares.start();
  const removing = shares.remove([entry(1), entry(2)]);
  await expect.poll(() => listed().statuses.get(entry(2).id)).toEqual(deleted);
  expect(listed().failure).toEqual({ kind: 'offline' });
  reachable = true;
  await next(() => listed().failure === undefined);
  await removing;
  expect(listed().statuses.get(entry(1).id)).toEqual(deleted);
});

test('a share that has ended is not deleted again', async () => {
  const { shares, removed } = world([entry(1)], { readStatuses: async () => [{ ...live, state: 'expired' }] });
  await shares.start();
  await shares.remove([entry(1)]);
  expect(removed).toEqual([]);
});

test('two deletions at the same time are both carried out', async () => {
  const { shares, removed } = world([entry(1), entry(2)]);
  await shares.start();
  await Promise.all([shares.remove([entry(1)]), shares.remove([entry(2)])]);
  expect(removed.toSorted()).toEqual([entry(1).id, entry(2).id].toSorted());
});

test('a reply from before a deletion does not bring the share back', async () => {
  let answer: () => void = () => undefined;
  const { shares, listed } = world([entry(1)], {
    readStatuses: () => new Promise((resolve) => (answer = () => resolve([live]))),
  });
  const started = shares.start();
  await expect.poll(() => shares.state().at).toBe('listed');
  await shares.remove([entry(1)]);
  answer();
  await started;
  expect([...listed().statuses.values()]).toEqual([deleted]);
});

test('removing from the list changes nothing on the server', async () => {
  const { shares, listed, removed } = world([entry(1), entry(2)]);
  await shares.start();
  await shares.forget([entry(1).id]);
  expect(listed().entries.map(({ id }) => id)).toEqual([entry(2).id]);
  expect(removed).toEqual([]);
});

test('an imported file adds new entries and their statuses', async () => {
  const { shares, listed } = world([entry(1)]);
  await shares.start();
  await shares.importFile(writeShareFile([entry(1), entry(2, 'two')]));
  expect(listed().imported).toEqual({ ok: true, added: 1, known: 1 });
  expect(listed().statuses.has(entry(2).id)).toBe(true);
});

test('an invalid file changes nothing', async () => {
  const { shares, listed } = world([entry(1)]);
  await shares.start();
  await shares.importFile('{}');
  expect(listed()).toMatchObject({ imported: { ok: false, fault: { kind: 'not-ours' } } });
  expect(listed().entries.length).toBe(1);
});

test('an unchanged entry stays the same object', async () => {
  const { shares, listed } = world([entry(1)]);
  await shares.start();
  const [before] = listed().entries;
  await shares.start();
  expect(listed().entries[0]).toBe(before);
});

test('search finds titles in any case and letter form, and ids by their beginning', () => {
  const share = entry(1, 'Zürich ﬁrewall');
  expect(matches(share, ' zü')).toBe(true);
  expect(matches(share, 'FIREWALL')).toBe(true);
  expect(matches(share, share.id.slice(0, 5))).toBe(true);
  expect(matches(share, 'nothing')).toBe(false);
});

function request(fill: number): RequestEntry {
  const { id, ownerKey, createdAt, expiresAt } = entry(fill);
  return { kind: 'request', id, ownerKey, createdAt, expiresAt, title: 'asked', maxAnswers: 10 };
}

const open: RequestSummary = { state: 'open', createdAt: 1, expiresAt: 90_000, answers: 3, unread: 2 };

test('requests are counted separately from shares, and only if there are any', async () => {
  const counted: string[][] = [];
  const readCounts: SharesEffects['readCounts'] = async (owners) => {
    counted.push(owners.map(({ id }) => id));
    return owners.map((_, index) => (index === 0 ? open : null));
  };
  await world([entry(1)], { readCounts }).shares.start();
  expect(counted).toEqual([]);
  const { shares, listed } = world([request(3), entry(1), request(2)], { readCounts });
  await shares.start();
  expect(counted).toEqual([[request(3).id, request(2).id]]);
  const { statuses } = listed();
  expect([statuses.get(request(3).id), statuses.get(request(2).id)]).toEqual([open, 'gone']);
  expect(statuses.get(entry(1).id)).toMatchObject({ state: 'live' });
});

test('deleting all deletes requests as requests', async () => {
  const ended: RequestSummary = { ...open, state: 'deleted', endedAt: 50, unread: 0 };
  const removed: string[] = [];
  const removeRequest: SharesEffects['removeRequest'] = async ({ id }) => {
    removed.push(id);
    return ended;
  };
  const { shares, listed } = world([request(2), entry(1)], { readCounts: async () => [open], removeRequest });
  await shares.start();
  await shares.remove(listed().entries);
  expect(removed).toEqual([request(2).id]);
  expect(listed().statuses.get(request(2).id)).toEqual(ended);
  expect(listed().statuses.get(entry(1).id)).toMatchObject({ state: 'deleted' });
});

test('what the browser does not store again stays removed and can be put back later', async () => {
  let isFull = true;
  const saved: ListEntry[] = [];
  const save = async (entries: readonly ListEntry[]) => {
    if (isFull) throw new DOMException('full', 'QuotaExceededError');
    saved.push(...entries);
  };
  const { shares, listed } = world([entry(1), entry(2)], { save });
  await shares.start();
  await shares.forget([entry(1).id]);
  expect(await shares.restore()).toBe(false);
  expect(listed().removed).toEqual([entry(1)]);
  isFull = false;
  expect(await shares.restore()).toBe(true);
  expect(saved).toEqual([entry(1)]);
  expect(listed().removed).toBeUndefined();
});

test('what was removed from the list is gone at once, and comes back when that is undone', async () => {
  const { shares, listed, stored } = world([entry(1, 'one'), entry(2)]);
  await shares.start();
  await shares.forget([entry(1).id]);
  expect(stored()).toEqual([entry(2)]);
  expect(listed().removed).toEqual([entry(1, 'one')]);
  await shares.restore();
  expect(stored()).toContainEqual(entry(1, 'one'));
  expect(listed().entries.length).toBe(2);
  expect(listed().removed).toBeUndefined();
  expect(listed().statuses.get(entry(1).id)).toEqual(live);
});

test('only the last removal can be undone, and only until it is dismissed', async () => {
  const { shares, listed, stored } = world([entry(1), entry(2), entry(3)]);
  await shares.start();
  await shares.forget([entry(1).id]);
  await shares.forget([entry(2).id]);
  await shares.restore();
  expect(
    stored()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([entry(2).id, entry(3).id].sort());
  await shares.forget([entry(3).id]);
  shares.dismissRemoved();
  await shares.restore();
  expect(listed().entries.map(({ id }) => id)).toEqual([entry(2).id]);
});

test('a cleared list cannot come back', async () => {
  const { shares, listed, stored } = world([entry(1), entry(2)]);
  await shares.start();
  await shares.forget([entry(1).id]);
  await shares.clear();
  expect([stored(), listed().removed]).toEqual([[], undefined]);
});

/** Pauses that end when the test says so. */
function pausing() {
  const waiting: (() => void)[] = [];
  const wait: SharesEffects['wait'] = (_, signal) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve());
    });
  const next = async (ready: () => boolean) => {
    await expect.poll(() => waiting.length).toBe(1);
    waiting.splice(0).forEach((go) => go());
    await expect.poll(ready).toBe(true);
  };
  return { wait, next };
}

test('openings are reported while they are watched, each once', async () => {
  let status: StatusReply = { ...live, maxViews: 0, viewsLeft: null, openedAt: [5] };
  let asked = 0;
  const { wait, next } = pausing();
  const readStatuses: SharesEffects['readStatuses'] = async (owners) => {
    asked++;
    return owners.map(() => status);
  };
  const { shares, opened } = world([entry(1)], { wait, readStatuses });
  await shares.start();
  const watching = shares.watchOpenings.start();
  await next(() => asked === 2);
  expect(opened).toEqual([]);
  status = { ...status, openedAt: [5, 7, 7] };
  await next(() => asked === 3);
  await next(() => asked === 4);
  expect(opened).toEqual([7, 7]);
  shares.watchOpenings.stop();
  await watching;
  expect(asked).toBe(4);
});

test('shares that have ended and requests are not watched, and a long list takes turns', async () => {
  const entries = Array.from({ length: 150 }, (_, index) => ({ ...entry(1), id: `id-${index}` }));
  const ended = { ...entry(2), id: 'ended' };
  const { wait, next } = pausing();
  const batches: string[][] = [];
  const readStatuses: SharesEffects['readStatuses'] = async (owners) => {
    batches.push(owners.map(({ id }) => id));
    return owners.map(({ id }) => (id === 'ended' ? { ...live, state: 'expired' } : live));
  };
  const { shares } = world([ended, request(3), ...entries], { wait, readStatuses });
  await shares.start();
  batches.length = 0;
  const watching = shares.watchOpenings.start();
  for (const round of [1, 2, 3]) await next(() => batches.length === round);
  shares.watchOpenings.stop();
  await watching;
  expect(batches.map((batch) => batch.length)).toEqual([100, 50, 100]);
  expect(batches.flat()).not.toContain('ended');
});
