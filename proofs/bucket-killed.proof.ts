import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createApi } from '#client/api.ts';
import type { Api } from '#client/api.ts';
import { ApiError, NetworkError } from '#client/errors.ts';
import { readStatus, remove } from '#client/manage.ts';
import { shareSecret } from '#client/share.ts';
import type { Shared } from '#client/share.ts';
import type { Asked, Behaviour } from '#scripts/testing/store-proxy.ts';
import { openBucketRig } from './rig/bucket-rig.ts';
import type { BucketRig } from './rig/bucket-rig.ts';
import { generatedBytes, sha256Of, sha256OfGenerated } from './rig/generated-bytes.ts';
import type { GeneratedBytes } from './rig/generated-bytes.ts';
import { bySize } from './rig/proof-size.ts';
import { finish, openFile, readWhole, sendFile } from './rig/share-file.ts';
import { storeKinds } from './rig/stores.ts';
import type { StoreKind } from './rig/stores.ts';

interface Rounds {
  /** Each has a new database and a new bucket. */
  readonly batches: number;
  /** In each batch. */
  readonly kills: number;
}

/** At full size 10,000 on PostgreSQL, which take some hours. */
const rounds: Readonly<Record<StoreKind, Rounds>> = {
  SQLite: bySize({ ci: { batches: 1, kills: 2 }, full: { batches: 1, kills: 60 } }),
  PostgreSQL: bySize({ ci: { batches: 1, kills: 4 }, full: { batches: 100, kills: 100 } }),
};
const HOURS_12 = 12 * 3600 * 1000;
/** Processes on the same database and bucket. While one is killed, the others work. */
const PROCESSES = bySize({ ci: 2, full: 4 });
const CLIENTS = 3;
/** The longest time under load before a kill. */
const MAX_LOAD_MS = 300;
/** Two chunks, each a part of its own. */
const FILE_BYTES = 700_000;
const VIEWS = 20;

/** What was acknowledged. */
interface History {
  readonly kept: Array<{ readonly shared: Shared; readonly file: GeneratedBytes }>;
  /** Shares of one view, which somebody has opened. */
  readonly spent: Shared[];
}

/** Instead of the seconds that a client waits before it tries again. */
const briefly = (): Promise<void> => delay(20);

interface Life {
  readonly api: Api;
  readonly seed: string;
  readonly history: History;
  readonly signal: AbortSignal;
}

/** Sends, opens and deletes until the server is gone. */
async function live({ api, seed, history, signal }: Life): Promise<void> {
  const isOver = () => signal.aborted;
  for (let turn = 0; !isOver(); turn++) {
    const file = generatedBytes(`${seed} ${turn}`, FILE_BYTES);
    try {
      const shared = await sendFile(api, { file, maxViews: turn % 3 === 2 ? 1 : VIEWS }, { signal, wait: briefly });
      if (turn % 3 === 0) history.kept.push({ shared, file });
      else if (turn % 3 === 1) await remove(api, shared);
      else await openOnce(api, shared, history);
    } catch (error) {
      const isFailure = error instanceof ApiError && error.code === 'unavailable';
      if (!(isFailure || error instanceof NetworkError || isOver())) throw error;
    }
  }
}

async function openOnce(api: Api, shared: Shared, { spent }: History): Promise<void> {
  const holder = await openFile(api, shared.link);
  spent.push(shared);
  await sha256Of(readWhole(api, holder));
  await finish(api, holder);
}

const failures: readonly Behaviour[] = [
  'cut',
  'cut-after',
  'fail-after',
  { status: 503, code: 'SlowDown' },
  { status: 403, code: 'AccessDenied' },
];

/** Every tenth request for a part meets with a failure, and every fourth deletion is lost. */
function failingNowAndThen(): (asked: Asked) => Behaviour {
  let [requests, deletions] = [0, 0];
  return ({ method, path }) => {
    if (!/\/[0-9a-f]{32}(\?|$)/.test(path)) return 'pass';
    if (method === 'DELETE' && ++deletions % 4 === 0) return 'lose';
    return ++requests % 10 === 0 ? (failures[(requests / 10) % failures.length] ?? 'pass') : 'pass';
  };
}

/** Starts a process and kills it, again and again. */
async function killAgainAndAgain(rig: BucketRig, history: History, { kills, lane }: { kills: number; lane: number }) {
  for (let kill = 0; kill < kills; kill++) {
    const server = await rig.start();
    const over = new AbortController();
    const api = createApi({ baseUrl: server.url, attempts: 2, wait: briefly });
    const lives = Array.from({ length: CLIENTS }, (_, client) =>
      live({ api, seed: `${lane} ${kill} ${client}`, history, signal: over.signal }),
    );
    const before = history.kept.length;
    // Other kills come at any moment, also before the first file is complete.
    while (kill % 4 === 0 && history.kept.length === before && server.exitCode() === null) await delay(10);
    await delay(Math.random() * MAX_LOAD_MS);
    await server.end('SIGKILL');
    over.abort();
    await Promise.all(lives);
  }
}

async function expectAllThere(api: Api, { kept, spent }: History): Promise<void> {
  await severalAtOnce(kept, async ({ shared, file }) => {
    const read = readWhole(api, await openFile(api, shared.link));
    expect(await sha256Of(read), 'an acknowledged file').toBe(await sha256OfGenerated(file));
    expect((await readStatus(api, shared)).viewsLeft).toBe(VIEWS - 1);
  });
  await severalAtOnce(spent, ({ link }) => expect(openFile(api, link)).rejects.toMatchObject({ code: 'ended' }));
}

async function severalAtOnce<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const work = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: 6 }, work));
}

describe.each(storeKinds)('files in a bucket, with %s', (kind) => {
  const { batches, kills } = rounds[kind];

  test(
    `kill -9 under load ${batches * kills} times, with a store that fails: nothing acknowledged is lost, and nothing is left over`,
    async () => {
      for (let batch = 0; batch < batches; batch++) {
        await using rig = await openBucketRig(kind);
        const history: History = { kept: [], spent: [] };
        rig.proxy.behave = failingNowAndThen();
        const lanes = Array.from({ length: PROCESSES }, (_, lane) =>
          killAgainAndAgain(rig, history, { kills: kills / PROCESSES, lane }),
        );
        await Promise.all(lanes);
        rig.proxy.behave = () => 'pass';
        expect(history.kept.length).toBeGreaterThan(0);
        const server = await rig.start();
        await expectAllThere(createApi({ baseUrl: server.url }), history);
        await server.end('SIGTERM');
        const truth = await rig.reapAndCompare();
        expect(truth).toMatchObject({ orphans: [], lost: [] });
        expect(truth.count).toBeGreaterThanOrEqual(history.kept.length);
      }
    },
    HOURS_12,
  );

  test('while the store is down texts work, health says which part is down, and files are refused for now', async () => {
    await using rig = await openBucketRig(kind);
    const server = await rig.start();
    const api = createApi({ baseUrl: server.url, attempts: 1 });
    const file = generatedBytes('before', FILE_BYTES);
    const [deleted, kept] = [await sendFile(api, { file, maxViews: 2 }), await sendFile(api, { file, maxViews: 2 })];
    rig.proxy.behave = () => 'cut';
    const text = {
      text: 'hunter2',
      maxViews: 1,
      ttlSeconds: 3600,
      kdf: () => Promise.reject(new Error('no password')),
    };
    expect((await shareSecret(api, text)).link).toContain('#');
    expect(await firstFailure(api)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    const ready = await fetch(`${server.url}readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'degraded', down: ['files'] }]);
    await remove(api, deleted);
    await server.end('SIGKILL');
    const restarted = await rig.start();
    expect((await shareSecret(createApi({ baseUrl: restarted.url, attempts: 1 }), text)).link).toContain('#');
    rig.proxy.behave = () => 'pass';
    const again = createApi({ baseUrl: restarted.url });
    const read = readWhole(again, await openFile(again, kept.link));
    expect(await sha256Of(read)).toBe(await sha256OfGenerated(file));
    await restarted.end('SIGTERM');
    const truth = await rig.reapAndCompare();
    expect(truth, 'the share deleted meanwhile has no object either').toMatchObject({ orphans: [], lost: [] });
  });
});

/** The first error of an upload that would be tried again and again. */
async function firstFailure(api: Api): Promise<Error | undefined> {
  const enough = new AbortController();
  let failure: Error | undefined;
  const onRetry = (error: Error | undefined) => {
    failure ??= error;
    enough.abort();
  };
  const file = generatedBytes('down', FILE_BYTES);
  await sendFile(api, { file }, { signal: enough.signal, onRetry }).catch(() => undefined);
  return failure;
}
