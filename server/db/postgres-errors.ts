import { codeOf } from '#server/error-code.ts';

/** Connection exceptions, shutting down, starting up, too many connections; then the system's own, but none of Node's (`ERR_…`). */
const UNREACHABLE = /^(08...|57P0[123]|53300|E(?!RR_)[A-Z0-9_]+)$/;
/** What the driver says without a code. */
const UNREACHABLE_MESSAGE = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether PostgreSQL, or the way to it, is not there just now: nothing that was asked of it is wrong. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.test(codeOf(error)) || (error instanceof Error && UNREACHABLE_MESSAGE.test(error.message));
}
