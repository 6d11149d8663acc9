/** The code of a system, database or driver error: `ENOENT`, `57P01`. @returns an empty text if it has none */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether the system failed, as in `ENOENT`. Node's own errors (`ERR_…`) do not count. */
export const isSystemError = (error: unknown): boolean => /^E(?!RR_)[A-Z0-9_]+$/.test(codeOf(error));

/** The codes of SQLite, the file system, and PostgreSQL's `disk_full`. */
const diskFull = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', '53100']);

export const isDiskFull = (error: unknown): boolean => diskFull.has(codeOf(error));
