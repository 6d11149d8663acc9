/** UTC, to the second. */
export const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');

export const dayOf = (seconds: number): string => timeOf(seconds).slice(0, 10);

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
