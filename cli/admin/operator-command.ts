import { errorLine, exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import { readArguments } from '#cli/usage/read-arguments.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import type { Command, World } from '#cli/world.ts';

/** A command for people who run a service. @param run returns the exit code, or throws Failure */
export const operatorCommand =
  <U extends CommandUsage>(usage: U, run: (given: GivenArguments<U>, world: World) => Promise<number>): Command =>
  (args, world) =>
    endWithFailure(
      (line) => void world.stderr.write(line),
      () => run(readArguments(usage, args), world),
    );

/**
 * A Failure ends the command with its message and its exit code.
 * @param write gets whole lines
 * @returns the exit code
 */
export async function endWithFailure(write: (line: string) => void, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    write(errorLine(error.message));
    return exitCodes[error.exit].code;
  }
}
