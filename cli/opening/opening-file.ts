import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { isRunningElsewhere } from './running-process.ts';
import type { ProcessMark } from './running-process.ts';

/**
 * One opening on this machine, in a separate file. Until its lease ends, a claim lets a later run fetch the same
 * bytes again. Afterwards the file keeps only a time: `opened` if the server delivered the secret, `begun` if the run
 * was cut off before this was known. Times are Unix seconds: `openedAt` by the server's clock, `begunAt` by this
 * machine's.
 */
export type OpeningNote =
  | { readonly kind: 'claim'; readonly claim: string; readonly by: ProcessMark; readonly openedAt?: number | undefined }
  | { readonly kind: 'opened'; readonly openedAt: number }
  | { readonly kind: 'begun'; readonly begunAt: number };

export interface OpeningFile {
  readonly path: string;
  readonly note: OpeningNote;
  readonly changedAt: number;
}

/** A lease lasts this long after the opening and after each renewal (docs/life-cycle.md §5). Both touch the file. */
export const LEASE_SECONDS = 600;
export const DAY_SECONDS = 86_400;

/** Distinguishes the unfinished files of different openings. */
export const openingTag = (claim: string): string => createHash('sha256').update(claim).digest('hex').slice(0, 8);

/**
 * The file name prefix of all openings of one share. An id is 128 bits of a hash over a random key and cannot be
 * guessed, so its hash reveals a share only to someone who already has the id.
 */
export const shareMark = (id: string): string =>
  createHash('sha256').update(`sotto opening ${id}`).digest('hex').slice(0, 32);

export const fileName = (id: string, claim: string): string => `${shareMark(id)}-${openingTag(claim)}`;

const NAME = /^[0-9a-f]{32}-[0-9a-f]{8}$/;
/** Versions up to 0.2 named the file after the id. */
const OLD_NAME = /^[1-9A-HJ-NP-Za-km-z]{16,22}$/;
const TEMPORARY = /^[0-9A-Za-z-]+\.(?:new-[0-9a-f]{8}|\d+)$/;

export const isOwnName = (name: string): boolean => NAME.test(name) || OLD_NAME.test(name) || TEMPORARY.test(name);
export const isOldName = (name: string): boolean => OLD_NAME.test(name);
export const isTemporary = (name: string): boolean => TEMPORARY.test(name);

const CLAIM = /^claim ([\w-]{43}) (\d{1,10}) (\S+) (\d{1,13}|-)$/;
const OLD_CLAIM = /^(\d{1,10}) ([\w-]{43})(?: (\S+))?$/;
const TIME = /^(opened|begun) (\d{1,13})$/;

/** @returns undefined for a missing or incomplete file */
export async function readOpening(path: string): Promise<OpeningFile | undefined> {
  try {
    const note = parse((await readFile(path, 'utf8')).trimEnd());
    return note && { path, note, changedAt: (await stat(path)).mtimeMs / 1000 };
  } catch {
    return undefined;
  }
}

function parse(line: string): OpeningNote | undefined {
  const [, claim, pid, start, openedAt] = CLAIM.exec(line) ?? [];
  if (claim !== undefined) {
    const by = { pid: Number(pid), start: start === '-' ? undefined : start };
    return { kind: 'claim', claim, by, ...(openedAt !== '-' && { openedAt: Number(openedAt) }) };
  }
  const [, oldPid, oldClaim, oldStart] = OLD_CLAIM.exec(line) ?? [];
  if (oldClaim !== undefined) return { kind: 'claim', claim: oldClaim, by: { pid: Number(oldPid), start: oldStart } };
  const [, kind, at] = TIME.exec(line) ?? [];
  if (kind === undefined) return undefined;
  return kind === 'opened' ? { kind, openedAt: Number(at) } : { kind: 'begun', begunAt: Number(at) };
}

function format(note: OpeningNote): string {
  switch (note.kind) {
    case 'claim':
      return `claim ${note.claim} ${note.by.pid} ${note.by.start ?? '-'} ${note.openedAt ?? '-'}\n`;
    case 'opened':
      return `opened ${note.openedAt}\n`;
    case 'begun':
      return `begun ${note.begunAt}\n`;
  }
}

/** Writes atomically and durably. @throws the file system's errors */
export async function writeOpening(path: string, note: OpeningNote): Promise<void> {
  const made = `${path}.new-${randomUUID().slice(0, 8)}`;
  try {
    await writeFile(made, format(note), { mode: 0o600, flush: true, flag: 'wx' });
    await rename(made, path);
  } catch (error) {
    await rm(made, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Records that the lease was renewed. */
export async function touchOpening(path: string): Promise<void> {
  const now = Date.now() / 1000;
  await utimes(path, now, now).catch(() => undefined);
}

/** Replaces a claim with its time, once the lease has ended. */
export async function forgetClaim({ path, note, changedAt }: OpeningFile, kept = path): Promise<void> {
  if (note.kind !== 'claim') return;
  const begunAt = Math.max(0, Math.floor(changedAt));
  await writeOpening(
    kept,
    note.openedAt === undefined ? { kind: 'begun', begunAt } : { kind: 'opened', openedAt: note.openedAt },
  );
  await utimes(kept, changedAt, changedAt);
  if (kept !== path) await rm(path, { force: true });
}

/** Whether another running process holds this claim. No opening lasts longer than a day. */
export async function isClaimHeld({ note, changedAt }: OpeningFile): Promise<boolean> {
  if (note.kind !== 'claim' || Date.now() / 1000 - changedAt > DAY_SECONDS) return false;
  return isRunningElsewhere(note.by);
}
