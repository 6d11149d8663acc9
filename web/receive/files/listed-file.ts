import { displayName, safeNames } from '#client/safe-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { kindOfName } from '#web/files/kind-of-name.ts';
import type { FileKind } from '#web/files/kind-of-name.ts';
import { MAX_PICTURE_BYTES, MAX_TEXT_BYTES } from './create-preview.ts';

export interface ListedFile {
  readonly index: number;
  /** For the screen: what would deceive is visible in it. */
  readonly shownName: string;
  /** Harmless on a disk; folders as `/`. */
  readonly safePath: string;
  readonly sizeBytes: number;
  readonly kind: FileKind;
}

export function listFiles(files: readonly FileEntry[]): readonly ListedFile[] {
  const paths = safeNames(files.map(({ name }) => name));
  return files.map(({ name, size }, index) => {
    const safePath = paths[index] ?? '';
    return { index, shownName: displayName(name), safePath, sizeBytes: size, kind: kindOfName(safePath) };
  });
}

/** Without its folders. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** By its name: only the bytes themselves decide whether there is one. */
export function mayHavePreview({ kind, sizeBytes }: ListedFile): boolean {
  if (sizeBytes === 0) return false;
  if (kind === 'picture') return sizeBytes <= MAX_PICTURE_BYTES;
  return kind === 'text' || kind === 'code' || (kind === 'other' && sizeBytes <= MAX_TEXT_BYTES);
}
