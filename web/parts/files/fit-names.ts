import { distinctNames } from '#client/numbered-names.ts';

/** What may not be in a name (SPEC.md §10.3): controls, and what some systems take for a folder's end. */
const UNFIT = /[\p{Cc}\\]/gu;
const STAND_IN = '_';

/** @returns what `isFileName` takes: made fit part by part, and never empty. */
export function fitName(path: string): string {
  const parts = path.toWellFormed().split('/').map(fitPart);
  return parts.filter((part) => part !== '').join('/') || STAND_IN;
}

function fitPart(part: string): string {
  return part === '.' || part === '..' ? STAND_IN : part.replace(UNFIT, STAND_IN);
}

/** Fit names in order, each unlike the others and unlike those that are taken: `a.txt`, `a (2).txt`. */
export function distinctFitNames(paths: readonly string[], taken: Iterable<string>): string[] {
  return distinctNames(paths.map(fitName), taken);
}
