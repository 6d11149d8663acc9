import { entryBytes } from '#client/payload-room.ts';

/** An attached file. Its bytes are not read until it is sealed. */
export interface ChosenFile {
  /** The name to be sealed: a relative path with `/`, unique in the share. */
  readonly name: string;
  readonly file: File;
}

/** A file that was chosen, dropped or pasted, with the folders it came in. */
export interface IncomingFile {
  /** Folders separated by `/`. Not yet a valid file name. */
  readonly path: string;
  readonly file: File;
}

export function sizeOf(files: readonly ChosenFile[]): number {
  return files.reduce((total, { file }) => total + file.size, 0);
}

const measured = new WeakMap<ChosenFile, number>();

/** @returns the bytes that names, types and sizes take up in the payload */
export function namesBytes(files: readonly ChosenFile[]): number {
  return files.reduce((total, chosen) => total + bytesOf(chosen), 0);
}

function bytesOf(chosen: ChosenFile): number {
  const { name, file } = chosen;
  const bytes = measured.get(chosen) ?? entryBytes({ name, size: file.size, type: file.type });
  measured.set(chosen, bytes);
  return bytes;
}
