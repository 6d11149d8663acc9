import { codeOf } from '#server/error-code.ts';

/**
 * Connection exceptions, shutdown, startup, too many connections, a transaction that stood still for too long; and system
 * errors, but not Node's own (`ERR_…`).
 */
const UNREACHABLE = /^(08...|25P03|57P0[123]|53300|E(?!RR_)[A-Z0-9_]+)$/;
/** The driver's messages without a code. */
const UNREACHABLE_MESSAGE = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether PostgreSQL or the network to it is temporarily unavailable, and the query itself is not to blame. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.test(codeOf(error)) || (error instanceof Error && UNREACHABLE_MESSAGE.test(error.message));
}
