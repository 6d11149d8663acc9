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
export function distinctNames(paths: readonly string[], taken: Iterable<string>): string[] {
  const names = new Set(taken);
  /** Where the count of each name stands, so that a thousand of one name are not counted up a thousand times. */
  const counts = new Map<string, number>();
  return paths.map((path) => {
    const wanted = fitName(path);
    let name = wanted;
    for (let count = counts.get(wanted) ?? 2; names.has(name); count++) {
      name = numbered(wanted, count);
      counts.set(wanted, count + 1);
    }
    names.add(name);
    return name;
  });
}

/** Before the ending, where there is one: a name that begins with a dot has none by that. */
function numbered(name: string, count: number): string {
  const start = name.lastIndexOf('/') + 1;
  const dot = name.lastIndexOf('.');
  const end = dot > start ? dot : name.length;
  return `${name.slice(0, end)} (${count})${name.slice(end)}`;
}
