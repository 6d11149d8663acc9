import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startContender } from './servers.ts';
import { median, printTable, rounded } from './table.ts';

const STARTS = 11;
/** Of which memory is looked at, too. */
const IDLES = 3;
const IDLE_SECONDS = 3;

/** Of the single executable. */
const MAX_START_MS = 150;
const MAX_IDLE_MEGABYTES = 90;

const contenders = { node: 'a server of Node alone', binary: 'dist/sotto', product: 'npm start' } as const;
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
  readonly answers: number[];
  readonly memory: number[];
}

/** In turn, so that what else the machine does falls on all of them alike. @returns whether the executable is within its bounds */
export async function benchResources(): Promise<boolean> {
  const samples: Record<Started, Samples> = { node: noSamples(), binary: noSamples(), product: noSamples() };
  for (let i = 0; i < STARTS; i++) {
    for (const name of names) {
      const server = await startContender(name);
      samples[name].starts.push(server.startedInMs);
      samples[name].answers.push(server.answeredInMs);
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
  printTable(`The process, on an empty data folder (${STARTS} starts in turn, ${IDLES} times ${IDLE_SECONDS} s idle)`, [
    ['', 'to listening', 'of Node alone', 'to a first answer', 'idle memory (RSS)', 'of Node alone'],
    ...names.map((name) => [
      contenders[name],
      `${rounded(startOf(name))} ms`,
      `${times(startOf, name)} times`,
      `${rounded(median(samples[name].answers))} ms`,
      `${rounded(memoryOf(name))} MB`,
      `${times(memoryOf, name)} times`,
    ]),
    ['dist/sotto is to be within', `${MAX_START_MS} ms`, '', '', `${MAX_IDLE_MEGABYTES} MB`, ''],
  ]);
  return startOf('binary') <= MAX_START_MS && memoryOf('binary') <= MAX_IDLE_MEGABYTES;
}

const noSamples = (): Samples => ({ starts: [], answers: [], memory: [] });

/** Of what `npm run build` made last. */
export function benchBundles(): void {
  console.log('');
  spawnSync(process.execPath, [join(import.meta.dirname, '../scripts/check-bundles.ts')], { stdio: 'inherit' });
}
