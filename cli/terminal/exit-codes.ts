/** What the terminal ends with. docs/terminal.md has the same table, and a test holds the two together. */
export const exitCodes = {
  done: { code: 0, meaning: 'Done.' },
  failed: { code: 1, meaning: 'It failed here: a file, a full disk, an output that was closed.' },
  misused: {
    code: 2,
    meaning: 'Used wrongly: an option, a link that is not whole, a question that nobody is there to answer.',
  },
  over: { code: 3, meaning: 'Nothing there, or over: already opened, expired, deleted, closed, full, never was.' },
  password: { code: 4, meaning: 'The password is wrong, or the secret is locked after too many wrong ones.' },
  unreachable: {
    code: 5,
    meaning: 'The server cannot be reached, is too busy just now, or is no Sotto. Trying again later may be right.',
  },
  refused: { code: 6, meaning: 'The server refuses by its policy: terms, a token, a quota, its room.' },
  tampered: { code: 7, meaning: 'What came is not what was sealed. Nothing of it was given out.' },
  interrupted: { code: 130, meaning: 'Interrupted (Ctrl+C). Ended by another signal n: 128 + n.' },
} as const;

export type Exit = keyof typeof exitCodes;

/** A command's end that is not `done`: one sentence for people, with what to do next, and without a link in it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: Exit;

  constructor(exit: Exit, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.exit = exit;
  }
}

/** Describes an unforeseen error in one line. Omits its message, which may contain user input, and its location. */
export function sayUnexpected(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `It failed unexpectedly: ${name}${code}.`;
}
