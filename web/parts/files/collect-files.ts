import { MAX_FILES } from '#crypto/limits.ts';
import { perLocale } from '#web/i18n/words.ts';
import type { IncomingFiles } from './add-files.ts';
import type { IncomingFile } from './chosen-file.ts';

/** Folders count too. Otherwise a loop of empty folders would be searched forever. */
const MAX_ENTRIES = 4 * MAX_FILES;

/** An item of a drop or a paste. Take it during the event. */
export type IncomingItem = FileSystemEntry | File;

interface Search {
  readonly files: IncomingFile[];
  unreadable: number;
  seen: number;
}

/** `2.jpg` before `10.jpg`. */
const byName = perLocale((locale) => new Intl.Collator(locale, { numeric: true }));

/** Finds the files in the items and their folders, which are sorted by name. Reads none of their bytes. */
export async function collectFiles(items: readonly IncomingItem[]): Promise<IncomingFiles> {
  const search: Search = { files: [], unreadable: 0, seen: 0 };
  const pending: IncomingItem[] = [...items].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isEndless(search)) return { files: [], unreadable: 0, endless: true };
    search.seen++;
    try {
      const inside = await visit(next, search);
      pending.push(...[...inside].reverse());
    } catch {
      search.unreadable++;
    }
  }
  if (search.seen > items.length) search.files.sort((one, other) => byName().compare(one.path, other.path));
  return { files: search.files, unreadable: search.unreadable, endless: search.files.length > MAX_FILES };
}

const isEndless = ({ files, seen }: Search) => files.length > MAX_FILES || seen > MAX_ENTRIES;

/** @returns the entries of a folder; empty for a file */
async function visit(entry: IncomingItem, { files }: Search): Promise<FileSystemEntry[]> {
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

/** Browsers return a hundred entries at a time, then an empty batch at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > MAX_ENTRIES) return all;
    all.push(...some);
  }
}
