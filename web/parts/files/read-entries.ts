import { MAX_FILES } from '#crypto/limits.ts';
import type { FoundFile } from './chosen-file.ts';
import type { Found } from './take-files.ts';

/** Folders count too: a tree of them alone would otherwise be walked for ever. */
const MAX_ENTRIES = 4 * MAX_FILES;

/** What a drop or a paste brought, to be taken hold of while its event lasts. */
export type Brought = FileSystemEntry | File;

interface Search {
  readonly files: FoundFile[];
  unreadable: number;
  seen: number;
}

/** `2.jpg` before `10.jpg`. */
const byName = new Intl.Collator(undefined, { numeric: true });

/** Finds the files in what was brought, folders and all, the latter in the order of names. Reads none of their bytes. */
export async function readEntries(brought: readonly Brought[]): Promise<Found> {
  const search: Search = { files: [], unreadable: 0, seen: 0 };
  const pending: Brought[] = brought.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isEndless(search)) return { files: [], unreadable: 0, endless: true };
    search.seen++;
    try {
      const inside = await visit(next, search);
      pending.push(...inside.toReversed());
    } catch {
      search.unreadable++;
    }
  }
  if (search.seen > brought.length) search.files.sort((one, other) => byName.compare(one.path, other.path));
  return { files: search.files, unreadable: search.unreadable, endless: search.files.length > MAX_FILES };
}

const isEndless = ({ files, seen }: Search) => files.length > MAX_FILES || seen > MAX_ENTRIES;

/** @returns what is in it, where it is a folder */
async function visit(entry: Brought, { files }: Search): Promise<FileSystemEntry[]> {
  if (entry instanceof File) files.push({ path: entry.webkitRelativePath || entry.name, file: entry });
  else if (isFolder(entry)) return entriesOf(entry);
  else if (isFile(entry)) files.push({ path: entry.fullPath, file: await fileOf(entry) });
  return [];
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A browser gives them a hundred at a time, and none when it has given all. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > MAX_ENTRIES) return all;
    all.push(...some);
  }
}
