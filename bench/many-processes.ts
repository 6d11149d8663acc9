import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareLife } from './http.ts';
import { runLoad } from './load.ts';
import { startDatabase } from './postgres.ts';
import { cpuSeconds } from './servers.ts';
import { startService } from './service.ts';
import type { BenchService } from './service.ts';
import { median, percent, printTable, rounded } from './table.ts';

/**
 * Creates and opens per second with 1, 2 and 4 processes on one PostgreSQL, all on this machine. The rounds of the three
 * are interleaved. The processor time of each part shows what limits the rate. Run `node bench/many-processes.ts`.
 */
const PROCESSES = [1, 2, 4];
const ROUNDS = 5;
const CONNECTIONS = 64;
const LIVES = 4000;

interface Round {
  readonly creates: number;
  readonly opens: number;
  /** Cores in use during the round. */
  readonly cores: { readonly services: number; readonly database: number; readonly client: number };
}

const dataDir = mkdtempSync(join(tmpdir(), 'sotto-bench-processes-'));
const database = await startDatabase();
const services: BenchService[] = [];

const ownSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const usage = (used: readonly BenchService[]) => ({
  services: used.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
  database: database.cpuSeconds(),
  client: ownSeconds(),
});

async function measure(used: readonly BenchService[]): Promise<Round> {
  const lives = Array.from({ length: LIVES }, prepareLife);
  const [before, started] = [usage(used), performance.now()];
  const rateOf = async (verb: 'create' | 'open', expectedStatus: number) => {
    const loads = used.map(({ port }, at) => ({
      port,
      connections: CONNECTIONS / used.length,
      requests: lives.filter((_, number) => number % used.length === at).map((life) => life[verb]),
      expectedStatus,
    }));
    const begun = performance.now();
    await Promise.all(loads.map(runLoad));
    return LIVES / ((performance.now() - begun) / 1000);
  };
  const [creates, opens] = [await rateOf('create', 201), await rateOf('open', 200)];
  const [after, seconds] = [usage(used), (performance.now() - started) / 1000];
  const coresOf = (part: keyof Round['cores']) => (after[part] - before[part]) / seconds;
  return {
    creates,
    opens,
    cores: { services: coresOf('services'), database: coresOf('database'), client: coresOf('client') },
  };
}

try {
  for (let number = 0; number < Math.max(...PROCESSES); number++)
    services.push(await startService(dataDir, { SOTTO_DATABASE_URL: database.url }));
  const rounds = new Map<number, Round[]>(PROCESSES.map((count) => [count, []]));
  // The first round warms up.
  for (let round = -1; round < ROUNDS; round++) {
    for (const [count, all] of rounds) {
      const measured = await measure(services.slice(0, count));
      if (round >= 0) all.push(measured);
    }
  }
  const rows = [...rounds].map(([count, all]) => {
    const of = (value: (round: Round) => number) => median(all.map(value));
    return [
      count,
      rounded(of(({ creates }) => creates)),
      rounded(of(({ opens }) => opens)),
      ...(['services', 'database', 'client'] as const).map((part) => percent(of(({ cores }) => cores[part]))),
    ];
  });
  printTable(
    `Processes on one PostgreSQL, ${availableParallelism()} cores, ${CONNECTIONS} connections, ${ROUNDS} rounds`,
    [['processes', 'creates/s', 'opens/s', 'processes use', 'PostgreSQL uses', 'this client uses'], ...rows],
  );
} finally {
  await Promise.all(services.map((service) => service.stop()));
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
