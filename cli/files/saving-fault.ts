import type { System } from '#client/safe-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';

const systems: Partial<Record<NodeJS.Platform, System>> = { win32: 'windows', darwin: 'mac' };
/** The system whose naming rules apply to saved files. */
export const hereSystem: System = systems[process.platform] ?? 'other';

const MAKE_ROOM = 'Free some space, then run the command again.';
const ELSEWHERE = 'Choose another folder with -o.';

const faults: Readonly<Record<string, string>> = {
  EACCES: `you do not have permission to write there. ${ELSEWHERE}`,
  EPERM: `you do not have permission to write there. ${ELSEWHERE}`,
  EROFS: `its disk is read-only. ${ELSEWHERE}`,
  ENOSPC: `its disk is full. ${MAKE_ROOM}`,
  EDQUOT: `your disk quota is used up. ${MAKE_ROOM}`,
  ENOTDIR: `it is not a folder. ${ELSEWHERE}`,
  ENOENT: `files cannot be created there. ${ELSEWHERE}`,
  EEXIST: `it is not a folder. ${ELSEWHERE}`,
  ELOOP: `its links form a loop. ${ELSEWHERE}`,
  ENAMETOOLONG: `its path is too long. ${ELSEWHERE}`,
  EFBIG: `its disk does not allow files of this size. ${ELSEWHERE}`,
};

/** Turns a system error into a Failure about `path`, and rethrows any other error. */
export const unsavable =
  (path: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const why = faults[String(error.code)] ?? `the system refused it (${String(error.code)}). ${ELSEWHERE}`;
    throw new Failure('failed', `Nothing can be saved in ${printablePath(path)}: ${why}`, { cause: error });
  };
