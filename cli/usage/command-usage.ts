import type { Exit } from '#cli/terminal/exit-codes.ts';

/** A text of the help; a function if it is translated, because the language is chosen after these tables load. */
export type Text = string | (() => string);

export const textOf = (text: Text): string => (typeof text === 'string' ? text : text());

/**
 * How a command is called. Argument parsing, the help screens and the tables of docs/terminal.md all come from these
 * values, so they contain data only and load no command.
 */
export interface CommandUsage {
  /** The words before the arguments: `send`, `admin token create`. */
  readonly name: string;
  /** Its line in a list of commands. */
  readonly summary: Text;
  /** The paragraphs of its help screen. */
  readonly about: readonly Text[];
  readonly arguments: readonly ArgumentUsage[];
  readonly options: Readonly<Record<string, OptionUsage>>;
  /** A command and its arguments follow `--`. */
  readonly takesCommand?: true;
  /** A sentence for the error about a wrong option or argument. */
  readonly hint?: Text;
  /** Paragraphs after the options. */
  readonly notes?: readonly Text[];
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
export type ExitUsage = Exit | readonly [exit: Exit | number, meaning: Text];

export type OptionUsage = FlagUsage | ValueUsage;

interface FlagUsage {
  readonly type: 'boolean';
  readonly short?: string;
  readonly help: Text;
}

interface ValueUsage {
  readonly type: 'string';
  readonly short?: string;
  readonly multiple?: true;
  readonly required?: true;
  /** The placeholder for its value. `FILE` and `DIR` are paths. */
  readonly value: string;
  readonly help: Text;
}

/** A command line, and what a reader cannot see in it. */
export type Example = readonly [line: string, remark?: Text];
