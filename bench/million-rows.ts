import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readStats } from '#cli/admin/stats.ts';
import { createApp } from '#server/app.ts';
import { expectQuotaKept, findRoom } from '#server/records/room.ts';
import { parseConfig } from '#server/config/parse-config.ts';
import type { Deps } from '#server/deps.ts';
import { openMetrics } from '#server/metrics/open-metrics.ts';
import { openDeps } from '#server/open-deps.ts';
import { sweep } from '#server/sweep/sweep.ts';
import { fillFolder } from './fill-folder.ts';
import { prepareLife } from './http.ts';
import { runLoad } from './load.ts';
import { startService } from './service.ts';
import { median, printTable, rounded } from './table.ts';

/** How long a background task may block the process with this many rows. */
const TARGET_MS = 10;
const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000);
const ROUNDS = 5;
const CREATES = 4_000;
const CREATE_ROUNDS = 3;
const DAY = 86_400;

interface Block {
  /** The longest time in which nothing else could run. */
  readonly ms: number;
  /** Processor time of this thread within it. Other programs on the machine do not count. */
  readonly cpuMs: number;
}

async function longestBlock(act: () => Promise<unknown>): Promise<Block> {
  let longest: Block = { ms: 0, cpuMs: 0 };
  let last = performance.now();
  let lastCpu = process.threadCpuUsage();
  const state = { isDone: false };
  const watching = (async () => {
    while (!state.isDone) {
      await nextTurn();
      const [now, cpu] = [performance.now(), process.threadCpuUsage(lastCpu)];
      const cpuMs = (cpu.user + cpu.system) / 1000;
      longest = { ms: Math.max(longest.ms, now - last), cpuMs: Math.max(longest.cpuMs, cpuMs) };
      last = now;
      lastCpu = process.threadCpuUsage();
    }
  })();
  await nextTurn();
  await act();
  state.isDone = true;
  await watching;
  return longest;
}

/** @returns whether every task stays within the target */
async function measureBlocks(deps: Deps): Promise<boolean> {
  const app = createApp(deps);
  const scrape = openMetrics().text(deps);
  const tight = parseConfig({ SOTTO_STORAGE_QUOTA_MB: '1000000' });
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    'a scrape': () => scrape(),
    'GET /healthz': async () => app.request('/healthz', {}, {}),
    'GET /readyz': async () => app.request('/readyz', {}, {}),
    'sotto admin stats': () => readStats(deps),
    'a quota check once a second': () => findRoom({ ...deps, config: tight, store: { ...deps.store } }),
    'a quota check in a create': () => deps.store.write((tx) => expectQuotaKept(tx, tight)),
    'a sweep with nothing to do': () => sweep(deps),
  };
  const rows: (string | number)[][] = [['', 'median', 'worst', 'median processor time']];
  let worst = 0;
  for (const [name, act] of Object.entries(acts)) {
    const blocks: Block[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const block = await longestBlock(act);
      if (round >= 0) blocks.push(block);
    }
    const [times, work] = [blocks.map(({ ms }) => ms), median(blocks.map(({ cpuMs }) => cpuMs))];
    worst = Math.max(worst, work);
    const cells = [median(times), Math.max(...times), work].map((ms) => `${ms.toFixed(1)} ms`);
    rows.push([name, ...cells]);
  }
  printTable(`The longest block of the process at ${rounded(ROWS)} rows, SQLite (${ROUNDS} rounds)`, rows);
  return worst <= TARGET_MS;
}

/** Alternates the same load between no quota and a quota with less than a gigabyte left. */
async function measureCreates(dataDir: string, usedBytes: number): Promise<void> {
  const quotas = { 'no quota': 0, 'a quota with 900 MB left': Math.ceil(usedBytes / 1e6) + 900 };
  const rates = new Map<string, number[]>();
  const starts: number[] = [];
  for (let round = 0; round < CREATE_ROUNDS; round++) {
    for (const [name, megabytes] of Object.entries(quotas)) {
      const service = await startService(dataDir, { SOTTO_STORAGE_QUOTA_MB: String(megabytes) });
      starts.push(service.startedInMs);
      const requests = Array.from({ length: CREATES }, () => prepareLife().create);
      const rate = await runLoad({ port: service.port, connections: 32, requests, expectedStatus: 201 });
      rates.set(name, [...(rates.get(name) ?? []), rate]);
      await service.stop();
    }
  }
  const rows = [...rates].map(([name, all]) => [name, rounded(median(all)), all.map(rounded).join(' ')]);
  printTable('Creates of a line of text, 32 connections', [['', 'creates/s', 'per round'], ...rows]);
  console.log(`Starting on this folder takes ${rounded(median(starts))} ms.`);
}

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-bench-rows-'));
try {
  await fillFolder(dataDir, {
    live: ROWS * 0.7,
    ended: ROWS * 0.3,
    requests: ROWS / 50,
    answers: ROWS / 10,
    reports: ROWS / 50,
    sealedBytes: 100,
    expiresAt: Math.floor(Date.now() / 1000) + DAY,
  });
  const deps = await openDeps(parseConfig({ SOTTO_DATA_DIR: dataDir }), { webFiles: async () => new Map() });
  const isQuick = await measureBlocks(deps);
  const { storedBytes } = await readStats(deps);
  await deps.store.close();
  await measureCreates(dataDir, storedBytes);
  if (!isQuick) {
    console.log(`A task blocks for more than ${TARGET_MS} ms.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
