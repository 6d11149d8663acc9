import type { ChosenFile } from './chosen-file.ts';
import { readEntries } from './read-entries.ts';
import type { Brought } from './read-entries.ts';
import { takeFiles } from './take-files.ts';
import type { Taken } from './take-files.ts';

export interface Sheet {
  /** What is on it when the search has ended. */
  readonly chosen: () => readonly ChosenFile[];
  readonly maxFilesBytes: () => number | undefined;
}

/** Everything between a drop and the list. */
export async function bringFiles(brought: readonly Brought[], { chosen, maxFilesBytes }: Sheet): Promise<Taken> {
  const found = await readEntries(brought);
  return takeFiles(chosen(), found, maxFilesBytes());
}
