/** Finds the name that somebody may have meant. Imports nothing, because the service and the terminal use it. */

/** How many typing errors a name of this length may have. */
const typosIn = (length: number): number => (length <= 4 ? 1 : length <= 8 ? 2 : 3);
/** A beginning of this length, or longer, counts as the whole name. */
const MIN_BEGINNING = 4;

/** @returns the closest of `names`, or undefined if none is close */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, typos: typosBetween(given, name) }))
    .filter(({ name, typos }) => typos <= typosIn(Math.min(given.length, name.length)));
  const [nearest] = near.sort((one, other) => one.typos - other.typos);
  if (nearest !== undefined || given.length < MIN_BEGINNING) return nearest?.name;
  return names.find((name) => name.startsWith(given));
}

const PREFIX = 'SOTTO_';
const withoutPrefix = (name: string): string => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);

/** The same for variables. All of them share a prefix, so it says nothing about likeness. */
export function nearestVariable(given: string, names: readonly string[]): string | undefined {
  const nearest = nearestName(withoutPrefix(given), names.map(withoutPrefix));
  return nearest && `${PREFIX}${nearest}`;
}

/** ` Did you mean --password?`, or nothing. */
export const didYouMean = (nearest: string | undefined): string =>
  nearest === undefined ? '' : ` Did you mean ${nearest}?`;

/**
 * The optimal string alignment distance: the number of characters to insert, delete, replace or swap with their
 * neighbour.
 */
function typosBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > typosIn(Infinity)) return Infinity;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const [above = 0, left = 0, corner = 0] = [last[j], row[j - 1], last[j - 1]];
      const typos = Math.min(above + 1, left + 1, corner + (isSame ? 0 : 1));
      row.push(isSwap ? Math.min(typos, (before[j - 2] ?? 0) + 1) : typos);
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? Infinity;
}
