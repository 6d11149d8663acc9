import { fstatSync, readFileSync, statfsSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { codeOf } from '#server/error-code.ts';
import { Failure } from './exit-codes.ts';
import { sentences } from './wording.ts';
import { inWords } from '#cli/language/words.ts';
import { output as words } from '#cli/words/output.ts';

type Output = NodeJS.WritableStream & { readonly fd?: unknown };

const READ_AND_WRITE = 2;
const ACCESS_MODE = 3;

/**
 * Refuses an output that would lose data, as far as this is visible before writing. Writing cannot detect a closed
 * output, because Node replaces it with the null device, opened for reading and writing. A shell's `> /dev/null`
 * opens it only for writing, and is accepted.
 * @param lost a sentence about what did not happen
 * @throws Failure
 */
export function expectOutput(stream: Output, lost: string): void {
  const fault = outputFault(stream);
  if (fault !== undefined) throw new Failure('failed', sentences(fault, lost));
}

function outputFault({ fd }: Output): string | undefined {
  if (fd !== 1 && fd !== 2) return undefined;
  const about = { stream: fd === 1 ? 'out' : 'other' } as const;
  try {
    const stats = fstatSync(fd);
    if (isDevice(stats, '/dev/full')) return inWords(words.full, about);
    if (isDevice(stats, '/dev/null') && accessMode(fd) === READ_AND_WRITE) return inWords(words.closed, about);
    if (stats.isFile() && statfsSync(`/proc/self/fd/${fd}`).bavail === 0) return inWords(words.diskFull, about);
    return undefined;
  } catch (error) {
    // Without /proc nothing is known, except that EBADF means closed.
    return codeOf(error) === 'EBADF' ? inWords(words.closed, about) : undefined;
  }
}

function isDevice(stats: Stats, path: string): boolean {
  return stats.isCharacterDevice() && stats.rdev === statSync(path).rdev;
}

/** Linux reports how a file was opened. */
function accessMode(fd: number): number | undefined {
  const [, flags] = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return flags === undefined ? undefined : parseInt(flags, 8) & ACCESS_MODE;
}
