/** SPEC.md §10.3: file names. A hostile sender may choose them, and a reader saves files under them. */
import { CryptoError } from './errors.ts';

/** Unicode's Cc: U+0000–001F, U+007F–009F. */
const CONTROL = /\p{Cc}/u;

/** Relative, segments separated by `/`; no segment is empty, `.` or `..`; no `\`, NUL or control character. */
export function isFileName(name: string): boolean {
  if (CONTROL.test(name) || name.includes('\\')) return false;
  return name.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** @throws CryptoError `file-name`, also if two names are equal */
export function expectFileNames(names: readonly string[]): void {
  if (!names.every(isFileName) || new Set(names).size !== names.length) throw new CryptoError('file-name');
}
