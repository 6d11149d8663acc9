import { Failure } from '#cli/terminal/exit-codes.ts';
import type { CommandUsage } from '#cli/usage/command-usage.ts';
import { readArguments } from '#cli/usage/read-arguments.ts';
import type { GivenArguments } from '#cli/usage/read-arguments.ts';
import { didYouMean, nearestName } from '#server/config/nearest-name.ts';
import type { Deps } from '#server/deps.ts';

/**
 * Works on the data that the settings name, whether a service is running or not. @returns the exit code. Throws
 * Failure, which `runAdmin` reports.
 */
export type AdminWork = (admin: Admin) => Promise<number>;

/** Reads the arguments first, so that a typing error is reported even where there is no data. @throws Failure */
export type AdminCommand = (args: readonly string[]) => AdminWork;

export interface Admin {
  readonly deps: Deps;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

export const adminCommand =
  <U extends CommandUsage>(usage: U, run: (given: GivenArguments<U>, admin: Admin) => Promise<number>): AdminCommand =>
  (args) => {
    const given = readArguments(usage, args);
    return (admin) => run(given, admin);
  };

type Reads<Work> = (args: readonly string[]) => Work;

interface Verbs<Work> {
  /** The first word: `token`. */
  readonly of: string;
  readonly verbs: Readonly<Record<string, Reads<Work>>>;
  /** Runs without a second word; absent if there must be one. */
  readonly alone?: Reads<Work>;
}

/** Commands of two words. */
export const withVerbs =
  <Work>({ of, verbs, alone }: Verbs<Work>): Reads<Work> =>
  (args) => {
    const [verb = '', ...rest] = args;
    const command = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (command !== undefined) return command(rest);
    const names = Object.keys(verbs);
    const nearest = verb.startsWith('-') ? undefined : nearestName(verb, names);
    if (alone !== undefined && nearest === undefined) return alone(args);
    const meant = didYouMean(nearest && `sotto admin ${of} ${nearest}`) || ` Use sotto admin ${of} ${inWords(names)}.`;
    throw new Failure('misused', `There is no such admin command.${meant} See sotto admin --help.`);
  };

const inWords = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]+)$/, ' or $1');
