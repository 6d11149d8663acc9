import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const PLACE = '/dev/shm';
const TMPFS = 0x01021994;
const ROOM_BYTES = 6 * 2 ** 30;

/**
 * Makes a folder in memory, which is removed at the end of this process. Tests make and remove thousands of small
 * databases and browser profiles, and on a busy disk each of them waits.
 * @returns undefined where memory is short, and on other systems than Linux
 */
export function makeMemoryFolder(): string | undefined {
  if (roomBytes() < ROOM_BYTES) return undefined;
  const folder = mkdtempSync(join(PLACE, 'sotto-tests-'));
  // PostgreSQL has an account of its own and must reach its folder below.
  chmodSync(folder, 0o711);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

function roomBytes(): number {
  try {
    const { type, bavail, bsize } = statfsSync(PLACE);
    return type === TMPFS ? Math.min(bavail * bsize, process.availableMemory()) : 0;
  } catch {
    return 0;
  }
}
