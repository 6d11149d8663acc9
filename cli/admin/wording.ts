import { roundSpan } from '#client/round-span.ts';
import { timeStamp } from '#cli/terminal/wording.ts';

/** `2026-11-29`, in UTC. */
export const dateOf = (seconds: number): string => timeStamp(seconds).slice(0, 10);

/** Lines of aligned columns, each as wide as its widest cell. An empty list says so, because no output looks like a failure. */
export function toColumns(rows: ReadonlyArray<readonly string[]>): string[] {
  if (rows.length === 0) return ['None.'];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}

/** `90 minutes`, `1 day`, rounded by `roundSpan`. */
export function spanInWords(seconds: number): string {
  const { count, unit } = roundSpan(seconds);
  return count === 0 ? 'less than a minute' : `${count} ${unit}${count === 1 ? '' : 's'}`;
}
