import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notProved } from '#scripts/testing/not-proved.ts';
import { StartError } from '#server/platform/start-error.ts';
import { tryDataFolder } from './try-data-folder.ts';
import { locksWork } from './try-lock.ts';

const NOBODY = 65_534;
/** Root may write everywhere, but only a test that runs as root can switch to another user. */
const asNobody = process.getuid?.() === 0;
const notRoot = 'a folder of another user: only root can switch users';

let above: string;
let dataDir: string;

beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'sotto-start-'));
  dataDir = join(above, 'data');
});
afterEach(() => {
  rmSync(above, { recursive: true, force: true });
});

function refusal(options: Partial<Parameters<typeof tryDataFolder>[0]> = {}): string {
  try {
    tryDataFolder({ dataDir, holdsDatabase: true, ...options });
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  }
  throw new Error('nothing was refused');
}

test('a missing folder is created, and the trial files are removed', () => {
  tryDataFolder({ dataDir, holdsDatabase: true });
  expect(readdirSync(dataDir)).toEqual([]);
  const started = performance.now();
  tryDataFolder({ dataDir, holdsDatabase: true });
  expect(performance.now() - started).toBeLessThan(1000);
  expect(readdirSync(dataDir)).toEqual([]);
});

test("a file with the folder's name is reported, with the command that moves it", () => {
  writeFileSync(dataDir, '');
  expect(refusal()).toBe(
    `The data folder ${dataDir} cannot be created, because a file has its name. Set SOTTO_DATA_DIR to a folder, or move the file: mv ${dataDir} ${dataDir}.old`,
  );
});

test('a network file system is refused for SQLite, and the created folder is removed', () => {
  expect(refusal({ fileSystem: () => ({ kind: 'network', name: 'NFS' }) })).toBe(
    `The data folder ${dataDir} is on NFS, where SQLite's locks and write-ahead log are not safe. ` +
      'Use a local disk for SOTTO_DATA_DIR, or PostgreSQL (SOTTO_DATABASE_URL).',
  );
  expect(readdirSync(above)).toEqual([]);
  tryDataFolder({ dataDir, holdsDatabase: false, fileSystem: () => ({ kind: 'network', name: 'NFS' }) });
});

test('created parent folders are removed too, and a folder that cannot be removed does not hide the error', () => {
  mkdirSync(join(above, 'there'));
  expect(
    refusal({ dataDir: join(above, 'there/a/b/data'), fileSystem: () => ({ kind: 'network', name: 'NFS' }) }),
  ).toMatch('is on NFS');
  expect(readdirSync(above, { recursive: true })).toEqual(['there']);
  const othersUseIt = () => {
    writeFileSync(join(dataDir, 'somebodys'), '');
    return { kind: 'network', name: 'NFS' } as const;
  };
  expect(refusal({ fileSystem: othersUseIt })).toMatch('is on NFS');
  expect(readdirSync(dataDir)).toEqual(['somebodys']);
});

test('on an unknown file system, a second process tries the lock and is locked out', () => {
  mkdirSync(dataDir);
  expect(locksWork({ folder: dataDir })).toBe(true);
  tryDataFolder({ dataDir: join(above, 'other'), holdsDatabase: true, fileSystem: () => ({ kind: 'unknown' }) });
  expect(readdirSync(join(above, 'other'))).toEqual([]);
}, 60_000);

describe('as another user', () => {
  beforeEach(() => {
    if (!asNobody) return;
    chmodSync(above, 0o755);
    mkdirSync(dataDir, { mode: 0o755 });
    process.seteuid?.(NOBODY);
  });
  afterEach(() => {
    if (asNobody) process.seteuid?.(0);
  });

  test("another user's folder is refused, with the command that fixes it", ({ annotate }) => {
    if (!asNobody) return notProved(annotate, notRoot);
    expect(refusal()).toMatch(/cannot be written to by user \d+ \(it belongs to user 0\)\. Fix it with: .*chown -R /);
  });

  test("another user's database in the service's own folder is also found", ({ annotate }) => {
    if (!asNobody) return notProved(annotate, notRoot);
    process.seteuid?.(0);
    chownSync(dataDir, NOBODY, NOBODY);
    writeFileSync(join(dataDir, 'keys.slots'), '', { mode: 0o600 });
    process.seteuid?.(NOBODY);
    expect(refusal()).toContain('chown -R');
    expect(readdirSync(dataDir)).toEqual(['keys.slots']);
  });
});
