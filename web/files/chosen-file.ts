/** Of a share: as many as a page lists and zips without strain. No reader enforces it. */
export const MAX_FILES = 5000;

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

/** `{"name":"…","size":9007199254740991,"type":"…"},` without the two strings. */
const ENTRY_REST_BYTES = 50;
const encoder = new TextEncoder();
const entryBytes = new WeakMap<ChosenFile, number>();

/** Bytes that the names and types take of the payload, whatever the files hold. */
export function namesBytes(files: readonly ChosenFile[]): number {
  return files.reduce((total, chosen) => total + entryBytesOf(chosen), 0);
}

function entryBytesOf(chosen: ChosenFile): number {
  const known = entryBytes.get(chosen);
  if (known !== undefined) return known;
  const bytes = encoder.encode(JSON.stringify(chosen.name) + JSON.stringify(chosen.file.type)).length;
  entryBytes.set(chosen, ENTRY_REST_BYTES + bytes);
  return ENTRY_REST_BYTES + bytes;
}
