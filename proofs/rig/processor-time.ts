import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Seconds that these processes have computed so far, their own and the kernel's for them; 0 where that is not known. */
export function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + ofOne(pid), 0);
}

function ofOne(pid: number): number {
  try {
    // After the name, which may hold anything, in parentheses; fields 14 and 15 of proc(5).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
