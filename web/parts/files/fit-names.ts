import { distinctNames } from '#client/numbered-names.ts';
import { toWellFormed } from '#crypto/well-formed.ts';

/** Characters that names may not contain (SPEC.md §10.3): controls, and the path separator of some systems. */
const UNFIT = /[\p{Cc}\\]/gu;
const REPLACEMENT = '_';

/** @returns a name that `isFileName` accepts: each part of the path is fixed, and the result is never empty */
export function fitName(path: string): string {
  const parts = toWellFormed(path).split('/').map(fitPart);
  return parts.filter((part) => part !== '').join('/') || REPLACEMENT;
}

function fitPart(part: string): string {
  return part === '.' || part === '..' ? REPLACEMENT : part.replace(UNFIT, REPLACEMENT);
}

/** Valid names in the same order, each distinct from the others and from those in `taken`: `a.txt`, `a (2).txt`. */
export function distinctFitNames(paths: readonly string[], taken: Iterable<string>): string[] {
  return distinctNames(paths.map(fitName), taken);
}
