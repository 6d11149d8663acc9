import { readFile } from 'node:fs/promises';
import { codeOf } from '#server/error-code.ts';

/** Identifies a process, so that a later run can tell whether it is still running. */
export interface ProcessMark {
  readonly pid: number;
  /** Distinguishes it from a later process with the same pid; undefined if the system does not report it. */
  readonly start: string | undefined;
}

export const thisProcess = async (): Promise<ProcessMark> => ({ pid: process.pid, start: await startOf(process.pid) });

/** Whether this mark belongs to another running process. Pids are reused, in a container very soon. */
export async function isRunningElsewhere({ pid, start }: ProcessMark): Promise<boolean> {
  if (pid === process.pid || !Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  const now = await startOf(pid);
  return start === undefined || now === undefined || start === now;
}

/** The boot id and the start time in ticks since boot, from /proc. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const about = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Skips the process name, which may contain any characters.
    const ticks = about.slice(about.lastIndexOf(')') + 2).split(' ')[19];
    return ticks && `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}
