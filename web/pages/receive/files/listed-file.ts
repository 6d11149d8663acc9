import { displayName } from '#client/display-name.ts';
import { safeNames } from '#client/safe-names.ts';
import type { System } from '#client/safe-names.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { kindOfName } from '#web/parts/files/kind-of-name.ts';
import type { FileKind } from '#web/parts/files/kind-of-name.ts';
import { MAX_PREVIEW_PICTURE_BYTES, MAX_PREVIEW_TEXT_BYTES } from './create-preview.ts';

export interface ListedFile {
  readonly index: number;
  /** For the screen: deceptive characters are made visible. */
  readonly shownName: string;
  /** Safe to save on this system; `/` separates folders. */
  readonly safePath: string;
  /** `safePath` for the screen, if it differs from the sealed name. */
  readonly savedAs?: string;
  readonly sizeBytes: number;
  readonly kind: FileKind;
}

export function listFiles(files: readonly FileEntry[], system: System): readonly ListedFile[] {
  const paths = safeNames(
    files.map(({ name }) => name),
    { system },
  );
  return files.map(({ name, size }, index) => {
    const safePath = paths[index] ?? '';
    const savedAs = safePath === name ? {} : { savedAs: displayName(safePath) };
    return { index, shownName: displayName(name), safePath, ...savedAs, sizeBytes: size, kind: kindOfName(safePath) };
  });
}

/** The system whose rules for file names apply. Android's shared storage follows those of Windows. */
export function systemOf(userAgent: string): System {
  if (userAgent.includes('Android')) return 'any';
  if (userAgent.includes('Windows')) return 'windows';
  return /Macintosh|iPhone|iPad/.test(userAgent) ? 'mac' : 'other';
}

/** The file name without folders. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Browsers drop a leading dot from a download's name. Inside a zip it stays. */
export function losesDot({ safePath }: ListedFile): boolean {
  return lastPart(safePath).startsWith('.');
}

/** Judged by the name; the bytes decide later whether a preview exists. */
export function mayHavePreview({ kind, sizeBytes }: ListedFile): boolean {
  if (sizeBytes === 0) return false;
  if (kind === 'picture') return sizeBytes <= MAX_PREVIEW_PICTURE_BYTES;
  return kind === 'text' || kind === 'code' || (kind === 'other' && sizeBytes <= MAX_PREVIEW_TEXT_BYTES);
}
