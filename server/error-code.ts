/** What the system, the database or a driver calls an error: `ENOENT`, `57P01`. @returns an empty text for one without */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
