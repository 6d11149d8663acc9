import { fstatSync, readFileSync, statfsSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { codeOf } from '#server/error-code.ts';
import { Failure } from './exit-codes.ts';

type Output = NodeJS.WritableStream & { readonly fd?: unknown };

const READ_AND_WRITE = 2;
const ACCESS_MODE = 3;

/**
 * Refuses an output that would lose what is written, as far as can be told before anything is written. An output that was
 * closed is found out only here: Node opens the null device in its place, for reading and writing. A shell's `> /dev/null`
 * opens it for writing alone, and is taken as it was meant.
 * @param lost what did not happen, as a sentence
 * @throws Failure
 */
export function expectOutput(stream: Output, lost: string): void {
  const fault = outputFault(stream);
  if (fault !== undefined) throw new Failure('failed', `${fault} ${lost}`);
}

function outputFault({ fd }: Output): string | undefined {
  if (fd !== 1 && fd !== 2) return undefined;
  const name = fd === 1 ? 'Standard output' : 'Standard error';
  try {
    const stats = fstatSync(fd);
    if (isDevice(stats, '/dev/full')) return `${name} is /dev/full, which takes nothing.`;
    if (isDevice(stats, '/dev/null') && accessMode(fd) === READ_AND_WRITE) return `${name} is closed.`;
    if (stats.isFile() && statfsSync(`/proc/self/fd/${fd}`).bavail === 0) return `${name} goes to a disk that is full.`;
    return undefined;
  } catch (error) {
    // Where there is no /proc nothing can be told; a file descriptor that is gone is closed.
    return codeOf(error) === 'EBADF' ? `${name} is closed.` : undefined;
  }
}

function isDevice(stats: Stats, path: string): boolean {
  return stats.isCharacterDevice() && stats.rdev === statSync(path).rdev;
}

/** Linux says how a file was opened. */
function accessMode(fd: number): number | undefined {
  const [, flags] = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return flags === undefined ? undefined : parseInt(flags, 8) & ACCESS_MODE;
}
