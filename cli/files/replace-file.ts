import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { access, link, lstat, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '#server/error-code.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { sentences } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';
import type { Message } from '#client/words/message.ts';
import { decodeFile } from './decode-file.ts';

const words = files.replace;

/** A text file that is to be replaced, as it was read. */
export interface TextFile {
  readonly path: string;
  /** For messages. */
  readonly shown: string;
  /** Empty for a file that does not exist yet. */
  readonly text: string;
  /** Absent for a file that does not exist yet. */
  readonly found?: { readonly stats: BigIntStats; readonly bytes: Buffer };
}

const MAX_BYTES = 1_048_576;
const PRIVATE = 0o600;
/** Most projects let git ignore such names. */
const MADE_PREFIX = '.env.sotto-';
const MADE = /^\.env\.sotto-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Writing takes less than a second. */
const LEFT_BEHIND_MS = 60_000;

/**
 * Reads a file that can later be replaced by rename: an ordinary file with a single name, or one that does not exist in
 * a folder that can be written to.
 * @throws Failure
 */
export async function readForReplacing(path: string): Promise<TextFile> {
  const shown = printablePath(path);
  const refuse = (message: FileWords) => refusal(inWords(message, { file: shown }));
  const folder = dirname(resolve(path));
  await removeLeftBehind(folder, resolve(path));
  const stats = await lstat(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw refuse(words.unreadable);
  });
  await access(folder, constants.W_OK | constants.X_OK).catch(() => {
    throw refuse(words.unwritable);
  });
  if (stats === undefined) return { path, shown, text: '' };
  if (stats.isSymbolicLink()) throw refuse(words.symbolicLink);
  if (!stats.isFile()) throw refuse(words.notFile);
  if (stats.nlink > 1n) throw refuse(words.hardLinks);
  const user = process.getuid?.();
  if (user !== undefined && user !== 0 && stats.uid !== BigInt(user)) throw refuse(words.othersFile);
  if (stats.size > MAX_BYTES) throw refuse(words.tooLarge);
  const bytes = await readFile(path).catch(() => {
    throw refuse(words.unreadable);
  });
  return { path, shown, text: decoded(bytes, shown), found: { stats, bytes } };
}

/**
 * Removes the temporary files, full of secrets, of runs that were killed. One that is a second name of the file itself
 * has done its work, whatever its age.
 */
async function removeLeftBehind(folder: string, path: string): Promise<void> {
  const [names, target] = await Promise.all([readdir(folder).catch(() => []), statsOf(path)]);
  for (const name of names.filter((one) => MADE.test(one))) {
    const made = join(folder, name);
    const stats = await statsOf(made);
    if (!stats?.isFile()) continue;
    const isTarget = stats.ino === target?.ino && stats.dev === target.dev;
    if (isTarget || Date.now() - Number(stats.mtimeMs) > LEFT_BEHIND_MS) await rm(made).catch(() => undefined);
  }
}

const statsOf = (path: string): Promise<BigIntStats | undefined> =>
  lstat(path, { bigint: true }).catch(() => undefined);

type FileWords = Message<{ readonly file: string }>;

const refusal = (sentence: string): Failure => new Failure('misused', sentences(sentence, words.nothingOpened));

/** @throws Failure. UTF-16 is refused, because the file would be written in another encoding. */
function decoded(bytes: Buffer, shown: string): string {
  const read = decodeFile(bytes);
  if ('problem' in read) throw refusal(read.problem(shown));
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (Buffer.from(text).equals(bytes)) return text;
  throw refusal(inWords(words.notUtf8, { file: shown }));
}

/**
 * Replaces the file in one step: after a crash or on a full disk it has its old content or the new one. Keeps its owner,
 * and gives nobody else access.
 * @throws Failure if it has changed since it was read; else the system's error. Then nothing is changed.
 */
export async function replaceFile(file: TextFile, text: string): Promise<void> {
  const folder = dirname(resolve(file.path));
  const made = join(folder, `${MADE_PREFIX}${randomUUID()}`);
  try {
    await writeNew(made, text, file.found?.stats);
    await expectUnchanged(file);
    if (file.found === undefined) await giveName(made, file);
    else await rename(made, file.path);
  } finally {
    await rm(made, { force: true }).catch(() => undefined);
  }
  await syncFolder(folder);
}

async function writeNew(path: string, text: string, stats: BigIntStats | undefined): Promise<void> {
  const handle = await open(path, 'wx', PRIVATE);
  try {
    await handle.writeFile(text);
    if (stats !== undefined) {
      const now = await handle.stat({ bigint: true });
      const isSame = now.uid === stats.uid && now.gid === stats.gid;
      // Only root can give a file away. Nobody in the group has access anyway.
      if (!isSame && process.getuid?.() === 0) await handle.chown(Number(stats.uid), Number(stats.gid));
      await handle.chmod(Number(stats.mode) & PRIVATE);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws Failure */
async function expectUnchanged({ path, shown, found }: TextFile): Promise<void> {
  const now = await lstat(path, { bigint: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (now === undefined && found === undefined) return;
  const isSame =
    now !== undefined &&
    found !== undefined &&
    now.ino === found.stats.ino &&
    now.dev === found.stats.dev &&
    now.mtimeNs === found.stats.mtimeNs &&
    (await readFile(path)).equals(found.bytes);
  if (!isSame) throw changed(shown);
}

const changed = (shown: string): Failure => new Failure('failed', inWords(words.changed, { file: shown }));

/** Never replaces a file that has appeared in the meantime. */
async function giveName(made: string, { path, shown }: TextFile): Promise<void> {
  try {
    await link(made, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw changed(shown);
    // This file system has no hard links.
    await rename(made, path);
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders.
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
