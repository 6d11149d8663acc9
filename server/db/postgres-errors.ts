import { codeOf, isSystemError } from '#server/error-code.ts';

const CHECK_VIOLATION = '23514';

/** Connection exceptions, shutdown, startup, too many connections, and a transaction that was idle for too long. */
const UNREACHABLE = /^(08...|25P03|57P0[123]|53300)$/;
/** The driver's messages without a code. */
const UNREACHABLE_MESSAGE = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether PostgreSQL or the network to it is temporarily unavailable, and the query itself is not to blame. */
export function isUnreachable(error: unknown): boolean {
  if (isSystemError(error) || UNREACHABLE.test(codeOf(error))) return true;
  return error instanceof Error && UNREACHABLE_MESSAGE.test(error.message);
}

/** @returns the name of the check constraint that refused a row; undefined for other errors */
export function violatedCheck(error: unknown): string | undefined {
  if (codeOf(error) !== CHECK_VIOLATION || !(error instanceof Error) || !('constraint' in error)) return undefined;
  return String(error.constraint);
}
