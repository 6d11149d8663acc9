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

/** A file to send. */
export interface FoundFile {
  readonly path: string;
  /** As it is sealed: relative, with `/` between its parts. */
  readonly name: string;
  /** A pipe has no size: it is read to its end. */
  readonly isPipe: boolean;
  /** A pipe in the file system may have no writer yet. */
  readonly isWaitedFor?: boolean;
}

/** A file or folder that cannot be sent. */
export interface Unsendable {
  /** Printable on one line. */
  readonly path: string;
  /** A clause: "its name is not UTF-8". */
  readonly why: string;
  /** Nothing is there: a typing mistake, which is never skipped. */
  readonly isMissing?: true;
  /** A sentence: what to do about it. */
  readonly hint?: string;
}

export interface Search {
  readonly found: FoundFile[];
  readonly unsendable: Unsendable[];
  /** Links, sockets and pipes in folders, printable. A link could send something from elsewhere by accident. */
  readonly leftOut: string[];
}

/** Folders count too: a tree of them alone would be searched forever. */
const MAX_ENTRIES = 4 * MAX_FILES;
/** The kernel's names for streams that the shell passes on: `<(command)`, `/dev/stdin`. */
const PASSED_ON = /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/(?:self|\d+)\/fd\/\d+)$/;
const PIPED_NAME = 'piped';

/** Finds what `paths` name, folders with all that is in them. @throws Failure for more files than a share takes */
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
    search.unsendable.push({ path: printablePath(path), why: `it is ${kindOf(about)}, neither a file nor a folder` });
  }
}

/** A link that is named is followed. @returns undefined for what was added to `unsendable` */
async function statOf(path: string, { unsendable }: Search): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const why = readingFault(error) ?? (await missingFault(path));
    const hint = missingHint(path, error);
    const missing = { why: 'it does not exist', isMissing: true, ...(hint !== undefined && { hint }) } as const;
    // Blanks alone could not be seen.
    const shown = path.trim() === '' ? `"${printablePath(path)}"` : printablePath(path);
    unsendable.push({ path: shown, ...(why === undefined ? missing : { why }) });
    return undefined;
  }
}

function missingHint(path: string, error: unknown): string | undefined {
  if (path === '') return 'The name is empty: perhaps a variable in the command is not set.';
  if (codeOf(error) === 'ENOTDIR') return 'Something in this path is a file, not a folder.';
  return PASSED_ON.test(path) ? NOT_PASSED_ON : undefined;
}

const NOT_PASSED_ON = 'Some launchers, npx among them, do not pass it on: use a pipe, and "-".';

/** Why a path that is there does not lead to a file. */
async function missingFault(path: string): Promise<string | undefined> {
  // Arguments arrive as text, in which this mark replaces bytes that are not UTF-8.
  if (path.includes('\uFFFD')) return 'its name is not UTF-8';
  const isLink = await lstat(path).then(
    (about) => about.isSymbolicLink(),
    () => false,
  );
  return isLink ? 'it is a link that leads nowhere' : undefined;
}

/** As it was spelled: `docs/` is `docs`, and `.`, `..`, `docs/..` and `/` have no name of their own. */
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
    search.unsendable.push({ path: printablePath(path), why: 'there are no files in it' });
  }
}

/** Adds the files in a folder, in the order of their names. @returns for each entry the folder that it is, if it is one */
async function entriesOf({ path, prefix }: Folder, search: Search): Promise<(Folder | undefined)[]> {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' }).catch((cause: unknown) => {
    search.unsendable.push({ path: `${printablePath(path)}/`, why: readingFault(cause) ?? 'it is gone' });
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
        search.unsendable.push({ path: printableEntry(path, entry.name), why: 'its name is not UTF-8' });
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
    const why = file.name.includes('\\') ? 'its name has a backslash in it' : 'its name has a control character in it';
    search.unsendable.push({ path: printablePath(file.path), why });
    return;
  }
  search.found.push(file);
  if (search.found.length > MAX_FILES) throw tooMany();
}

const tooMany = () =>
  new Failure(
    'misused',
    `That is more than ${MAX_FILES.toLocaleString('en')} files, and no more fit in one share. Pack them into one archive, with tar or zip, and send that.`,
  );

function decoded(name: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return undefined;
  }
}

const printableEntry = (folder: string, name: Uint8Array) => pathBelow(printablePath(folder), printablePathBytes(name));

function kindOf(about: Stats): string {
  if (about.isSocket()) return 'a socket';
  return about.isCharacterDevice() || about.isBlockDevice() ? 'a device' : 'something else';
}
