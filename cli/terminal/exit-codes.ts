import { help as words } from '#cli/words/help.ts';
import { program } from '#cli/words/program.ts';
import { inWords } from '#cli/language/words.ts';

/** The exit codes of every command. A test compares them with the table in docs/terminal.md. */
export const exitCodes = {
  done: { code: 0, meaning: () => words.exits.done },
  failed: { code: 1, meaning: () => words.exits.failed },
  misused: { code: 2, meaning: () => words.exits.misused },
  over: { code: 3, meaning: () => words.exits.over },
  password: { code: 4, meaning: () => words.exits.password },
  unreachable: { code: 5, meaning: () => words.exits.unreachable },
  refused: { code: 6, meaning: () => words.exits.refused },
  tampered: { code: 7, meaning: () => words.exits.tampered },
  early: { code: 8, meaning: () => words.exits.early },
  interrupted: { code: 130, meaning: () => words.exits.interrupted },
} as const;

export type Exit = keyof typeof exitCodes;

/**
 * Ends a command with an exit code other than `done`. The message tells people what to do next and never contains a
 * link.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: Exit;

  constructor(exit: Exit, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.exit = exit;
  }
}

/** How every error line begins, so that it can be told from the output of other programs. */
export const errorLine = (sentence: string): string => `sotto: ${sentence}\n`;

/** Describes an unforeseen error in one line. Omits its message, which may contain user input, and its location. */
export function sayUnexpected(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return inWords(program.failedUnexpectedly, { what: `${name}${code}` });
}
