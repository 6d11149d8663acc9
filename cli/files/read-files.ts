import { distinctNames } from '#client/numbered-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { findFiles } from './find-files.ts';
import type { FoundFile, Unsendable } from './find-files.ts';
import { FileFault, loadFile } from './local-file.ts';
import type { LoadOptions, LocalFile } from './local-file.ts';
import { TooLong } from './open-source.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { sentences, sizeInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files as fileWords } from '#cli/words/files.ts';

const words = fileWords.send;

export type { LocalFile } from './local-file.ts';

export interface ReadOptions {
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** For all files together. */
  readonly maxBytes: number;
  /** Undefined if the command has no such option. */
  readonly skipUnreadable?: boolean;
  /** Names that other files already use. */
  readonly taken?: readonly string[];
}

export interface FilesRead {
  readonly files: readonly LocalFile[];
  /** Printable paths of files and folders that were left out because they cannot be sent. */
  readonly skipped: readonly string[];
}

/** How many files are loaded concurrently. */
const LANES = 16;

/**
 * Loads files, and the files in folders under their relative paths. Numbers equal names, as the page does. Reports
 * all files that cannot be sent together.
 * @throws Failure if something cannot be sent and is not skipped
 */
export async function readFiles(paths: readonly string[], options: ReadOptions): Promise<FilesRead> {
  const { found, unsendable, leftOut } = await findFiles(paths);
  // Announced, because a pipe may wait forever for its writer.
  for (const { path, isWaitedFor } of found)
    if (isWaitedFor) options.say(inWords(words.pipe, { path: printablePath(path) }));
  for (const path of leftOut) options.say(inWords(words.leftOutOther, { path }));
  const loaded = await loadAll(found, options);
  unsendable.push(...loaded.unsendable);
  expectSendable(unsendable, options);
  return { files: withDistinctNames(loaded.files, options), skipped: unsendable.map(({ path }) => path) };
}

interface Loaded {
  readonly files: readonly LocalFile[];
  readonly unsendable: readonly Unsendable[];
}

async function loadAll(found: readonly FoundFile[], { signal, maxBytes }: ReadOptions): Promise<Loaded> {
  const loading: LoadOptions = { budget: { leftBytes: maxBytes }, signal };
  const loaded: (LocalFile | Unsendable)[] = [];
  const rest = found.entries();
  const lane = async () => {
    for (const [i, file] of rest) {
      loaded[i] = await loadFile({ ...loading, found: file }).catch((error: unknown) => {
        if (error instanceof TooLong) throw tooLong(file, maxBytes);
        if (!(error instanceof FileFault)) throw error;
        return { path: printablePath(file.path), why: error.message };
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return {
    files: loaded.filter((one) => 'entry' in one),
    unsendable: loaded.filter((one) => 'why' in one),
  };
}

function tooLong({ path }: FoundFile, maxBytes: number): Failure {
  return new Failure('refused', inWords(words.tooLarge, { path: printablePath(path), most: sizeInWords(maxBytes) }));
}

/** @throws Failure unless everything unsendable may be skipped */
function expectSendable(unsendable: readonly Unsendable[], { say, skipUnreadable }: ReadOptions): void {
  const [first, ...others] = unsendable;
  if (first === undefined) return;
  const someMissing = unsendable.some(({ isMissing }) => isMissing);
  const isRefused = !skipUnreadable || someMissing;
  if (others.length > 0 || !isRefused) {
    for (const { path, why } of unsendable) say(inWords(isRefused ? words.cannot : words.leftOut, { path, why }));
  }
  if (!isRefused) {
    say(inWords(words.countLeftOut, { count: unsendable.length }));
    return;
  }
  if (first.isMissing && others.length === 0) {
    const sentence = inWords(words.missing, { path: first.path });
    throw new Failure('misused', first.hint === undefined ? sentence : sentences(sentence, first.hint));
  }
  const advice = adviceOn({ isOne: others.length === 0, someMissing, canSkip: skipUnreadable !== undefined });
  const sentence =
    others.length === 0
      ? inWords(words.refused, { path: first.path, why: first.why })
      : inWords(words.countRefused, { count: unsendable.length });
  throw new Failure('misused', sentences(sentence, advice));
}

interface Refused {
  readonly isOne: boolean;
  readonly someMissing: boolean;
  readonly canSkip: boolean;
}

function adviceOn({ isOne, someMissing, canSkip }: Refused): string {
  if (someMissing) return words.checkNames;
  if (!canSkip) return words.fixOrChoose;
  return isOne ? words.fixOrSkipOne : words.fixOrSkip;
}

function withDistinctNames(files: readonly LocalFile[], { say, taken = [] }: ReadOptions): readonly LocalFile[] {
  const names = distinctNames(
    files.map(({ entry }) => entry.name),
    taken,
  );
  return files.map((file, i) => {
    const name = names[i] ?? file.entry.name;
    if (name === file.entry.name) return file;
    say(inWords(words.renamed, { path: file.path, name: printablePath(name) }));
    return renamed(file, name);
  });
}

const renamed = (file: LocalFile, name: string): LocalFile => ({
  ...{ path: file.path, size: file.size, entry: { ...file.entry, name } },
  read: (start, end) => file.read(start, end),
});
