/** What the system, the database or a driver calls an error: `ENOENT`, `57P01`. @returns an empty text for one without */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** SQLite's, the file system's, and PostgreSQL's `disk_full`. */
const diskFull = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100']);

export const isDiskFull = (error: unknown): boolean => diskFull.has(codeOf(error));
