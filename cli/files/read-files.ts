import { distinctNames } from '#client/numbered-names.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { findFiles } from './find-files.ts';
import type { FoundFile, Unsendable } from './find-files.ts';
import { FileFault, loadFile } from './local-file.ts';
import type { LoadOptions, LocalFile } from './local-file.ts';
import { TooLong } from './open-source.ts';
import { printablePath } from '#cli/terminal/printable.ts';
import { sizeInWords } from '#cli/terminal/wording.ts';

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
    if (isWaitedFor) options.say(`Reading the pipe ${printablePath(path)} to its end.`);
  for (const path of leftOut) options.say(`Left out: ${path} is neither a regular file nor a folder.`);
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
  const most = `this server allows at most ${sizeInWords(maxBytes)} in files`;
  return new Failure('refused', `${printablePath(path)} is too large, or endless: ${most}.`);
}

/** @throws Failure unless everything unsendable may be skipped */
function expectSendable(unsendable: readonly Unsendable[], { say, skipUnreadable }: ReadOptions): void {
  const [first, ...others] = unsendable;
  if (first === undefined) return;
  const someMissing = unsendable.some(({ isMissing }) => isMissing);
  const isRefused = !skipUnreadable || someMissing;
  if (others.length > 0 || !isRefused) {
    for (const { path, why } of unsendable) say(`${isRefused ? 'Cannot be sent' : 'Left out'}: ${path}: ${why}.`);
  }
  if (!isRefused) {
    say(
      others.length === 0
        ? 'One was left out because it cannot be sent.'
        : `${counted(unsendable.length)} were left out because they cannot be sent.`,
    );
    return;
  }
  if (first.isMissing && others.length === 0) {
    throw new Failure('misused', `The file or folder ${first.path} does not exist. ${first.hint ?? ''}`.trim());
  }
  const advice = adviceOn({ isOne: others.length === 0, someMissing, canSkip: skipUnreadable !== undefined });
  throw new Failure(
    'misused',
    others.length === 0
      ? `${first.path} cannot be sent: ${first.why}. Nothing was sent. ${advice}`
      : `${counted(unsendable.length)} of these cannot be sent. Nothing was sent. ${advice}`,
  );
}

interface Refused {
  readonly isOne: boolean;
  readonly someMissing: boolean;
  readonly canSkip: boolean;
}

function adviceOn({ isOne, someMissing, canSkip }: Refused): string {
  if (someMissing) return 'Check the names that do not exist. Missing files are never skipped.';
  if (!canSkip) return 'Fix that, or choose another file.';
  return `Fix that, or leave ${isOne ? 'it' : 'them'} out with --skip-unreadable.`;
}

const counted = (count: number) => count.toLocaleString('en');

function withDistinctNames(files: readonly LocalFile[], { say, taken = [] }: ReadOptions): readonly LocalFile[] {
  const names = distinctNames(
    files.map(({ entry }) => entry.name),
    taken,
  );
  return files.map((file, i) => {
    const name = names[i] ?? file.entry.name;
    if (name === file.entry.name) return file;
    say(`${file.path} is sent as ${printablePath(name)} because another file has its name.`);
    return renamed(file, name);
  });
}

const renamed = (file: LocalFile, name: string): LocalFile => ({
  ...{ path: file.path, size: file.size, entry: { ...file.entry, name } },
  read: (start, end) => file.read(start, end),
});
