import { endWithFailure } from './operator-command.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import { readArguments } from '#cli/usage/read-arguments.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import type { Deps } from '#server/deps.ts';

/** Works on the data that the settings name, whether a service is running or not. @returns the exit code */
export type AdminCommand = (args: readonly string[], admin: Admin) => Promise<number>;

export interface Admin {
  readonly deps: Deps;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** @param run returns the exit code, or throws Failure */
export const adminCommand =
  <U extends CommandUsage>(usage: U, run: (given: GivenArguments<U>, admin: Admin) => Promise<number>): AdminCommand =>
  (args, admin) =>
    endWithFailure(admin.err, () => run(readArguments(usage, args), admin));

/** Commands of two words. @param otherwise runs for any other second word */
export const withVerbs =
  (verbs: Readonly<Record<string, AdminCommand>>, otherwise: AdminCommand): AdminCommand =>
  (args, admin) => {
    const [verb = '', ...rest] = args;
    const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    return command === undefined ? otherwise(args, admin) : command(rest, admin);
  };
