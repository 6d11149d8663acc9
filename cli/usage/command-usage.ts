import type { Exit } from '#cli/terminal/exit-codes.ts';

/**
 * How a command is called. Argument parsing, the help screens and the tables of docs/terminal.md all come from these
 * values, so they contain data only and load no command.
 */
export interface CommandUsage {
  /** The words before the arguments: `send`, `admin token create`. */
  readonly name: string;
  /** Its line in a list of commands. */
  readonly summary: string;
  /** The paragraphs of its help screen. */
  readonly about: readonly string[];
  readonly arguments: readonly ArgumentUsage[];
  readonly options: Readonly<Record<string, OptionUsage>>;
  /** A command and its arguments follow `--`. */
  readonly takesCommand?: true;
  /** A sentence for the error about a wrong option or argument. */
  readonly hint?: string;
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
  readonly examples: readonly Example[];
  readonly exits: readonly ExitUsage[];
}

export interface ArgumentUsage {
  /** As it is written in the usage line: `LINK`, `FILES`. */
  readonly name: string;
  readonly optional?: true;
  readonly repeatable?: true;
}

/** A code of the common table, or a code with a meaning that only this command gives it. */
export type ExitUsage = Exit | readonly [exit: Exit | number, meaning: string];

export type OptionUsage = FlagUsage | ValueUsage;

interface FlagUsage {
  readonly type: 'boolean';
  readonly short?: string;
  readonly help: string;
}

interface ValueUsage {
  readonly type: 'string';
  readonly short?: string;
  readonly multiple?: true;
  readonly required?: true;
  /** The placeholder for its value. `FILE` and `DIR` are paths. */
  readonly value: string;
  readonly help: string;
}

/** A command line, and what a reader cannot see in it. */
export type Example = readonly [line: string, remark?: string];
