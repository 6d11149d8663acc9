import { addFiles } from './add-files.ts';
import type { AddedFiles } from './add-files.ts';
import type { ChosenFile } from './chosen-file.ts';
import { collectFiles } from './collect-files.ts';
import type { IncomingItem } from './collect-files.ts';

/**
 * The lazy module of files: everything that a share of text alone does not need. One script, so that a part that is
 * shown later can't fail to load then.
 */
export { FileList } from './file-list.tsx';
export { Remarks } from './remarks.tsx';
export { followUpload } from './follow-upload.ts';
export { startUpload } from './start-upload.ts';
export { UploadActions } from './upload-actions.tsx';
export { UploadView } from './upload-view.tsx';

interface Attached {
  /** The files attached when the search has ended. */
  readonly chosen: () => readonly ChosenFile[];
  readonly maxFilesBytes: () => number | undefined;
}

/** Searches the items for files and adds them. */
export async function addItems(
  items: readonly IncomingItem[],
  { chosen, maxFilesBytes }: Attached,
): Promise<AddedFiles> {
  const found = await collectFiles(items);
  return addFiles(chosen(), found, maxFilesBytes());
}
