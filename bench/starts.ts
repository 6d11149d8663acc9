import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startContender } from './servers.ts';
import { median, printTable } from './table.ts';

/**
 * Compares starts of dist/sotto with starts of the Node that is in it, in turns: `node bench/starts.ts`. A command is
 * compared with an empty script, the service with the smallest server.
 */
const STARTS = 21;
/** The goal of the median ratio. */
const MAX_RATIO = 1.5;

const binary = join(import.meta.dirname, '../dist/sotto');

interface Cost {
  readonly ms: number;
  /** Processor time of all threads. NaN for a command. */
  readonly cpuMs: number;
}

function run(program: string, ...args: readonly string[]): Cost {
  const started = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return { ms: performance.now() - started, cpuMs: Number.NaN };
}

async function serve(contender: 'node' | 'binary'): Promise<Cost> {
  const server = await startContender(contender);
  await server.stop();
  return { ms: server.startedInMs, cpuMs: server.startedInCpuSeconds * 1000 };
}

type Start = () => Cost | Promise<Cost>;
const emptyScript: Start = () => run(process.execPath, '--eval', '0');
const pairs: readonly (readonly [name: string, ours: Start, bare: Start])[] = [
  ['sotto --version', () => run(binary, '--version'), emptyScript],
  ['sotto --help', () => run(binary, '--help'), emptyScript],
  ['sotto serve, to listening', () => serve('binary'), () => serve('node')],
];

const rows: string[][] = [];
for (const [name, ours, bare] of pairs) {
  const taken: { readonly ours: Cost; readonly bare: Cost }[] = [];
  for (let i = -1; i < STARTS; i++) {
    const pair = { ours: await ours(), bare: await bare() };
    // The first pair fills the page cache.
    if (i >= 0) taken.push(pair);
  }
  const ratioOf = (of: keyof Cost) => median(taken.map((pair) => pair.ours[of] / pair.bare[of]));
  const medianOf = (whose: 'ours' | 'bare') => `${median(taken.map((pair) => pair[whose].ms)).toFixed(0)} ms`;
  const cpu = ratioOf('cpuMs');
  if (ratioOf('ms') > MAX_RATIO) process.exitCode = 1;
  rows.push([name, medianOf('ours'), medianOf('bare'), ratioOf('ms').toFixed(2), cpu ? cpu.toFixed(2) : '']);
}
printTable(`Starts of dist/sotto, ${STARTS} pairs; the goal is ${MAX_RATIO} times bare Node`, [
  ['', 'dist/sotto', 'bare Node', 'median ratio', 'ratio of processor time'],
  ...rows,
]);
