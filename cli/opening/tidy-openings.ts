import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DAY_SECONDS,
  fileName,
  forgetClaim,
  isClaimHeld,
  isOldName,
  isOwnName,
  isTemporary,
  LEASE_SECONDS,
  readOpening,
} from './opening-file.ts';

/** How many files one run checks, and how many are kept. */
const TIDIED = 200;
const KEPT_FILES = 2000;
const KEPT_SECONDS = 30 * DAY_SECONDS;

/**
 * Tidies the records of all shares except the one that is being opened. Checks a bounded number of files in each run.
 */
export async function tidyOpenings(folder: string, except: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => isOwnName(name) && !name.startsWith(except));
  const start = names.length > TIDIED ? Math.floor(Math.random() * names.length) : 0;
  const turned = [...names.slice(start), ...names.slice(0, start)];
  for (const name of turned.slice(0, TIDIED)) await tidyOpening(folder, name).catch(() => undefined);
  if (names.length > KEPT_FILES) await removeOldest(folder, names);
}

async function removeOldest(folder: string, names: readonly string[]): Promise<void> {
  const files = await Promise.all(names.map((name) => readOpening(join(folder, name))));
  const times = files.flatMap((file) => (file === undefined || file.note.kind === 'claim' ? [] : [file]));
  times.sort((one, other) => one.changedAt - other.changedAt);
  for (const { path } of times.slice(0, names.length - KEPT_FILES))
    await rm(path, { force: true }).catch(() => undefined);
}

/** Replaces an ended claim with its time, or removes an old time. */
async function tidyOpening(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  const file = await readOpening(path);
  const changedAt = file?.changedAt ?? (await stat(path)).mtimeMs / 1000;
  const age = Date.now() / 1000 - changedAt;
  // A file from more than a day in the future was written while the clock was wrong.
  const isOver = age > LEASE_SECONDS || age < -DAY_SECONDS;
  if (file === undefined || isTemporary(name)) {
    if (isOver) await rm(path, { force: true });
  } else if (file.note.kind !== 'claim') {
    if (Math.abs(age) > KEPT_SECONDS) await rm(path, { force: true });
  } else if (isOver && !(await isClaimHeld(file))) {
    const kept = isOldName(name) ? join(folder, fileName(name, file.note.claim)) : path;
    await forgetClaim(file, kept);
  }
}
