/** Of what nobody foresaw, in one line: neither its message, which may hold what was given, nor where it happened. */
export function sayUnexpected(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `It failed unexpectedly: ${name}${code}.`;
}
