import { execFileSync } from 'node:child_process';

/** Resident set size in megabytes (10⁶ bytes). `ps` counts in KiB on Linux and macOS alike. */
export function residentMegabytes(pid: number): number {
  return (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024) / 1e6;
}
