import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deps } from '#server/deps.ts';
import { oldestOverdueSeconds, tallyEnded, tallyHeld } from '#server/stats/stats.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { makePlace, openAt, SettableClock, testDeps } from '#server/testing/test-stores.ts';
import type { StorePlace } from '#server/testing/test-stores.ts';
import { folderSizes, totalBytes } from './rig/folder-sizes.ts';
import type { FolderSizes } from './rig/folder-sizes.ts';
import { bySize } from './rig/proof-size.ts';
import { beginLives } from './rig/week-of-lives.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const STEP = bySize({ ci: 120 * MINUTE, full: 10 * MINUTE });
const LIVES_IN_A_STEP = 12;
/** In production every 15 seconds. Fewer must be enough. */
const SWEEPS_IN_A_STEP = 2;
/** The longest life of a tombstone: a share of one week, kept a month after its end. */
const LONGEST_DAYS = 45;

/** Room beside live shares: history, indexes, and pages that the next sweeps free. */
const ROW_BYTES = 2048;
const SLACK_BYTES = 4_000_000;
/**
 * SQLite restarts the log after 8,000 pages (server/db/open-sqlite.ts), each with a header of 24 bytes. The last
 * transaction may exceed it.
 */
const LOG_BYTES = 8_000 * (4_096 + 24) + 200_000;
/**
 * Once a minute a sweep stores the current time (docs/decisions/0037), which writes one page. Enough minutes to fill the
 * log twice.
 */
const IDLE_MINUTES = bySize({ ci: 17_000, full: 14 * 24 * 60 });

let place: StorePlace;
let deps: Deps;
const clock = new SettableClock();
const openDeps = async () => testDeps(place, { store: await openAt(place, clock), clock });

beforeAll(async () => {
  place = await makePlace('SQLite');
  deps = await openDeps();
});
afterAll(async () => {
  await deps.store.close();
  await place[Symbol.asyncDispose]();
});

/** As a stopped service leaves it. */
async function sizesAtRest(): Promise<FolderSizes> {
  await deps.store.close();
  const sizes = folderSizes(place.dataDir);
  deps = await openDeps();
  return sizes;
}

async function pass(seconds: number): Promise<void> {
  for (let swept = 0; swept < SWEEPS_IN_A_STEP; swept++) {
    clock.advance(seconds / SWEEPS_IN_A_STEP);
    await sweep(deps);
  }
}

async function kept(): Promise<{ held: number; heldBytes: number; tombstones: number }> {
  const [held, ended] = [await tallyHeld(deps.store.read), await tallyEnded(deps.store.read)];
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    held: sum(held.map(({ count }) => count)),
    heldBytes: sum(held.map(({ bytes }) => bytes)),
    tombstones: sum(ended.map(({ count }) => count)),
  };
}

const inMegabytes = (bytes: number) => (bytes / 1_000_000).toFixed(1);
const describeSizes = (sizes: FolderSizes, { held, heldBytes, tombstones }: Awaited<ReturnType<typeof kept>>) =>
  `${held} held (${inMegabytes(heldBytes)} MB), ${tombstones} tombstones; folder ${inMegabytes(totalBytes(sizes))} MB: ` +
  `database ${inMegabytes(sizes.database)}, log ${inMegabytes(sizes.log)}, slots ${sizes.slots} B, bodies ${inMegabytes(sizes.bodies)}`;

test('after a week of traffic, once the last tombstone is gone, the folder is as small as before', async ({
  annotate,
}) => {
  const start = await sizesAtRest();
  for (let day = 1; day <= 7; day++) {
    for (let seconds = 0; seconds < DAY; seconds += STEP) {
      await beginLives(deps, LIVES_IN_A_STEP);
      await pass(STEP);
    }
    const [sizes, rows] = [folderSizes(place.dataDir), await kept()];
    await annotate(`day ${day}: ${describeSizes(sizes, rows)}`);
    expect(await oldestOverdueSeconds(deps.store.read), 'nothing is overdue').toBe(0);
    expect(totalBytes(sizes), 'in proportion to the live shares').toBeLessThan(
      rows.heldBytes + ROW_BYTES * (rows.held + rows.tombstones) + SLACK_BYTES,
    );
  }
  expect((await kept()).tombstones, 'there was traffic').toBeGreaterThan(500);

  for (let day = 0; day < LONGEST_DAYS; day++) await pass(DAY);
  expect(await kept()).toEqual({ held: 0, heldBytes: 0, tombstones: 0 });
  expect(folderSizes(place.dataDir).log).toBeLessThan(LOG_BYTES);
  const end = await sizesAtRest();
  // A new database has free pages that its migrations left.
  expect({ ...end, database: Math.max(end.database, start.database) }).toEqual(start);
});

test('without traffic, sweeps do not make the log grow', async () => {
  const before = await sizesAtRest();
  let largest = 0;
  for (let minute = 0; minute < IDLE_MINUTES; minute++) {
    clock.advance(MINUTE);
    await sweep(deps);
    largest = Math.max(largest, folderSizes(place.dataDir).log);
  }
  expect(IDLE_MINUTES * 4_096, 'sweeps wrote more than the log may contain').toBeGreaterThan(1.9 * LOG_BYTES);
  expect(largest, 'sweeps wrote').toBeGreaterThan(LOG_BYTES / 2);
  expect(largest).toBeLessThan(LOG_BYTES);
  expect(await sizesAtRest()).toEqual(before);
});
