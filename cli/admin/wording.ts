import { timeStamp } from '#cli/terminal/wording.ts';

/** UTC. */
export const dayOf = (seconds: number): string => timeStamp(seconds).slice(0, 10);

/** Columns as wide as what stands in them. */
export function rowsOf(rows: ReadonlyArray<readonly string[]>): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join('  ')
      .trimEnd(),
  );
}
