import { readFile } from 'node:fs/promises';
import { codeOf } from '#server/error-code.ts';

/** A process, so that a later run can tell whether it still runs. */
export interface ProcessMark {
  readonly pid: number;
  /** Tells it from a later process with the same number; undefined where the system does not say. */
  readonly start: string | undefined;
}

export const thisProcess = async (): Promise<ProcessMark> => ({ pid: process.pid, start: await startOf(process.pid) });

/** Whether another process has this mark. Process numbers are used again, in a container very soon. */
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

/** From /proc: the boot, and the ticks from the boot to the start of the process. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const about = await readFile(`/proc/${pid}/stat`, 'utf8');
    // After its name, which may hold anything.
    const ticks = about.slice(about.lastIndexOf(')') + 2).split(' ')[19];
    return ticks && `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}
