import { codeOf } from '#server/error-code.ts';

const faults: Readonly<Record<string, string>> = {
  EACCES: 'you do not have permission to read it',
  EPERM: 'you do not have permission to read it',
  ELOOP: 'its links form a loop',
  ENAMETOOLONG: 'its path is too long for this system',
  EIO: 'the disk failed to read it',
  EAGAIN: 'it has nothing to read right now',
  ENOSPC: 'there is no room for it in the folder for temporary files',
  EISDIR: 'it is a folder',
  ENXIO: 'it cannot be opened as a file',
};

/** Why a file or folder cannot be read, as a clause. @returns undefined if it does not exist */
export function readingFault(error: unknown): string | undefined {
  const code = codeOf(error) || 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  return faults[code] ?? `it cannot be read (${code})`;
}
