import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident set size in megabytes (10⁶ bytes), 0 for a process that has ended. Both count in KiB. */
export function residentMegabytes(pid: number): number {
  try {
    return ((process.platform === 'linux' ? ofLinux(pid) : ofOthers(pid)) * 1024) / 1e6;
  } catch {
    return 0;
  }
}

/** Starts no process: frequent sampling must not cost CPU time. */
const ofLinux = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

const ofOthers = (pid: number) => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
