const GRACE_MS = 1000;

/**
 * Sets the exit code, and ends the process although a connection is still open, such as one to a proxy that never answers.
 * All that was written is written by then.
 */
export function endProcess(exitCode: number): void {
  process.exitCode = exitCode;
  setTimeout(() => process.exit(), GRACE_MS).unref();
}
