import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { unlessMissing } from '#server/blobs/disk-errors.ts';
import type { Deps } from '#server/deps.ts';
import { freeBytesAt } from '#server/platform/free-bytes.ts';
import { readMailCounts } from '#server/quota/charge-mails.ts';
import { countWaiting } from '#server/records/outbox-claim.ts';
import { tallyAnswers, countSlots, oldestOverdueSeconds, tallyEnded, tallyHeld } from '#server/stats/stats.ts';
import type { Tally } from '#server/stats/stats.ts';
import { adminUsages } from '#cli/usage/admin.ts';
import { adminCommand } from './admin-command.ts';

/** The object that `--json` prints. */
export interface Stats {
  readonly shares: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<string, number>>;
  readonly answers: { readonly all: number; readonly held: number };
  /** Mails with codes: those that wait (10,000 at most), and those of today (UTC) by what the relay said. */
  readonly mails: { readonly waiting: number; readonly taken: number; readonly refused: number };
  /** Counted as for the quota. */
  readonly storedBytes: number;
  readonly quotaBytes: number;
  readonly freeBytes: number;
  readonly oldestExpiredAgeSeconds: number;
  /** Absent on PostgreSQL. */
  readonly slots?: { readonly used: number; readonly free: number };
  /** Sizes in the data folder: files by name, and the whole of `bodies/`. */
  readonly fileBytes: Readonly<Record<string, number>>;
}

/** `sotto admin stats [--json]`. */
export const statsCommand = adminCommand(adminUsages.stats, async ({ values }, { deps, out }) => {
  const stats = await readStats(deps);
  if (values.json) out(JSON.stringify(stats));
  else for (const [name, value] of toLines(stats)) out(`${name.padEnd(24)}${value}`);
  return exitCodes.done.code;
});

export async function readStats({ store, blobs, bucket, config }: Deps): Promise<Stats> {
  const { read, backend } = store;
  const held = await tallyHeld(read);
  const all = [...held, ...(await tallyEnded(read))];
  const ofKind = (wanted: Tally['kind']) =>
    Object.fromEntries(all.filter(({ kind }) => kind === wanted).map(({ state, count }) => [state, count]));
  return {
    shares: ofKind('share'),
    requests: ofKind('request'),
    answers: await tallyAnswers(read),
    mails: { waiting: await countWaiting(read, 'code'), ...(await readMailCounts(read)) },
    storedBytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
    quotaBytes: config.storage.quotaBytes,
    freeBytes: await (bucket === undefined ? blobs.freeBytes() : freeBytesAt(config.dataDir)),
    oldestExpiredAgeSeconds: await oldestOverdueSeconds(read),
    ...(backend.dialect === 'sqlite' && { slots: await countSlots(read) }),
    fileBytes: await sizesIn(config.dataDir),
  };
}

async function sizesIn(dataDir: string): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const name of ['sotto.db', 'sotto.db-wal', 'keys.slots']) {
    const found = await unlessMissing(stat(join(dataDir, name)));
    if (found !== undefined) sizes[name] = found.size;
  }
  sizes['bodies/'] = await sizeOfFolder(join(dataDir, 'bodies'));
  return sizes;
}

/** Files and folders that disappear while they are counted, as those of `bodies/` do, count as 0. */
async function sizeOfFolder(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of (await unlessMissing(readdir(folder, { withFileTypes: true }))) ?? []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOfFolder(path);
    else if (entry.isFile()) bytes += (await unlessMissing(stat(path)))?.size ?? 0;
  }
  return bytes;
}

const STATES = ['live', 'locked', 'pending', 'spent', 'expired', 'destroyed', 'deleted'];

function toLines(stats: Stats): [string, string][] {
  const states = (counts: Readonly<Record<string, number>>) =>
    STATES.filter((state) => counts[state] !== undefined)
      .map((state) => `${counts[state]} ${state}`)
      .join(', ') || 'none';
  const { shares, requests, answers, mails, slots, quotaBytes, oldestExpiredAgeSeconds: age } = stats;
  return [
    ['shares', states(shares)],
    ['requests', states(requests)],
    ['answers', `${answers.held} stored, ${answers.all} including ended ones`],
    ['mails', `${mails.waiting} waiting; today ${mails.taken} taken, ${mails.refused} refused`],
    ['stored', `${inMegabytes(stats.storedBytes)} of ${quotaBytes === 0 ? 'the whole disk' : inMegabytes(quotaBytes)}`],
    ['free on the disk', inMegabytes(stats.freeBytes)],
    ['kept past expiry', age === 0 ? 'nothing' : `something, for ${age} s`],
    ...(slots === undefined ? [] : [['key slots', `${slots.used} used, ${slots.free} free`] as [string, string]]),
    ...Object.entries(stats.fileBytes).map(([name, bytes]): [string, string] => [name, inMegabytes(bytes)]),
  ];
}

const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
