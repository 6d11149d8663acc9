import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillPostgres } from './fill-postgres.ts';
import { prepareLife } from './http.ts';
import { runLoad } from './load.ts';
import { startDatabase } from './postgres.ts';
import { cpuSeconds } from './servers.ts';
import { startService } from './service.ts';
import type { BenchService } from './service.ts';
import { median, printTable, rounded } from './table.ts';

/**
 * The processor time of a share's life on PostgreSQL, with few and with many live shares beside it. BENCH_ROWS is the
 * largest number. Ten million take 35 GB of disk and about 20 minutes. Run `node bench/many-rows.ts`.
 */
const LARGEST = Number(process.env['BENCH_ROWS'] ?? 10_000_000);
const ROUNDS = 5;
const LIVES = 1500;

interface Cost {
  /** Microseconds of a life: create, open, acknowledge. */
  readonly service: number;
  readonly database: number;
}

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-bench-many-'));
const database = await startDatabase();
const start = () => startService(dataDir, { SOTTO_DATABASE_URL: database.url });

async function measure({ pid, port }: BenchService): Promise<Cost> {
  const lives = Array.from({ length: LIVES }, prepareLife);
  const before = { service: cpuSeconds(pid), database: database.cpuSeconds() };
  for (const [verb, expectedStatus] of [
    ['create', 201],
    ['open', 200],
    ['acknowledge', 200],
  ] as const)
    await runLoad({ port, connections: 32, requests: lives.map((life) => life[verb]), expectedStatus });
  const each = (after: number, earlier: number) => ((after - earlier) / LIVES) * 1e6;
  return { service: each(cpuSeconds(pid), before.service), database: each(database.cpuSeconds(), before.database) };
}

async function sizeOnDisk(): Promise<number> {
  const { rows } = await database.client.query<{ size: string }>('select pg_database_size(current_database()) as size');
  return Number(rows[0]?.size);
}

try {
  // Migrates.
  await (await start()).stop();
  const table: (string | number)[][] = [
    ['live shares', 'service µs', 'PostgreSQL µs', 'start ms', 'size on disk', 'a share'],
  ];
  let filled = 0;
  for (let rows = 1_000; rows <= LARGEST; rows *= 10) {
    await fillPostgres(database.client, { from: filled, to: rows });
    filled = rows;
    const size = await sizeOnDisk();
    const service = await start();
    const costs: Cost[] = [];
    // The first round warms up.
    for (let round = -1; round < ROUNDS; round++) {
      const cost = await measure(service);
      if (round >= 0) costs.push(cost);
    }
    await service.stop();
    const cells = [median(costs.map((cost) => cost.service)), median(costs.map((cost) => cost.database))];
    const bytes = [`${rounded(size / 1e6)} MB`, `${rounded(size / rows)} B`];
    table.push([rounded(rows), ...cells.map(rounded), rounded(service.startedInMs), ...bytes]);
    console.log(`${rounded(rows)} rows: done`);
  }
  printTable(`A share's life beside many others, PostgreSQL, ${ROUNDS} rounds of ${LIVES} lives`, table);
} finally {
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
