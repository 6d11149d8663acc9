import { entryBytes } from '#client/payload-room.ts';

/** A file that goes along. Its bytes stay where they are until it is sealed. */
export interface ChosenFile {
  /** As it will be sealed: relative, `/` between parts, unique in the share. */
  readonly name: string;
  readonly file: File;
}

/** A file as it was found; with its folders where it came in one. */
export interface FoundFile {
  /** With `/` between its parts; not yet made fit. */
  readonly path: string;
  readonly file: File;
}

export function sizeOf(files: readonly ChosenFile[]): number {
  return files.reduce((total, { file }) => total + file.size, 0);
}

const measured = new WeakMap<ChosenFile, number>();

/** Bytes that names, types and sizes take of the payload. */
export function namesBytes(files: readonly ChosenFile[]): number {
  return files.reduce((total, chosen) => total + bytesOf(chosen), 0);
}

function bytesOf(chosen: ChosenFile): number {
  const { name, file } = chosen;
  const bytes = measured.get(chosen) ?? entryBytes({ name, size: file.size, type: file.type });
  measured.set(chosen, bytes);
  return bytes;
}
