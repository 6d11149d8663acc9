import { codeOf } from '#server/error-code.ts';

const faults: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its path is too long for this system',
  EIO: 'its disk cannot read it',
  EAGAIN: 'it has nothing to read just now',
  ENOSPC: 'there is no room for it in the folder for temporary files',
  EISDIR: 'it is a folder',
  ENXIO: 'it cannot be opened as a file',
};

/** Why a file or folder cannot be read, as a clause. @returns undefined for what does not exist */
export function readingFault(error: unknown): string | undefined {
  const code = codeOf(error) || 'unknown';
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  return faults[code] ?? `it cannot be read (${code})`;
}
