import { readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = 100;

export interface ProcessStat {
  readonly parent: number;
  /** Processor time of all its threads. */
  readonly seconds: number;
  /** The same of its children that have ended. */
  readonly endedSeconds: number;
}

/** proc(5). @returns undefined for a process that has ended, and where there is no /proc */
export function statOf(pid: number): ProcessStat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    const secondsIn = (from: number) => (Number(fields[from]) + Number(fields[from + 1])) / CLOCK_TICKS_PER_SECOND;
    return { parent: Number(fields[1]), seconds: secondsIn(11), endedSeconds: secondsIn(13) };
  } catch {
    return undefined;
  }
}
