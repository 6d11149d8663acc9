/** The exit codes of every command. A test compares them with the table in docs/terminal.md. */
export const exitCodes = {
  done: { code: 0, meaning: 'Done.' },
  failed: { code: 1, meaning: 'Something failed on this machine: a file, a full disk, a closed output.' },
  misused: {
    code: 2,
    meaning: 'Used incorrectly: an option, an incomplete link, a question that nobody is there to answer.',
  },
  over: { code: 3, meaning: 'Not available: already opened, expired, deleted, closed or full, or it never existed.' },
  password: { code: 4, meaning: 'The password is wrong, or the secret is locked after too many wrong passwords.' },
  unreachable: {
    code: 5,
    meaning: 'The server cannot be reached, is too busy, or is not a Sotto server. Trying again later may help.',
  },
  refused: { code: 6, meaning: 'The server refuses because of its policy: options, a token, a quota, storage space.' },
  tampered: { code: 7, meaning: 'The received data is not what was sealed. None of that data was output.' },
  interrupted: { code: 130, meaning: 'Interrupted (Ctrl+C). For another signal n, the code is 128 + n.' },
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
  return `It failed unexpectedly: ${name}${code}.`;
}
