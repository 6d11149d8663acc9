import { argumentsOrSay } from './operator-command.ts';
import { exitCodes } from '#cli/terminal/exit-codes.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import type { Deps } from '#server/deps.ts';

/** Works on the data that the settings name, whether a service is running or not. @returns the exit code */
export type AdminCommand = (args: readonly string[], admin: Admin) => Promise<number>;

export interface Admin {
  readonly deps: Deps;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export const adminCommand =
  <U extends CommandUsage>(usage: U, run: (given: GivenArguments<U>, admin: Admin) => Promise<number>): AdminCommand =>
  async (args, admin) => {
    const given = argumentsOrSay(usage, args, admin.err);
    return given === undefined ? exitCodes.misused.code : run(given, admin);
  };

/** Commands of two words. @param otherwise runs for any other second word */
export const withVerbs =
  (verbs: Readonly<Record<string, AdminCommand>>, otherwise: AdminCommand): AdminCommand =>
  (args, admin) => {
    const [verb = '', ...rest] = args;
    const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    return command === undefined ? otherwise(args, admin) : command(rest, admin);
  };
