import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startContender } from './servers.ts';
import { median, printTable, rounded } from './table.ts';

const STARTS = 7;
const IDLE_SECONDS = 3;

function residentMegabytes(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kib) * 1024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

export async function benchResources(): Promise<void> {
  const starts: number[] = [];
  const memory: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const server = await startContender('product');
    starts.push(server.startedInMs);
    if (i < 3) {
      await delay(IDLE_SECONDS * 1000);
      memory.push(residentMegabytes(server.pid));
    }
    await server.stop();
  }
  printTable('The process', [
    ['cold start, to listening, on an empty folder', `${rounded(median(starts))} ms`],
    ['idle memory (RSS)', `${rounded(median(memory))} MB`],
  ]);
}

/** Of what `npm run build` made last. */
export function benchBundles(): void {
  console.log('');
  spawnSync(process.execPath, [join(import.meta.dirname, '../scripts/check-bundles.ts')], { stdio: 'inherit' });
}
