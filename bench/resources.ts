import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startContender } from './servers.ts';
import { median, printTable, rounded } from './table.ts';

const STARTS = 11;
/** How many of the starts also measure idle memory. */
const IDLES = 3;
const IDLE_SECONDS = 3;

/** Limits for the single executable. */
const MAX_START_MS = 150;
const MAX_IDLE_MEGABYTES = 90;

const contenders = { node: 'a bare Node server', binary: 'dist/sotto', product: 'npm start' } as const;
type Started = keyof typeof contenders;
const names = Object.keys(contenders) as Started[];

function residentMegabytes(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kib) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

interface Samples {
  readonly starts: number[];
  readonly replies: number[];
  readonly memory: number[];
}

/**
 * Alternates the contenders, so that other load on the machine affects all of them equally.
 * @returns whether the executable stays within its limits
 */
export async function benchResources(): Promise<boolean> {
  const samples: Record<Started, Samples> = { node: noSamples(), binary: noSamples(), product: noSamples() };
  for (let i = 0; i < STARTS; i++) {
    for (const name of names) {
      const server = await startContender(name);
      samples[name].starts.push(server.startedInMs);
      samples[name].replies.push(server.repliedInMs);
      if (i < IDLES) {
        await delay(IDLE_SECONDS * 1000);
        samples[name].memory.push(residentMegabytes(server.pid));
      }
      await server.stop();
    }
  }
  const [startOf, memoryOf] = [
    (name: Started) => median(samples[name].starts),
    (name: Started) => median(samples[name].memory),
  ];
  const times = (of: (name: Started) => number, name: Started) => (of(name) / of('node')).toFixed(1);
  printTable(
    `The process, on an empty data folder (${STARTS} alternating starts, ${IDLES} of them idle for ${IDLE_SECONDS} s)`,
    [
      ['', 'to listening', 'vs bare Node', 'to first reply', 'idle memory (RSS)', 'vs bare Node'],
      ...names.map((name) => [
        contenders[name],
        `${rounded(startOf(name))} ms`,
        `${times(startOf, name)} ×`,
        `${rounded(median(samples[name].replies))} ms`,
        `${rounded(memoryOf(name))} MB`,
        `${times(memoryOf, name)} ×`,
      ]),
      ['limit for dist/sotto', `${MAX_START_MS} ms`, '', '', `${MAX_IDLE_MEGABYTES} MB`, ''],
    ],
  );
  return startOf('binary') <= MAX_START_MS && memoryOf('binary') <= MAX_IDLE_MEGABYTES;
}

const noSamples = (): Samples => ({ starts: [], replies: [], memory: [] });

/** Prints the bundle sizes of the last `npm run build`. */
export function benchBundles(): void {
  console.log('');
  spawnSync(process.execPath, [join(import.meta.dirname, '../scripts/check-bundles.ts')], { stdio: 'inherit' });
}
