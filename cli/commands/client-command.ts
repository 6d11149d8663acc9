import { exitCodes } from '#cli/terminal/exit-codes.ts';
import { explain } from '#cli/terminal/explain.ts';
import { releaseTerminal } from '#cli/terminal/held-terminal.ts';
import { Interrupted, interruptibly } from '#cli/terminal/interruption.ts';
import type { Interruption } from '#cli/terminal/interruption.ts';
import { printableLine } from '#cli/terminal/printable.ts';
import { inWords } from '#cli/language/words.ts';
import { program as words } from '#cli/words/program.ts';
import { nearestVariable } from '#server/config/nearest-name.ts';
import { isTerminalName, terminalNames } from '#server/config/terminal-names.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import { readArguments } from '#cli/usage/read-arguments.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import type { Command, World } from '#cli/world.ts';

/** One run of a command. */
export interface Call<U extends CommandUsage = CommandUsage> extends GivenArguments<U>, Interruption {
  readonly world: World;
  /** Prints a line for people, to stderr. */
  readonly say: (line: string) => void;
}

/** Otherwise a misspelt variable would be ignored silently. Settings of a service are not mentioned: nothing here reads them. */
function sayMisspelt(env: World['env'], say: (line: string) => void): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith('SOTTO_') || isTerminalName(name)) continue;
    const nearest = nearestVariable(name, terminalNames);
    if (nearest !== undefined) say(`sotto: ${inWords(words.variableNotRead, { name: printableLine(name), nearest })}`);
  }
}

/**
 * A command for people who send and open secrets: reads its arguments, handles signals, and prints one sentence for any
 * error.
 * @param run returns the exit code, or undefined for success. It throws Failure, Interrupted, or any error that
 * `explain` knows.
 */
export function clientCommand<U extends CommandUsage>(
  usage: U,
  run: (call: Call<U>) => Promise<number | undefined>,
): Command {
  return async (args, world) => {
    const say = (line: string) => void world.stderr.write(`${line}\n`);
    try {
      return await interruptibly(async (interruption) => {
        const given = readArguments(usage, args);
        sayMisspelt(world.env, say);
        return (await run({ ...given, ...interruption, world, say })) ?? exitCodes.done.code;
      });
    } catch (error) {
      const explained = explain(error);
      if (explained instanceof Interrupted) {
        if (explained.left !== undefined) say(`sotto: ${explained.left}`);
        return explained.code;
      }
      // The message can contain the name of a file or a variable that somebody else chose.
      say(`sotto: ${printableLine(explained.message)}`);
      return exitCodes[explained.exit].code;
    } finally {
      releaseTerminal(world);
      world.stdin.destroy();
    }
  };
}
