import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { notProved } from '#scripts/testing/not-proved.ts';
import { makeSmallDisk, whyNoSmallDisk } from './rig/small-disk.ts';

const root = join(import.meta.dirname, '..');

/** The command that fills a disk of one megabyte (`$0`) before the service starts, and the sentence that the service prints. */
const disks: Readonly<Record<string, { readonly made: string; readonly said: RegExp }>> = {
  'no byte': { made: 'dd if=/dev/zero of="$0/ballast" bs=4k 2>/dev/null', said: /^sotto: There is no space left for / },
  '4 kB for a database': { made: 'fallocate -l 996000 "$0/ballast"', said: /^sotto: There is no space left for / },
  '30 kB, not enough for its shared memory': {
    made: 'fallocate -l 960000 "$0/ballast"',
    said: /^sotto: There is no space/,
  },
  '90 kB, not enough for its tables': {
    made: 'fallocate -l 900000 "$0/ballast"',
    said: /^sotto: There is no space left for /,
  },
  'no more files': { made: 'mount -o remount,nr_inodes=4 "$0"', said: /^sotto: There is no space left for .+ df -i / },
  'a read-only file system': { made: 'mount -o remount,ro "$0"', said: /is on a read-only file system/ },
};

const why = whyNoSmallDisk();

test.for(Object.entries(disks))(
  'on a disk with %s, a start prints one sentence with a next step',
  async ([, disk], { annotate }) => {
    if (why !== undefined) return notProved(annotate, `a start on a disk that is full: ${why}`);
    const { made, said } = disk;
    const smallDisk = makeSmallDisk(1);
    const { folder, under } = smallDisk;
    const [program = '', ...args] = under;
    const script = `${made}; exec "$@"`;
    const started = spawnSync(
      program,
      [...args, 'bash', '-c', script, folder, process.execPath, join(root, 'sotto.js'), 'serve'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 60_000,
        env: { PATH: process.env['PATH'], SOTTO_DATA_DIR: join(folder, 'data'), SOTTO_PORT: '0' },
      },
    );
    smallDisk.remove();
    expect(started.stdout).toBe('');
    expect(started.stderr).toMatch(said);
    expect(started.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(started.stderr).not.toContain('{');
    expect(started.status).toBe(1);
  },
);
