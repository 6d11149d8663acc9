import { lstat, readdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename } from 'node:path';
import { MAX_FILES } from '#crypto/limits.ts';
import { isFileName } from '#crypto/file-names.ts';
import { codeOf } from '#server/error-code.ts';
import { Failure } from '#cli/terminal/exit-codes.ts';
import { readingFault } from './reading-fault.ts';
import { pathBelow } from './path-below.ts';
import { printablePath, printablePathBytes } from '#cli/terminal/printable.ts';
import { hasReplacedBytes } from '#cli/terminal/replaced-bytes.ts';
import { numberInWords } from '#cli/terminal/wording.ts';
import { inWords } from '#cli/language/words.ts';
import { files } from '#cli/words/files.ts';

/** A file to send. */
export interface FoundFile {
  readonly path: string;
  /** The sealed name: a relative path with `/`. */
  readonly name: string;
  /** A pipe has no size, so it is read to its end. */
  readonly isPipe: boolean;
  /** A pipe in the file system may have no writer yet. */
  readonly isWaitedFor?: boolean;
}

/** A file or folder that cannot be sent. */
export interface Unsendable {
  /** Printable on one line. */
  readonly path: string;
  /** A clause, such as "its name is not UTF-8". */
  readonly why: string;
  /** Nothing has this name. Probably a typing mistake, so it is never skipped. */
  readonly isMissing?: true;
  /** A sentence that says what to do. */
  readonly hint?: string;
}

export interface Search {
  readonly found: FoundFile[];
  readonly unsendable: Unsendable[];
  /**
   * Printable paths of links, sockets and pipes in folders. Following a link could send an unrelated file by
   * accident.
   */
  readonly leftOut: string[];
}

/** Includes folders, or a tree of empty folders could take forever. */
const MAX_ENTRIES = 4 * MAX_FILES;
/** The kernel's names for streams from the shell: `<(command)`, `/dev/stdin`. */
const PASSED_ON = /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/(?:self|\d+)\/fd\/\d+)$/;
const PIPED_NAME = 'piped';

/** Finds the named files, and all files in the named folders. @throws Failure for more files than fit in a share */
export async function findFiles(paths: readonly string[]): Promise<Search> {
  const search: Search = { found: [], unsendable: [], leftOut: [] };
  for (const path of paths) await findAt(path, search);
  return search;
}

async function findAt(path: string, search: Search): Promise<void> {
  const about = await statOf(path, search);
  if (about === undefined) return;
  if (about.isDirectory()) return findInFolder(path, search);
  const isPipe = about.isFIFO();
  if (about.isFile() || isPipe) {
    const isPassedOn = PASSED_ON.test(path);
    const name = isPassedOn ? PIPED_NAME : basename(path);
    addFile(search, { path, name, isPipe, isWaitedFor: isPipe && !isPassedOn });
  } else {
    search.unsendable.push({ path: printablePath(path), why: kindFault(about) });
  }
}

/** Follows a link, because it was named. @returns undefined after adding the path to `unsendable` */
async function statOf(path: string, { unsendable }: Search): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const why = readingFault(error) ?? (await missingFault(path));
    const hint = missingHint(path, error);
    const missing = { why: files.why.missing, isMissing: true, ...(hint !== undefined && { hint }) } as const;
    // Quotes make spaces visible.
    const shown = path.trim() === '' ? `"${printablePath(path)}"` : printablePath(path);
    unsendable.push({ path: shown, ...(why === undefined ? missing : { why }) });
    return undefined;
  }
}

function missingHint(path: string, error: unknown): string | undefined {
  if (path === '') return files.send.nameEmpty;
  if (codeOf(error) === 'ENOTDIR') return files.send.fileInPath;
  return PASSED_ON.test(path) ? files.send.notPassedOn : undefined;
}

/** Why an existing path does not lead to a file. */
async function missingFault(path: string): Promise<string | undefined> {
  if (hasReplacedBytes(path)) return files.why.nameNotUtf8;
  const isLink = await lstat(path).then(
    (about) => about.isSymbolicLink(),
    () => false,
  );
  return isLink ? files.why.brokenLink : undefined;
}

/** The last name as typed: `docs/` is `docs`. `.`, `..`, `docs/..` and `/` have none. */
function folderName(path: string): string {
  const name = basename(path);
  return name === '.' || name === '..' ? '' : name;
}

interface Folder {
  readonly path: string;
  /** Empty, or ends in `/`. */
  readonly prefix: string;
}

async function findInFolder(path: string, search: Search): Promise<void> {
  const name = folderName(path);
  const before = search.found.length + search.unsendable.length;
  const pending: Folder[] = [{ path, prefix: name === '' ? '' : `${name}/` }];
  let entries = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const found = await entriesOf(folder, search);
    entries += found.length;
    if (entries > MAX_ENTRIES) throw tooMany();
    pending.push(...found.filter((entry) => entry !== undefined).toReversed());
  }
  if (search.found.length + search.unsendable.length === before) {
    search.unsendable.push({ path: printablePath(path), why: files.why.noFiles });
  }
}

/** Adds the files in a folder, sorted by name. @returns an item for each entry: its folder, or undefined for a file */
async function entriesOf({ path, prefix }: Folder, search: Search): Promise<(Folder | undefined)[]> {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' }).catch((cause: unknown) => {
    search.unsendable.push({ path: `${printablePath(path)}/`, why: readingFault(cause) ?? files.why.gone });
    return [];
  });
  return entries
    .toSorted((one, other) => Buffer.compare(one.name, other.name))
    .map((entry) => {
      const name = decoded(entry.name);
      const whole = name === undefined ? undefined : pathBelow(path, name);
      if (!entry.isFile() && !entry.isDirectory()) {
        search.leftOut.push(whole === undefined ? printableEntry(path, entry.name) : printablePath(whole));
      } else if (name === undefined || whole === undefined) {
        search.unsendable.push({ path: printableEntry(path, entry.name), why: files.why.nameNotUtf8 });
      } else if (entry.isDirectory()) {
        return { path: whole, prefix: `${prefix}${name}/` };
      } else {
        addFile(search, { path: whole, name: prefix + name, isPipe: false });
      }
      return undefined;
    });
}

function addFile(search: Search, file: FoundFile): void {
  if (!isFileName(file.name)) {
    const why = file.name.includes('\\') ? files.why.backslash : files.why.controlCharacter;
    search.unsendable.push({ path: printablePath(file.path), why });
    return;
  }
  search.found.push(file);
  if (search.found.length > MAX_FILES) throw tooMany();
}

const tooMany = () => new Failure('misused', inWords(files.send.tooMany, { most: numberInWords(MAX_FILES) }));

function decoded(name: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return undefined;
  }
}

const printableEntry = (folder: string, name: Uint8Array) => pathBelow(printablePath(folder), printablePathBytes(name));

function kindFault(about: Stats): string {
  if (about.isSocket()) return files.why.socket;
  return about.isCharacterDevice() || about.isBlockDevice() ? files.why.device : files.why.somethingElse;
}
