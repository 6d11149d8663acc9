import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A disk of a few megabytes for one process: a tmpfs in its own mount namespace, which ends with the process. From
 * outside it is visible through that process.
 */
export interface SmallDisk {
  /** Its path for the process that uses it. */
  readonly folder: string;
  /** The command that creates it and runs another command on it. */
  readonly under: readonly string[];
  /** The same folder, as seen from outside. */
  seenThrough(pid: number): string;
  remove(): void;
}

const asUser = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const namespaced = (script: string, folder: string) =>
  ['unshare', ...asUser, '--mount', 'bash', '-c', script, folder] as const;

export function makeSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-small-disk-'));
  const script = `mount -t tmpfs -o size=${megabytes * 1_000_000} tmpfs "$0" && exec "$@"`;
  return {
    folder,
    under: namespaced(script, folder),
    seenThrough: (pid) => `/proc/${pid}/root${folder}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @returns why there can be no such disk here; undefined if there can */
export function whyNoSmallDisk(): string | undefined {
  const [program, ...args] = namespaced('mount -t tmpfs -o size=1000000 tmpfs "$0"', tmpdir());
  const tried = spawnSync(program, args, { stdio: 'ignore' });
  return tried.status === 0 ? undefined : 'no file system can be mounted here, not even in a namespace';
}

/** Fills the disk to the last byte. @returns the file to remove to free room */
export function fill(folder: string): string {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'wx');
  const piece = new Uint8Array(4096);
  try {
    for (;;) writeSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
  if (statfsSync(folder).bavail > 0) throw new Error('the disk is not full');
  return path;
}
