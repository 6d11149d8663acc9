/** SPEC.md §10.3: names of files, which a hostile sender chooses and a reader's disk meets. */
import { CryptoError } from './errors.ts';

/** Unicode's Cc: U+0000–001F, U+007F–009F. */
const CONTROL = /\p{Cc}/u;

/** Relative, `/` between parts; no part empty, `.` or `..`; no `\`, NUL or control character. */
export function isFileName(name: string): boolean {
  if (CONTROL.test(name) || name.includes('\\')) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** @throws CryptoError `file-name`, also when two are the same */
export function expectFileNames(names: readonly string[]): void {
  if (!names.every(isFileName) || new Set(names).size !== names.length) throw new CryptoError('file-name');
}
