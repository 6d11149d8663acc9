import type { System } from '#client/safe-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';

const systems: Partial<Record<NodeJS.Platform, System>> = { win32: 'windows', darwin: 'mac' };
/** Whose rules the names of saved files follow. */
export const hereSystem: System = systems[process.platform] ?? 'other';

const MAKE_ROOM = 'Make room, and run the command again.';
const ELSEWHERE = 'Choose another folder with -o.';

const faults: Readonly<Record<string, string>> = {
  EACCES: `you may not write there. ${ELSEWHERE}`,
  EPERM: `you may not write there. ${ELSEWHERE}`,
  EROFS: `its disk can only be read. ${ELSEWHERE}`,
  ENOSPC: `its disk is full. ${MAKE_ROOM}`,
  EDQUOT: `your disk quota is used up. ${MAKE_ROOM}`,
  ENOTDIR: `it is not a folder. ${ELSEWHERE}`,
  ENOENT: `this place takes no files. ${ELSEWHERE}`,
  EEXIST: `it is not a folder. ${ELSEWHERE}`,
  ELOOP: `its links lead in a circle. ${ELSEWHERE}`,
  ENAMETOOLONG: `its path is too long. ${ELSEWHERE}`,
  EFBIG: `its disk takes no file of this size. ${ELSEWHERE}`,
};

/** Throws the system's error as a sentence about `path`, and any other error as it is. */
export const unsavable =
  (path: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const why = faults[String(error.code)] ?? `the system refuses it (${String(error.code)}). ${ELSEWHERE}`;
    throw new Failure('failed', `Nothing can be saved in ${printablePath(path)}: ${why}`, { cause: error });
  };
