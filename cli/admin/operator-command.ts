import { exitCodes, Failure } from '#cli/terminal/exit-codes.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import { readArguments } from '#cli/usage/read-arguments.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import type { Command, World } from '#cli/world.ts';

/** A command for people who run a service. @param run returns the exit code */
export const operatorCommand =
  <U extends CommandUsage>(usage: U, run: (given: GivenArguments<U>, world: World) => Promise<number>): Command =>
  async (args, world) => {
    const given = argumentsOrSay(usage, args, (line) => void world.stderr.write(`${line}\n`));
    return given === undefined ? exitCodes.misused.code : run(given, world);
  };

/** @returns undefined for wrong arguments, after saying so */
export function argumentsOrSay<U extends CommandUsage>(
  usage: U,
  args: readonly string[],
  say: (line: string) => void,
): GivenArguments<U> | undefined {
  try {
    return readArguments(usage, args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`sotto: ${error.message}`);
    return undefined;
  }
}
