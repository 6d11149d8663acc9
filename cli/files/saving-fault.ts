import type { System } from '#client/safe-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';

const systems: Partial<Record<NodeJS.Platform, System>> = { win32: 'windows', darwin: 'mac' };
/** The system whose naming rules apply to saved files. */
export const hereSystem: System = systems[process.platform] ?? 'other';

const words = files.save;

type Fault = readonly [why: () => string, advice: () => string];

const elsewhere = () => words.elsewhere;
const makeRoom = () => words.makeRoom;

const faults: Readonly<Record<string, Fault>> = {
  EACCES: [() => words.permission, elsewhere],
  EPERM: [() => words.permission, elsewhere],
  EROFS: [() => words.readOnly, elsewhere],
  ENOSPC: [() => words.diskFull, makeRoom],
  EDQUOT: [() => words.quota, makeRoom],
  ENOTDIR: [() => words.notFolder, elsewhere],
  ENOENT: [() => words.noFiles, elsewhere],
  EEXIST: [() => words.notFolder, elsewhere],
  ELOOP: [() => words.loop, elsewhere],
  ENAMETOOLONG: [() => words.pathTooLong, elsewhere],
  EFBIG: [() => words.tooLarge, elsewhere],
};

/** Turns a system error into a Failure about `path`, and rethrows any other error. */
export const unsavable =
  (path: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    const code = String(error.code);
    const [why, advice] = faults[code] ?? [() => inWords(words.refused, { code }), elsewhere];
    const sentence = inWords(words.impossible, { path: printablePath(path), why: why() });
    throw new Failure('failed', sentences(sentence, advice()), { cause: error });
  };
