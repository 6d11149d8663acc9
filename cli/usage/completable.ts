import { textOf } from './command-usage.ts';
import type { CommandUsage, OptionUsage } from './command-usage.ts';
import { adminCommands, commands } from './commands.ts';

/** All words that can be typed, for the completions of every shell. */

/** How a value or an argument is completed. Links, titles and numbers are not. */
export type Completed =
  { readonly with: 'files' | 'folders' | 'nothing' } | { readonly with: 'words'; readonly words: readonly string[] };

export interface CompletableOption {
  /** `--output`, `-o`. */
  readonly names: readonly string[];
  readonly help: string;
  /** Absent for an option without a value. */
  readonly value?: Completed;
}

export interface CompletableCommand {
  /** The words before the arguments: `admin`, `token`, `create`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletableOption[];
  readonly argument: Completed;
  /** A command and its arguments follow `--`. */
  readonly takesCommand: boolean;
}

const HELP: CompletableOption = { names: ['--help', '-h'], help: 'Print how to use this command.' };

const FIXED = /^[a-z]+(?:\|[a-z]+)+$/;

/** @param placeholder as in the usage line */
function completedBy(placeholder: string | undefined): Completed {
  if (placeholder === 'FILE' || placeholder === 'FILES') return { with: 'files' };
  if (placeholder === 'DIR') return { with: 'folders' };
  if (placeholder !== undefined && FIXED.test(placeholder)) return { with: 'words', words: placeholder.split('|') };
  return { with: 'nothing' };
}

function completable(usage: CommandUsage): CompletableCommand {
  return {
    words: usage.name.split(' '),
    summary: textOf(usage.summary),
    options: [...Object.entries(usage.options).map(optionOf), HELP],
    // A link comes before files, and is not completed itself.
    argument: completedBy(usage.arguments.at(-1)?.name),
    takesCommand: usage.takesCommand ?? false,
  };
}

function optionOf([name, option]: readonly [string, OptionUsage]): CompletableOption {
  return {
    names: [`--${name}`, ...(option.short === undefined ? [] : [`-${option.short}`])],
    help: textOf(option.help),
    ...(option.type === 'string' && { value: completedBy(option.value) }),
  };
}

const group = (words: readonly string[], summary: string, next: readonly string[]): CompletableCommand => ({
  words,
  summary,
  options: [HELP],
  argument: { with: 'words', words: next },
  takesCommand: false,
});

/** The next words after `admin` or `admin token`. */
function nextWords(words: readonly string[]): string[] {
  const below = adminCommands
    .map(({ name }) => name.split(' '))
    .filter((own) => own.length > words.length && words.every((word, at) => own[at] === word));
  return [...new Set(below.map((own) => own[words.length] ?? ''))];
}

const own = adminCommands.map(completable).map((command) => {
  const next = nextWords(command.words);
  return next.length === 0 ? command : { ...command, argument: { with: 'words', words: next } as const };
});

/** Every command, and every first part of one that has further words. */
export const completableCommands: readonly CompletableCommand[] = [
  ...Object.values(commands)
    .filter((usage) => usage !== commands.admin)
    .map(completable),
  group(['admin'], textOf(commands.admin.summary), nextWords(['admin'])),
  group(['admin', 'token'], 'Manage tokens', nextWords(['admin', 'token'])),
  group(['admin', 'audit'], 'Check an audit file', nextWords(['admin', 'audit'])),
  group(['admin', 'members'], 'Check who is a member', nextWords(['admin', 'members'])),
  ...own,
  group(['help'], 'Explain a command', Object.keys(commands)),
  group(['version'], 'Print the version', []),
];

/** The first words, in the order of the help. */
export const firstWords = completableCommands.filter(({ words }) => words.length === 1);
