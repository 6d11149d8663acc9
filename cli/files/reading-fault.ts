import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import { codeOf } from '#server/error-code.ts';

const words = files.why;

const faults: Readonly<Record<string, () => string>> = {
  EACCES: () => words.permission,
  EPERM: () => words.permission,
  ELOOP: () => words.loop,
  ENAMETOOLONG: () => words.pathTooLong,
  EIO: () => words.diskFailed,
  EAGAIN: () => words.nothingNow,
  ENOSPC: () => words.noRoom,
  EISDIR: () => words.folder,
  ENXIO: () => words.notAFile,
};

/** Why a file or folder cannot be read, as a clause. @returns undefined if it does not exist */
export function readingFault(error: unknown): string | undefined {
  const code = codeOf(error) || 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  return faults[code]?.() ?? inWords(words.unknown, { code });
}
